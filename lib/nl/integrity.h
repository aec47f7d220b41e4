/* SPDX-License-Identifier: BSD-3-Clause */
/* The requests about integrity. As in client.h. */
#ifndef VDT_NL_INTEGRITY_H
#define VDT_NL_INTEGRITY_H

#include <stdbool.h>
#include <stdint.h>

#include <vedette/netlink.h>

struct vdt_nl;

#define VDT_NL_ALGORITHMS 16

struct vdt_nl_denials {
	uint64_t refused, observed;
};

struct vdt_nl_integrity {
	uint32_t enforce, log; /* bits of enum vedette_integrity_kind */
	struct vdt_nl_denials count[VEDETTE_INTEGRITY_KIND_MAX + 1]
				   [VEDETTE_INTEGRITY_REASON_MAX + 1];
	uint32_t cached, cache_room; /* files */
	uint64_t cache_bytes, hits, misses;
	char algorithms[VDT_NL_ALGORITHMS][32];
	unsigned int n_algorithms;
	uint64_t forgotten; /* observed denials that are not in their list, for want of room */
};

struct vdt_nl_verdict {
	uint8_t reason; /* enum vedette_integrity_reason */
	uint8_t digest[64], digest_len;
	uint32_t key_id; /* 0: no signature */
	char label[32];	 /* empty: no package */
	uint32_t build;
	bool verity; /* the digest is that of fs-verity */
	uint32_t device;
	uint64_t inode;
};

struct vdt_nl_denial {
	uint8_t kind, reason; /* enum vedette_integrity_kind, _reason */
	bool observed;
	char executable[128], path[128];
	uint32_t count;
	uint64_t first, last; /* seconds ago */
};

int vdt_nl_integrity(struct vdt_nl *nl, struct vdt_nl_integrity *ret_integrity);
/* The verdict on an open file as a program, which stays the caller's; nothing else comes of it. */
int vdt_nl_integrity_check(struct vdt_nl *nl, int fd, struct vdt_nl_verdict *ret_verdict);
int vdt_nl_verdicts(struct vdt_nl *nl,
		    void (*each)(const struct vdt_nl_verdict *verdict, void *ctx), void *ctx);
int vdt_nl_denials(struct vdt_nl *nl, void (*each)(const struct vdt_nl_denial *denial, void *ctx),
		   void *ctx);
/* Forgets them; *ret_count is how many there were. */
int vdt_nl_denials_clear(struct vdt_nl *nl, uint32_t *ret_count);

#endif /* VDT_NL_INTEGRITY_H */

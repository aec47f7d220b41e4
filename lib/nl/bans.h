/* SPDX-License-Identifier: BSD-3-Clause */
/* The requests about sources: whom the kernel bans, whom it trusts. As in client.h. */
#ifndef VDT_NL_BANS_H
#define VDT_NL_BANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vdt_nl;

#define VDT_NL_BAN_TEXT 64 /* with the NUL */

struct vdt_nl_ban {
	uint8_t source[16], source_len; /* 4 or 16; zero behind the prefix */
	uint8_t bits;
	uint32_t seconds; /* left of it; in a wish 0: by the number of offences */
	uint32_t offences;
	uint64_t dropped; /* packets */
	bool spare;	  /* a program decided; not for sources with a session */
	char text[VDT_NL_BAN_TEXT];
};

/*
 * Bans @wish's source, for its seconds and text, spared or not; *ret_ban is what it is under now.
 * -EINVAL an address that may not be banned, -EBUSY spared because it has a session, -ENOSPC.
 */
int vdt_nl_ban_add(struct vdt_nl *nl, const struct vdt_nl_ban *wish, struct vdt_nl_ban *ret_ban);
/* Lifts every ban that @source, of 4 or 16 bytes, is under; *ret_ban has the network of the widest.
 * -ENOENT when there is none. */
int vdt_nl_ban_del(struct vdt_nl *nl, const uint8_t *source, size_t len,
		   struct vdt_nl_ban *ret_ban);
int vdt_nl_bans(struct vdt_nl *nl, void (*each)(const struct vdt_nl_ban *ban, void *ctx),
		void *ctx);
/* The source, of 4 or 16 bytes, has an authenticated session for @seconds from now. */
int vdt_nl_trust_add(struct vdt_nl *nl, const uint8_t *source, size_t len, uint32_t seconds);

#endif /* VDT_NL_BANS_H */

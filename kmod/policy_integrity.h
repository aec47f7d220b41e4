/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* What a policy says of the code that runs; read by kmod/policy_parse.h. */
#ifndef VDT_POLICY_INTEGRITY_H
#define VDT_POLICY_INTEGRITY_H

#include "core.h"
#include "limits.h"

/* What a policy may give a mode; the lock has none, for it is asked for. */
#define VDT_INTEGRITY_KINDS ((1u << VEDETTE_INTEGRITY_KIND_LOCK) - 1)

/* Hashes in ascending order: those of one length are attributes that follow each other. */
struct vdt_hashes {
	const struct nlattr *first[VDT_HASH_LENGTHS]; /* in the blob */
	u16 count[VDT_HASH_LENGTHS];
};

struct vdt_build {
	const char *label; /* in the blob */
	u32 minimum;
};

/* What is not said is zero: every kind off. */
struct vdt_integrity {
	u32 enforce, log;		 /* 1 << enum vedette_integrity_kind, none in both */
	u64 interpreters, jit, updaters; /* executables, by index into the policy's exes */
	struct vdt_hashes revoked, verity;
	const char *data[VDT_DATA_MAX]; /* in the blob, folders, ascending */
	u32 keys[VDT_REVOKED_KEYS_MAX]; /* revoked, ascending */
	struct vdt_build builds[VDT_BUILDS_MAX];
	u8 n_data, n_keys, n_builds;
};

enum vedette_integrity_mode vdt_integrity_mode(const struct vdt_integrity *integrity,
					       enum vedette_integrity_kind kind);

/* Whether the digest of a file, of `len` bytes, is revoked. A length that no revoked one has is
 * fine. */
bool vdt_integrity_revokes_hash(const struct vdt_integrity *integrity, const u8 *digest,
				size_t len);

/* `key` is the id in host byte order; security.ima has it in network order. */
bool vdt_integrity_revokes_key(const struct vdt_integrity *integrity, u32 key);

/* Returns the lowest build number of the package that may run; 0: any. */
u32 vdt_integrity_minimum(const struct vdt_integrity *integrity, const char *label);

/* Whether this is the root hash, of `len` bytes, of a dm-verity device that the policy trusts. */
bool vdt_integrity_trusts_root(const struct vdt_integrity *integrity, const u8 *root, size_t len);

#endif /* VDT_POLICY_INTEGRITY_H */

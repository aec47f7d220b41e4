/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * The bytes of the extended attribute security.ima, as evmctl writes them and IMA reads them: a
 * head (struct signature_v2_hdr of the kernel's security/integrity/integrity.h, behind the byte of
 * its type), then the signature.
 */
#ifndef VDT_IMA_SIG_H
#define VDT_IMA_SIG_H

#include "core.h"
#include "limits.h"

/* The numbers of the kernel's enum hash_algo. */
enum vdt_hash { VDT_HASH_NONE = 0, VDT_HASH_SHA256 = 4, VDT_HASH_SHA384 = 5, VDT_HASH_SHA512 = 6 };

enum {
	VDT_IMA_SIG_HEAD = 9, /* bytes before the signature */
	VDT_DIGEST_MAX = 64,
	VDT_IMA_VERITY_MAX = 2 + VDT_DIGEST_MAX,
};

struct vdt_ima_sig {
	enum vdt_hash hash;
	bool verity; /* over the digest of fs-verity (version 3), not over the bytes of the file */
	u32 key_id;  /* the last 4 bytes of the certificate's subject key identifier */
	const u8 *sig; /* in the bytes that were read: PKCS#1 v1.5, or DER for ECDSA */
	u16 sig_size;
};

/* Bytes of its digests; 0 for what is none of enum vdt_hash. */
size_t vdt_hash_size(enum vdt_hash hash);

/* As the kernel's crypto interface calls it; NULL for what is none of enum vdt_hash. */
const char *vdt_hash_name(enum vdt_hash hash);

/*
 * Returns VEDETTE_INTEGRITY_REASON_ with NONE: *ret_sig is filled; NO_SIGNATURE: a digest that
 * nobody signed; UNSUPPORTED: another hash or the first version; BAD_FORMAT: anything else.
 */
enum vedette_integrity_reason vdt_ima_sig_read(const u8 *xattr, size_t len,
					       struct vdt_ima_sig *ret_sig);

/* The inverse: the bytes before the signature. sig->sig is not looked at. */
void vdt_ima_sig_head(const struct vdt_ima_sig *sig, u8 ret_head[VDT_IMA_SIG_HEAD]);

/*
 * What a signature of version 3 is over, once hashed by the same hash: struct ima_file_id without
 * its unused end. Returns its bytes, 0 for what is none of enum vdt_hash.
 */
size_t vdt_ima_verity_id(enum vdt_hash hash, const u8 *verity_digest,
			 u8 ret_id[VDT_IMA_VERITY_MAX]);

#endif /* VDT_IMA_SIG_H */

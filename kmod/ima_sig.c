// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "ima_sig.h"

/* enum evm_ima_xattr_type of the kernel. */
enum xattr_type {
	LEGACY_DIGEST = 1, /* SHA-1, without a name */
	FILE_SIGNATURE = 3,
	NAMED_DIGEST = 4,
	VERITY_SIGNATURE = 6,
};

enum signature_version { V1 = 1, V2 = 2, V3 = 3 };

/* Of the head. */
enum { TYPE = 0, VERSION = 1, HASH = 2, KEY_ID = 3, SIG_SIZE = 7 };

static const struct {
	enum vdt_hash hash;
	const char *name;
	size_t size;
} hashes[] = {
	{VDT_HASH_SHA256, "sha256", 32},
	{VDT_HASH_SHA384, "sha384", 48},
	{VDT_HASH_SHA512, "sha512", 64},
};

size_t vdt_hash_size(enum vdt_hash hash)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hashes); i++)
		if (hashes[i].hash == hash)
			return hashes[i].size;
	return 0;
}

const char *vdt_hash_name(enum vdt_hash hash)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hashes); i++)
		if (hashes[i].hash == hash)
			return hashes[i].name;
	return NULL;
}

static u32 get_be(const u8 *bytes, size_t len)
{
	u32 value = 0;

	while (len--)
		value = value << 8 | *bytes++;
	return value;
}

static void put_be(u8 *ret_bytes, size_t len, u32 value)
{
	for (; len--; value >>= 8)
		ret_bytes[len] = value;
}

static enum vedette_integrity_reason read_signature(const u8 *xattr, size_t len, bool verity,
						    struct vdt_ima_sig *ret_sig)
{
	u16 size;

	if (len <= VDT_IMA_SIG_HEAD || xattr[VERSION] != (verity ? V3 : V2))
		return VEDETTE_INTEGRITY_REASON_BAD_FORMAT;
	size = get_be(xattr + SIG_SIZE, sizeof(size));
	if (size != len - VDT_IMA_SIG_HEAD)
		return VEDETTE_INTEGRITY_REASON_BAD_FORMAT;
	*ret_sig = (struct vdt_ima_sig){
		.hash = xattr[HASH],
		.verity = verity,
		.key_id = get_be(xattr + KEY_ID, sizeof(u32)),
		.sig = xattr + VDT_IMA_SIG_HEAD,
		.sig_size = size,
	};
	return vdt_hash_size(ret_sig->hash) ? VEDETTE_INTEGRITY_REASON_NONE
					    : VEDETTE_INTEGRITY_REASON_UNSUPPORTED;
}

enum vedette_integrity_reason vdt_ima_sig_read(const u8 *xattr, size_t len,
					       struct vdt_ima_sig *ret_sig)
{
	*ret_sig = (struct vdt_ima_sig){};
	if (len < 2)
		return VEDETTE_INTEGRITY_REASON_BAD_FORMAT;
	switch (xattr[TYPE]) {
	case LEGACY_DIGEST:
	case NAMED_DIGEST:
		return VEDETTE_INTEGRITY_REASON_NO_SIGNATURE;
	case FILE_SIGNATURE:
		if (xattr[VERSION] == V1)
			return VEDETTE_INTEGRITY_REASON_UNSUPPORTED;
		return read_signature(xattr, len, false, ret_sig);
	case VERITY_SIGNATURE:
		return read_signature(xattr, len, true, ret_sig);
	}
	return VEDETTE_INTEGRITY_REASON_BAD_FORMAT;
}

void vdt_ima_sig_head(const struct vdt_ima_sig *sig, u8 ret_head[VDT_IMA_SIG_HEAD])
{
	ret_head[TYPE] = sig->verity ? VERITY_SIGNATURE : FILE_SIGNATURE;
	ret_head[VERSION] = sig->verity ? V3 : V2;
	ret_head[HASH] = sig->hash;
	put_be(ret_head + KEY_ID, sizeof(sig->key_id), sig->key_id);
	put_be(ret_head + SIG_SIZE, sizeof(sig->sig_size), sig->sig_size);
}

size_t vdt_ima_verity_id(enum vdt_hash hash, const u8 *verity_digest, u8 ret_id[VDT_IMA_VERITY_MAX])
{
	size_t size = vdt_hash_size(hash);

	if (!size)
		return 0;
	ret_id[0] = VERITY_SIGNATURE;
	ret_id[1] = hash;
	memcpy(ret_id + 2, verity_digest, size);
	return 2 + size;
}

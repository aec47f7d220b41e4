// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/ima_sig.h"

#define R(name) VEDETTE_INTEGRITY_REASON_##name

/* The bytes stand alone in memory, so that the sanitizer sees a read beyond them. */
static enum vedette_integrity_reason read_alone(const u8 *bytes, size_t len,
						struct vdt_ima_sig *ret_sig)
{
	enum vedette_integrity_reason reason;
	u8 *xattr = malloc(len);

	cr_assert_not_null(xattr);
	memcpy(xattr, bytes, len);
	reason = vdt_ima_sig_read(xattr, len, ret_sig);
	free(xattr);
	return reason;
}

Test(ima_sig, knows_good_from_bad)
{
	static const struct {
		u8 bytes[16];
		size_t len;
		enum vedette_integrity_reason reason;
		const char *why;
	} rows[] = {
		{{3, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(NONE), "a file, SHA-256"},
		{{3, 2, 5, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(NONE), "a file, SHA-384"},
		{{3, 2, 6, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(NONE), "a file, SHA-512"},
		{{6, 3, 4, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(NONE), "fs-verity"},
		{{3, 2, 4, 1, 2, 3, 4, 0, 2, 9}, 10, R(BAD_FORMAT), "cut off"},
		{{3, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9, 9}, 12, R(BAD_FORMAT), "something follows"},
		{{3, 2, 4, 1, 2, 3, 4, 0, 0}, 9, R(BAD_FORMAT), "an empty signature"},
		{{3, 2, 4, 1, 2, 3, 4, 0}, 8, R(BAD_FORMAT), "cut off in the head"},
		{{3, 2, 4, 1, 2, 3, 4, 1, 2, 9, 9}, 11, R(BAD_FORMAT), "the high byte counts"},
		{{3, 3, 4, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(BAD_FORMAT), "a file, version 3"},
		{{6, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(BAD_FORMAT), "fs-verity, version 2"},
		{{3, 1, 4, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(UNSUPPORTED), "version 1"},
		{{3, 2, 2, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(UNSUPPORTED), "SHA-1"},
		{{3, 2, 0, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(UNSUPPORTED), "MD4, whose number is 0"},
		{{6, 3, 255, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(UNSUPPORTED), "no known hash"},
		{{3, 2, 2, 1, 2, 3, 4, 0, 3, 9, 9}, 11, R(BAD_FORMAT), "SHA-1 and cut off"},
		{{4, 4, 9, 9}, 4, R(NO_SIGNATURE), "a digest"},
		{{1, 9, 9, 9}, 4, R(NO_SIGNATURE), "a digest, SHA-1"},
		{{2, 9, 9, 9}, 4, R(BAD_FORMAT), "the HMAC of EVM"},
		{{5, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9}, 11, R(BAD_FORMAT), "a signature of EVM"},
		{{3}, 1, R(BAD_FORMAT), "a type only"},
		{{0}, 0, R(BAD_FORMAT), "nothing"},
	};
	struct vdt_ima_sig sig;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		cr_assert_eq(read_alone(rows[i].bytes, rows[i].len, &sig), rows[i].reason, "%s",
			     rows[i].why);
}

Test(ima_sig, reads_what_evmctl_writes)
{
	static const u8 xattr[] = {6, 3, 6, 0xde, 0xad, 0xbe, 0xef, 0, 3, 7, 8, 9};
	struct vdt_ima_sig sig;

	cr_assert_eq(vdt_ima_sig_read(xattr, sizeof(xattr), &sig), R(NONE));
	cr_assert_eq(sig.hash, VDT_HASH_SHA512);
	cr_assert(sig.verity);
	cr_assert_eq(sig.key_id, 0xdeadbeef);
	cr_assert_eq(sig.sig, xattr + VDT_IMA_SIG_HEAD);
	cr_assert_eq(sig.sig_size, 3);
}

Test(ima_sig, writes_what_it_reads)
{
	static const struct vdt_ima_sig rows[] = {
		{.hash = VDT_HASH_SHA256, .key_id = 0x01020304, .sig_size = 256},
		{.hash = VDT_HASH_SHA384, .key_id = 0xfffefdfc, .sig_size = 72},
		{.hash = VDT_HASH_SHA512, .key_id = 1, .sig_size = 0xfffe, .verity = true},
	};
	static u8 xattr[VDT_IMA_SIG_HEAD + UINT16_MAX];
	struct vdt_ima_sig sig;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		vdt_ima_sig_head(&rows[i], xattr);
		cr_assert_eq(vdt_ima_sig_read(xattr, VDT_IMA_SIG_HEAD + rows[i].sig_size, &sig),
			     R(NONE));
		cr_assert_eq(sig.hash, rows[i].hash);
		cr_assert_eq(sig.verity, rows[i].verity);
		cr_assert_eq(sig.key_id, rows[i].key_id);
		cr_assert_eq(sig.sig_size, rows[i].sig_size);
	}
}

Test(ima_sig, says_what_a_verity_signature_is_over)
{
	u8 digest[VDT_DIGEST_MAX], id[VDT_IMA_VERITY_MAX];

	memset(digest, 7, sizeof(digest));
	cr_assert_eq(vdt_ima_verity_id(VDT_HASH_SHA256, digest, id), 34);
	cr_assert_eq(id[0], 6);
	cr_assert_eq(id[1], 4);
	cr_assert_arr_eq(id + 2, digest, 32);
	cr_assert_eq(vdt_ima_verity_id(VDT_HASH_SHA512, digest, id), 66);
	cr_assert_eq(vdt_ima_verity_id(VDT_HASH_NONE, digest, id), 0);
}

Test(ima_sig, knows_three_hashes)
{
	cr_assert_eq(vdt_hash_size(VDT_HASH_SHA384), 48);
	cr_assert_str_eq(vdt_hash_name(VDT_HASH_SHA384), "sha384");
	cr_assert_null(vdt_hash_name(2));
	cr_assert_eq(vdt_hash_size(2), 0);
}

// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include <criterion/criterion.h>

#include "lib/nl/decode.h"
#include "tests/unit/lib/nl/build.h"

Test(integrity, verdicts_and_denials)
{
	static const uint8_t digest[65] = {0xde, 0xad};
	struct attrs attrs = {0}, denial = {0};
	struct vdt_nl_verdict verdict;
	struct vdt_nl_denial got;

	put_u8(&attrs, VEDETTE_A_VERDICT_REASON, VEDETTE_INTEGRITY_REASON_TOO_OLD);
	put(&attrs, VEDETTE_A_VERDICT_DIGEST, digest, 48);
	put_u32(&attrs, VEDETTE_A_VERDICT_BUILD, 41);
	put_string(&attrs, VEDETTE_A_VERDICT_LABEL, "app");
	cr_assert_eq(vdt_nl_decode_verdict(attrs.bytes, attrs.len, &verdict), 0);
	cr_expect(verdict.digest_len == 48 && verdict.digest[1] == 0xad && verdict.build == 41);
	cr_expect(verdict.reason == VEDETTE_INTEGRITY_REASON_TOO_OLD && !verdict.verity);
	cr_expect_str_eq(verdict.label, "app");
	put(&attrs, VEDETTE_A_VERDICT_DIGEST, digest, 65);
	cr_expect_eq(vdt_nl_decode_verdict(attrs.bytes, attrs.len, &verdict), -EBADMSG);

	put_u8(&denial, VEDETTE_A_DENIAL_KIND, VEDETTE_INTEGRITY_KIND_SCRIPT);
	put(&denial, VEDETTE_A_DENIAL_OBSERVED, NULL, 0);
	put_string(&denial, VEDETTE_A_DENIAL_PATH, "/tmp/x");
	put_u64(&denial, VEDETTE_A_DENIAL_LAST, 9);
	cr_assert_eq(vdt_nl_decode_denial(denial.bytes, denial.len, &got), 0);
	cr_expect(got.kind == VEDETTE_INTEGRITY_KIND_SCRIPT && got.observed && got.last == 9);
	cr_expect_str_eq(got.path, "/tmp/x");
}

Test(integrity, counts_each_kind_and_reason)
{
	struct attrs attrs = {0}, nest = {0};
	struct vdt_nl_integrity got;

	put_u8(&nest, VEDETTE_A_INTEGRITY_COUNT_KIND, VEDETTE_INTEGRITY_KIND_MMAP);
	put_u8(&nest, VEDETTE_A_INTEGRITY_COUNT_REASON, VEDETTE_INTEGRITY_REASON_REVOKED_KEY);
	put_u64(&nest, VEDETTE_A_INTEGRITY_COUNT_REFUSED, 5);
	put(&attrs, VEDETTE_A_INTEGRITY_STATE_COUNT, nest.bytes, nest.len);
	put_u32(&attrs, VEDETTE_A_INTEGRITY_STATE_LOG, 3);
	put_u64(&attrs, VEDETTE_A_INTEGRITY_STATE_FORGOTTEN, 1ull << 40);
	put_string(&attrs, VEDETTE_A_INTEGRITY_STATE_ALGORITHM, "rsa");
	nest = (struct attrs){0};
	put_u8(&nest, VEDETTE_A_INTEGRITY_COUNT_KIND, 200);
	put(&attrs, VEDETTE_A_INTEGRITY_STATE_COUNT, nest.bytes, nest.len);
	cr_assert_eq(vdt_nl_decode_integrity(attrs.bytes, attrs.len, &got), 0);
	cr_expect_eq(got.count[VEDETTE_INTEGRITY_KIND_MMAP][VEDETTE_INTEGRITY_REASON_REVOKED_KEY]
			     .refused,
		     5);
	cr_expect(got.log == 3 && got.n_algorithms == 1 && got.forgotten == 1ull << 40);
	cr_expect_str_eq(got.algorithms[0], "rsa");
}

Test(integrity, takes_as_many_algorithms_as_there_is_room_for)
{
	struct attrs attrs = {0};
	struct vdt_nl_integrity got;

	for (int i = 0; i < VDT_NL_ALGORITHMS + 3; i++)
		put_string(&attrs, VEDETTE_A_INTEGRITY_STATE_ALGORITHM, "rsa");
	cr_assert_eq(vdt_nl_decode_integrity(attrs.bytes, attrs.len, &got), 0);
	cr_expect_eq(got.n_algorithms, VDT_NL_ALGORITHMS);
}

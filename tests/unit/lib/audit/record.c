// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/record.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static struct vdt_audit_record make_record(void)
{
	struct vdt_audit_record record = {
		.seq = 7,
		.boot_id = {1, 2, 3},
		.boottime = 11,
		.realtime = 22,
		.flags = VDT_AUDIT_CLOCK_SYNCED,
		.type = VDT_AUDIT_LOGIN,
		.result = VDT_AUDIT_REFUSED,
		.count = 3,
		.kernel_seq = 44,
		.role = VDT_AUDIT_VIEWER,
		.transport = VDT_AUDIT_RTSPS,
		.account_id = 55,
		.session = {66},
		.account = "admin",
		.source = "[192.0.2.7]:4711",
		.object = "stream",
		.reason = "wrong password",
		.details = "{}",
		.prev = {9},
	};

	return record;
}

static int encode(uint8_t buf[VDT_AUDIT_RECORD_MAX])
{
	struct vdt_audit_record record = make_record();

	return vdt_audit_put_record(&record, buf);
}

static const uint8_t prev[VDT_AUDIT_HASH] = {9};

Test(record, comes_back_as_it_was)
{
	struct vdt_audit_record record = make_record(), back = {0};
	uint8_t buf[VDT_AUDIT_RECORD_MAX];
	int len = vdt_audit_put_record(&record, buf);

	cr_assert_eq(len, VDT_AUDIT_RECORD_MIN + 5 + 16 + 6 + 14 + 2);
	cr_assert_eq(vdt_audit_get_record(buf, len, prev, &back), len);
	cr_assert_eq(back.seq, record.seq);
	cr_assert_eq(back.boottime, record.boottime);
	cr_assert_eq(back.realtime, record.realtime);
	cr_assert_eq(back.flags, record.flags);
	cr_assert_eq(back.type, record.type);
	cr_assert_eq(back.result, record.result);
	cr_assert_eq(back.count, record.count);
	cr_assert_eq(back.kernel_seq, record.kernel_seq);
	cr_assert_eq(back.role, record.role);
	cr_assert_eq(back.transport, record.transport);
	cr_assert_eq(back.account_id, record.account_id);
	cr_assert_arr_eq(back.session, record.session, sizeof(record.session));
	cr_assert_str_eq(back.details, record.details);
	cr_assert_str_eq(back.account, record.account);
	cr_assert_str_eq(back.source, record.source);
	cr_assert_str_eq(back.object, record.object);
	cr_assert_str_eq(back.reason, record.reason);
	cr_assert_arr_eq(back.boot_id, record.boot_id, sizeof(record.boot_id));
	cr_assert_arr_eq(back.prev, record.prev, VDT_AUDIT_HASH);
	cr_assert_arr_eq(back.hash, record.hash, VDT_AUDIT_HASH);
}

Test(record, holds_the_longest_strings)
{
	struct vdt_audit_record record = make_record(), back;
	uint8_t buf[VDT_AUDIT_RECORD_MAX];

	memset(record.account, 'a', sizeof(record.account) - 1);
	memset(record.source, 's', sizeof(record.source) - 1);
	memset(record.object, 'o', sizeof(record.object) - 1);
	memset(record.reason, 'r', sizeof(record.reason) - 1);
	memset(record.details, 'd', sizeof(record.details) - 1);
	cr_assert_eq(vdt_audit_put_record(&record, buf), VDT_AUDIT_RECORD_MAX);
	cr_assert_eq(vdt_audit_get_record(buf, sizeof(buf), prev, &back), VDT_AUDIT_RECORD_MAX);
	cr_assert_str_eq(back.reason, record.reason);
}

/* The layout is a promise to those who read logs with their own programs. */
Test(record, is_little_endian)
{
	uint8_t buf[VDT_AUDIT_RECORD_MAX];
	int len = encode(buf);

	cr_assert_eq(buf[0], len);
	cr_assert_eq(buf[4], VDT_AUDIT_KIND_RECORD);
	cr_assert_eq(buf[5], 7, "seq follows the kind");
	cr_assert_eq(buf[29], 11, "boottime follows the boot id");
	cr_assert_eq(buf[46], VDT_AUDIT_LOGIN);
	cr_assert_eq(buf[62], 55, "the account's id");
	cr_assert_eq(buf[74], 5, "length of the account");
	cr_assert_arr_eq(buf + 76, "admin", 5);
}

/* All bytes of the record are there, so a flip must never look like a record cut short. */
Test(record, any_flipped_bit_is_an_alteration)
{
	uint8_t buf[VDT_AUDIT_RECORD_MAX];
	struct vdt_audit_record back;
	int len = encode(buf);

	for (int bit = 0; bit < len * 8; bit++) {
		buf[bit / 8] ^= 1 << bit % 8;
		cr_assert_eq(vdt_audit_get_record(buf, len, prev, &back), -EBADMSG, "bit %d", bit);
		buf[bit / 8] ^= 1 << bit % 8;
	}
}

Test(record, any_cut_is_a_cut)
{
	uint8_t buf[VDT_AUDIT_RECORD_MAX];
	struct vdt_audit_record back;
	int len = encode(buf);

	for (int n = 0; n < len; n++)
		cr_assert_eq(vdt_audit_get_record(buf, n, prev, &back), -ENODATA, "%d bytes", n);
}

Test(record, follows_one_record_only)
{
	uint8_t buf[VDT_AUDIT_RECORD_MAX], other[VDT_AUDIT_HASH] = {8};
	struct vdt_audit_record back;
	int len = encode(buf);

	cr_assert_eq(vdt_audit_get_record(buf, len, other, &back), -EBADMSG);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/segment.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static struct vdt_segment_header make_header(void)
{
	struct vdt_segment_header header = {
		.log = {5}, .segment = 3, .first_seq = 12, .counter = 4, .key = {8}, .prev = {6}};

	vdt_range_init(&header.tree, 0);
	for (uint8_t i = 0; i < 11; i++)
		cr_assert_eq(vdt_range_append(&header.tree, &i, 1), 0);
	return header;
}

Test(segment, header_comes_back)
{
	struct vdt_segment_header header = make_header(), back;
	uint8_t buf[VDT_SEGMENT_HEADER_MAX];
	int len = vdt_segment_put_header(&header, buf);

	cr_assert_eq(len, VDT_SEGMENT_HEADER_MIN + 3 * VDT_SHA256, "11 = 8 + 2 + 1");
	cr_assert_eq(vdt_segment_get_header(buf, (size_t)len, &back), len);
	cr_assert_arr_eq(back.log, header.log, sizeof(back.log));
	cr_assert_eq(back.segment, 3);
	cr_assert_eq(back.first_seq, 12);
	cr_assert_eq(back.counter, 4);
	cr_assert_arr_eq(back.key, header.key, sizeof(back.key));
	cr_assert_arr_eq(back.prev, header.prev, VDT_AUDIT_HASH);
	cr_assert_eq(back.tree.end, 11);
	cr_assert_arr_eq(back.tree.node, header.tree.node, 3 * VDT_SHA256);
}

Test(segment, header_flipped_or_cut)
{
	struct vdt_segment_header header = make_header(), back;
	uint8_t buf[VDT_SEGMENT_HEADER_MAX];
	int len = vdt_segment_put_header(&header, buf);

	for (int bit = 0; bit < len * 8; bit++) {
		int found;

		buf[bit / 8] ^= (uint8_t)(1 << bit % 8);
		found = vdt_segment_get_header(buf, (size_t)len, &back);
		/* A greater length, with the number of the first record it fits. */
		cr_assert(found == -EBADMSG || found == -ENODATA, "bit %d", bit);
		buf[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (int n = 0; n < len; n++)
		cr_assert_eq(vdt_segment_get_header(buf, (size_t)n, &back), -ENODATA, "%d bytes",
			     n);
}

Test(segment, note_comes_back_flipped_or_cut)
{
	const uint8_t prev[VDT_AUDIT_HASH] = {1}, other[VDT_AUDIT_HASH] = {2};
	uint8_t buf[VDT_SEGMENT_NOTE_MAX], hash[VDT_AUDIT_HASH], back[VDT_AUDIT_HASH];
	int len = vdt_segment_put_note("some text\n", prev, buf, hash);
	const char *text;
	size_t text_len;

	cr_assert_eq(vdt_segment_get_note(buf, (size_t)len, prev, &text, &text_len, back), len);
	cr_assert_eq(text_len, 10);
	cr_assert_arr_eq(text, "some text\n", 10);
	cr_assert_arr_eq(back, hash, VDT_AUDIT_HASH);
	cr_assert_eq(vdt_segment_get_note(buf, (size_t)len, other, &text, &text_len, back),
		     -EBADMSG);
	for (int bit = 0; bit < len * 8; bit++) {
		buf[bit / 8] ^= (uint8_t)(1 << bit % 8);
		cr_assert_lt(vdt_segment_get_note(buf, (size_t)len, prev, &text, &text_len, back),
			     0, "bit %d", bit);
		buf[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (int n = 0; n < len; n++)
		cr_assert_eq(vdt_segment_get_note(buf, (size_t)n, prev, &text, &text_len, back),
			     -ENODATA);
}

Test(segment, names)
{
	static const struct {
		const char *name;
		uint32_t segment;
	} cases[] = {{"0000000001.seg", 1},	  {"4294967295.seg", 4294967295u},
		     {"0000000000.seg", 0},	  {"1.seg", 0},
		     {"0000000001.seg.new", 0},	  {"0000000001.key", 0},
		     {"bad-5-0000000001.seg", 0}, {"4294967296.seg", 0},
		     {" 000000001.seg", 0},	  {"..", 0}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(vdt_segment_number(cases[i].name), cases[i].segment, "%s",
			     cases[i].name);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/tree.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LEAVES 70

/* RFC 6962 section 2.1 as it is written. */
static void hash_tree(unsigned int from, unsigned int n, uint8_t *hash)
{
	uint8_t bytes[1 + 2 * VDT_SHA256] = {1};
	unsigned int k = 1;

	if (n == 1) {
		bytes[0] = 0;
		bytes[1] = (uint8_t)from;
		vdt_sha256(bytes, 2, hash);
		return;
	}
	while (2 * k < n)
		k *= 2;
	hash_tree(from, k, bytes + 1);
	hash_tree(from + k, n - k, bytes + 1 + VDT_SHA256);
	vdt_sha256(bytes, sizeof(bytes), hash);
}

static struct vdt_range make_range(unsigned int start, unsigned int end)
{
	struct vdt_range range;

	vdt_range_init(&range, start);
	for (unsigned int i = start; i < end; i++) {
		uint8_t leaf = (uint8_t)i;

		cr_assert_eq(vdt_range_append(&range, &leaf, 1), 0);
	}
	return range;
}

Test(tree, root_is_that_of_the_rfc)
{
	uint8_t expected[VDT_SHA256], found[VDT_SHA256];

	for (unsigned int n = 1; n < LEAVES; n++) {
		struct vdt_range range = make_range(0, n);

		hash_tree(0, n, expected);
		cr_assert_eq(vdt_range_root(&range, found), 0);
		cr_assert_arr_eq(found, expected, VDT_SHA256, "%u leaves", n);
		cr_assert_eq(range.n, vdt_range_count(0, n));
	}
}

Test(tree, empty_root)
{
	struct vdt_range range = make_range(0, 0);
	uint8_t expected[VDT_SHA256], found[VDT_SHA256];

	vdt_sha256("", 0, expected);
	cr_assert_eq(vdt_range_root(&range, found), 0);
	cr_assert_arr_eq(found, expected, VDT_SHA256);
}

/* Whoever knows [0, m) and gets [m, n) has the tree of n. */
Test(tree, ranges_that_touch_join)
{
	for (unsigned int n = 0; n < LEAVES; n++)
		for (unsigned int m = 0; m <= n; m++) {
			struct vdt_range whole = make_range(0, n), left = make_range(0, m),
					 right = make_range(m, n);

			cr_assert_eq(right.n, vdt_range_count(m, n), "%u to %u", m, n);
			cr_assert_eq(vdt_range_join(&left, &right), 0);
			cr_assert_eq(left.n, whole.n);
			cr_assert_arr_eq(left.node, whole.node, whole.n * VDT_SHA256, "%u, %u", m,
					 n);
		}
}

Test(tree, other_ranges_do_not)
{
	struct vdt_range left = make_range(0, 5), right = make_range(6, 9);
	uint8_t root[VDT_SHA256];

	cr_assert_eq(vdt_range_join(&left, &right), -EINVAL);
	cr_assert_eq(left.end, 5);
	cr_assert_eq(vdt_range_root(&right, root), -EINVAL, "not from the first leaf");
}

Test(tree, kept_nodes_come_back)
{
	struct vdt_range range = make_range(3, 29), back;

	cr_assert_eq(vdt_range_set(&back, 3, 29, range.node, range.n), 0);
	cr_assert_eq(back.end, 29);
	cr_assert_arr_eq(back.level, range.level, range.n);
	cr_assert_eq(vdt_range_set(&back, 3, 29, range.node, range.n - 1), -EBADMSG);
	cr_assert_eq(vdt_range_set(&back, 29, 3, range.node, 0), -EBADMSG);
	cr_assert_eq(vdt_range_set(&back, 1, UINT64_MAX, range.node, 125), -EBADMSG, "no room");
}

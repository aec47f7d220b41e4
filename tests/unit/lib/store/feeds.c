// SPDX-License-Identifier: BSD-3-Clause

#include "lib/store/feeds.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char above[] = "/tmp/feeds-XXXXXX";
static char folder[64];

/* Two feeds of one header, and one of another. */
static uint8_t blobs[3][100];

static struct vdt_pair feed(unsigned int number)
{
	return (struct vdt_pair){.blob = blobs[number],
				 .blob_len = sizeof(blobs[number]),
				 .signature = (uint8_t *)"signature",
				 .signature_len = 9};
}

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(above));
	snprintf(folder, sizeof(folder), "%s/feeds", above);
	blobs[1][99] = 1;
	blobs[2][0] = 1;
}

static void tear_down(void)
{
	vdt_feeds_sweep(folder, NULL, 0);
	cr_expect_eq(rmdir(folder), 0, "more in it than the sweep removes");
	rmdir(above);
}

static struct vdt_feeds_put put(unsigned int number)
{
	struct vdt_pair it = feed(number);
	struct vdt_feeds_put put;

	cr_assert_eq(vdt_feeds_put(folder, &it, &put), 0);
	return put;
}

static void expect(const struct vdt_feeds_put *put, unsigned int number)
{
	struct vdt_pair got;

	cr_assert_eq(vdt_feeds_read(folder, put->digest, &got), 0);
	cr_expect_arr_eq(got.blob, blobs[number], sizeof(blobs[number]));
	vdt_pair_done(&got);
}

Test(feeds, come_back, .init = set_up, .fini = tear_down)
{
	struct vdt_feeds_put first = put(0), other = put(2);

	expect(&first, 0); /* the kernel took it and the power failed */
	cr_assert_eq(vdt_feeds_settle(folder, &first, true), 0);
	cr_assert_eq(vdt_feeds_settle(folder, &other, true), 0);
	expect(&first, 0);
	expect(&other, 2);
	first = put(0);
	cr_expect_not(first.is_new, "written again");
	cr_expect_eq(vdt_feeds_settle(folder, &first, false), 0);
	expect(&first, 0);
}

Test(feeds, outlive_a_broken_one_of_their_name, .init = set_up, .fini = tear_down)
{
	struct vdt_feeds_put good = put(0), broken;

	cr_assert_eq(vdt_feeds_settle(folder, &good, true), 0);
	broken = put(1);
	cr_assert_arr_eq(good.digest, broken.digest, VDT_PAIR_DIGEST);
	expect(&good, 0);
	cr_assert_eq(vdt_feeds_settle(folder, &broken, false), 0);
	expect(&good, 0);
	broken = put(1);
	cr_assert_eq(vdt_feeds_settle(folder, &broken, true), 0);
	expect(&good, 1);
}

Test(feeds, leave_nothing_when_refused, .init = set_up, .fini = tear_down)
{
	struct vdt_feeds_put refused = put(0);
	struct vdt_pair got;

	cr_assert_eq(vdt_feeds_settle(folder, &refused, false), 0);
	cr_expect_eq(vdt_feeds_read(folder, refused.digest, &got), -ENOENT);
}

Test(feeds, are_swept_but_those_in_use, .init = set_up, .fini = tear_down)
{
	struct vdt_feeds_put used = put(0), old = put(2);
	const uint8_t(*digests)[VDT_PAIR_DIGEST] = (const void *)used.digest;
	struct vdt_pair got;

	cr_assert_eq(vdt_feeds_settle(folder, &used, true), 0);
	cr_expect_eq(vdt_feeds_sweep(folder, NULL, 0), -EAGAIN);
	expect(&used, 0); /* as somebody is still putting */
	cr_assert_eq(vdt_feeds_settle(folder, &old, true), 0);
	cr_expect_eq(vdt_feeds_sweep(folder, digests, 1), 0);
	expect(&used, 0);
	cr_expect_eq(vdt_feeds_read(folder, old.digest, &got), -ENOENT);
}

Test(feeds, are_kept_only_where_somebody_keeps_them)
{
	struct vdt_feeds_put put;
	struct vdt_pair it = feed(0);

	cr_expect_eq(vdt_feeds_put("/nonexistent/feeds", &it, &put), -ENOENT);
}

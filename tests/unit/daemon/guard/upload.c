// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/upload.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/clock.h"

#define NOW   1000ull
#define LATER (NOW + VDT_UPLOAD_TIME * VDT_NS_PER_SECOND)

static struct vdt_uploads uploads;

static void set_up(void)
{
	vdt_uploads_init(&uploads);
}

static void tear_down(void)
{
	vdt_uploads_clear(&uploads);
}

TestSuite(upload, .init = set_up, .fini = tear_down);

static int begin(uint32_t req, uint64_t size, uint64_t now, int *ret_fd)
{
	const struct vdt_msg_GRANT grant = {.req = req};

	return vdt_upload_begin(&uploads, &grant, size, now, ret_fd);
}

Test(upload, the_signature_says_where_it_ends)
{
	static const struct {
		uint8_t data[8];
		size_t len;
		int err;
		size_t signature_len;
		const char *why;
	} cases[] = {
		{{0x30, 2, 0xaa, 0xbb, 0xcc}, 5, 0, 4, "short length"},
		{{0x30, 0x81, 2, 0xaa, 0xbb, 0xcc}, 6, 0, 5, "one byte of length"},
		{{0x30, 0x82, 0, 2, 0xaa, 0xbb, 0xcc}, 7, 0, 6, "two"},
		{{0x30, 0x83, 0, 0, 1, 0xaa, 0xcc}, 7, 0, 6, "three"},
		{{0x30, 0x84, 0, 0, 0, 1, 0xaa, 0xcc}, 8, -EBADMSG, 0, "longer than any may be"},
		{{0x30, 0x80, 0, 0, 0xcc}, 5, -EBADMSG, 0, "without length: BER, not DER"},
		{{0x30, 0x82, 0x40, 1}, 4, -EBADMSG, 0, "one byte more than the kernel takes"},
		{{0x30, 0x82, 0x40, 0}, 4, -ENODATA, 0, "just as much, but cut off"},
		{{0x31, 2, 0xaa, 0xbb, 0xcc}, 5, -EBADMSG, 0, "no sequence"},
		{{0x30, 2, 0xaa, 0xbb}, 4, -ENODATA, 0, "no policy behind it"},
		{{0x30, 2, 0xaa}, 3, -ENODATA, 0, "cut off"},
		{{0x30, 0x82, 0}, 3, -EBADMSG, 0, "cut off in the length"},
		{{0x30}, 1, -EBADMSG, 0, "one byte"},
		{{0}, 0, -EBADMSG, 0, "nothing"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t len = 0;
		int err = vdt_upload_split(cases[i].data, cases[i].len, &len);

		cr_expect_eq(err, cases[i].err, "%s: %d", cases[i].why, err);
		cr_expect_eq(len, cases[i].signature_len, "%s: %zu", cases[i].why, len);
	}
}

Test(upload, is_bounded)
{
	static const struct {
		uint64_t size;
		int err;
		const char *why;
	} cases[] = {
		{0, -EINVAL, "nothing"},
		{VDT_UPLOAD_MAX + 1ull, -EFBIG, "one byte over"},
		{UINT64_MAX, -EFBIG, "all there is"},
	};
	int fd[VDT_UPLOADS_MAX + 1];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(begin(1, cases[i].size, NOW, fd), cases[i].err, "%s", cases[i].why);
	for (uint32_t i = 0; i < VDT_UPLOADS_MAX; i++)
		cr_assert_eq(begin(i, 1, NOW, &fd[i]), 0);
	cr_expect_eq(begin(9, 1, LATER - 1, &fd[2]), -EBUSY, "one too many");
	cr_expect_eq(begin(9, 1, LATER, &fd[2]), 0, "the time of the others is over");
	for (unsigned int i = 0; i <= VDT_UPLOADS_MAX; i++)
		close(fd[i]);
}

Test(upload, is_taken_once_and_in_time)
{
	struct vdt_upload upload;
	int fd, late;

	cr_assert_eq(begin(7, 1, NOW, &fd), 0);
	cr_assert_eq(begin(8, 1, NOW, &late), 0);
	cr_expect_eq(vdt_upload_take(&uploads, 6, NOW, &upload), -ENOENT, "of nobody");
	cr_expect_eq(vdt_upload_take(&uploads, 7, LATER - 1, &upload), 0);
	close(upload.pipe);
	cr_expect_eq(vdt_upload_take(&uploads, 7, NOW, &upload), -ENOENT, "a second time");
	cr_expect_eq(vdt_upload_take(&uploads, 8, LATER, &upload), -ENOENT, "too late");
	close(fd);
	close(late);
}

/* Writes @len bytes, @step at a time, and reads what was announced as @size. */
static int transfer(size_t size, size_t len, size_t step)
{
	struct vdt_upload upload;
	uint8_t *sent = calloc(1, len + 1), *got = NULL;
	int fd, err;

	for (size_t i = 0; i < len; i++)
		sent[i] = (uint8_t)(i * 7 + i / 4096);
	cr_assert_eq(begin(1, size, NOW, &fd), 0);
	for (size_t at = 0; at < len; at += step) {
		size_t n = step < len - at ? step : len - at;

		cr_assert_eq(write(fd, sent + at, n), (ssize_t)n, "waits at %zu by %zu", at, step);
	}
	cr_assert_eq(vdt_upload_take(&uploads, 1, NOW, &upload), 0);
	err = vdt_upload_read(&upload, &got);
	if (!err)
		cr_expect_arr_eq(got, sent, len, "steps of %zu", step);
	close(upload.pipe);
	close(fd);
	free(got);
	free(sent);
	return err;
}

Test(upload, the_pipe_holds_it_whatever_the_pieces)
{
	static const size_t steps[] = {1, 1000, 2049, 4095, 4096, 4097, 16384, VDT_UPLOAD_MAX};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		cr_expect_eq(transfer(VDT_UPLOAD_MAX, VDT_UPLOAD_MAX, steps[i]), 0, "%zu",
			     steps[i]);
}

Test(upload, is_as_long_as_was_announced)
{
	cr_expect_eq(transfer(100, 100, 10), 0);
	cr_expect_eq(transfer(100, 99, 10), -ENODATA, "less");
	cr_expect_eq(transfer(100, 0, 10), -ENODATA, "nothing");
	cr_expect_eq(transfer(100, 101, 10), -EFBIG, "more");
}

Test(upload, only_guard_can_read_it)
{
	char byte;
	int fd;

	cr_assert_eq(begin(1, 10, NOW, &fd), 0);
	cr_assert_eq(write(fd, "x", 1), 1);
	cr_expect_eq(read(fd, &byte, 1), -1);
	cr_expect_eq(errno, EBADF);
	close(fd);
}

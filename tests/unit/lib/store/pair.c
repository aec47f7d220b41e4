// SPDX-License-Identifier: BSD-3-Clause

#include "lib/store/pair.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"

static char folder[] = "/tmp/store-XXXXXX";
static char path[64];

static const struct vdt_pair image = {.blob = (uint8_t *)"blob",
				      .blob_len = 4,
				      .signature = (uint8_t *)"signature",
				      .signature_len = 9};

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/policy", folder);
}

static void tear_down(void)
{
	unlink(path);
	rmdir(folder);
}

Test(pair, gives_back_what_it_took, .init = set_up, .fini = tear_down)
{
	struct vdt_pair got;

	cr_expect_eq(vdt_pair_read(path, &got), -ENOENT);
	cr_assert_eq(vdt_pair_write(path, &image), 0);
	cr_assert_eq(vdt_pair_read(path, &got), 0);
	cr_expect_eq(got.blob_len, 4);
	cr_expect_arr_eq(got.blob, "blob", 4);
	cr_expect_eq(got.signature_len, 9);
	cr_expect_arr_eq(got.signature, "signature", 9);
	vdt_pair_done(&got);
}

Test(pair, does_not_write_the_same_again, .init = set_up, .fini = tear_down)
{
	struct vdt_pair other = image;
	struct stat first, second;

	cr_assert_eq(vdt_pair_write(path, &image), 0);
	stat(path, &first);
	cr_assert_eq(vdt_pair_write(path, &image), 0);
	stat(path, &second);
	cr_expect_eq(first.st_ino, second.st_ino);
	other.blob = (uint8_t *)"blub";
	cr_assert_eq(vdt_pair_write(path, &other), 0);
	stat(path, &second);
	cr_expect_neq(first.st_ino, second.st_ino);
}

Test(pair, is_the_same_from_memory_files)
{
	struct vdt_pair got;
	int blob, signature;

	cr_assert_eq(vdt_pair_open(&image, &blob, &signature), 0);
	cr_assert_eq(lseek(blob, 0, SEEK_SET) | lseek(signature, 0, SEEK_SET), 0);
	cr_assert_eq(vdt_pair_read_fds(blob, signature, &got), 0);
	cr_expect_eq(got.blob_len, 4);
	cr_expect_arr_eq(got.blob, "blob", 4);
	cr_expect_eq(got.signature_len, 9);
	cr_expect_arr_eq(got.signature, "signature", 9);
	vdt_pair_done(&got);
	close(blob);
	close(signature);
}

/* Cut anywhere, with a byte too many, or another magic: said to be broken, never read beyond. */
Test(pair, refuses_what_is_broken, .init = set_up, .fini = tear_down)
{
	struct vdt_pair got;
	uint8_t *file;
	size_t len, cut;

	cr_assert_eq(vdt_pair_write(path, &image), 0);
	cr_assert_eq(vdt_file_read(path, 1000, &file, &len), 0);
	for (cut = 0; cut < len; cut++) {
		cr_assert_eq(vdt_file_write(path, file, cut, 0600), 0);
		cr_expect_eq(vdt_pair_read(path, &got), -EBADMSG, "cut at %zu", cut);
	}
	cr_assert_eq(vdt_file_write(path, file, len + 1, 0600), 0); /* the NUL behind it */
	cr_expect_eq(vdt_pair_read(path, &got), -EBADMSG, "a byte too many");
	memset(file + 8, 0xff, 8);
	cr_assert_eq(vdt_file_write(path, file, len, 0600), 0);
	cr_expect_eq(vdt_pair_read(path, &got), -EBADMSG, "lengths of 4 GiB");
	file[0] ^= 1;
	cr_assert_eq(vdt_file_write(path, file, len, 0600), 0);
	cr_expect_eq(vdt_pair_read(path, &got), -EBADMSG, "magic");
	free(file);
}

// SPDX-License-Identifier: BSD-3-Clause

#include "lib/base/file.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/file-XXXXXX";
static char path[64], temporary[80];

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/file", folder);
	snprintf(temporary, sizeof(temporary), "%s.new", path);
}

static void tear_down(void)
{
	unlink(temporary);
	rmdir(temporary);
	unlink(path);
	rmdir(folder);
}

Test(file, reads_up_to_its_bound, .init = set_up, .fini = tear_down)
{
	static const size_t sizes[] = {0, 1, 4094, 4095, 4096, 4097, 70000};
	static uint8_t data[70000];
	unsigned int i;

	memset(data, 'x', sizeof(data));
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint8_t *got;
		size_t len;

		cr_assert_eq(vdt_file_write(path, data, sizes[i], 0600), 0);
		cr_assert_eq(vdt_file_read(path, sizes[i], &got, &len), 0, "%zu", sizes[i]);
		cr_expect_eq(len, sizes[i]);
		cr_expect_arr_eq(got, data, len);
		cr_expect_eq(got[len], 0);
		free(got);
		if (sizes[i])
			cr_expect_eq(vdt_file_read(path, sizes[i] - 1, &got, &len), -EFBIG, "%zu",
				     sizes[i]);
	}
}

Test(file, replaces_or_leaves, .init = set_up, .fini = tear_down)
{
	struct stat st;
	uint8_t *got;
	size_t len;

	cr_assert_eq(vdt_file_write(path, "old", 3, 0640), 0);
	cr_assert_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 0777 & ~0027, 0640 & ~0027);
	cr_expect_eq(access(temporary, F_OK), -1, "nothing stays behind");
	cr_assert_eq(mkdir(temporary, 0700), 0);
	cr_expect_eq(vdt_file_write(path, "new", 3, 0600), -EISDIR);
	cr_assert_eq(vdt_file_read(path, 10, &got, &len), 0);
	cr_expect_str_eq((char *)got, "old");
	free(got);
}

Test(file, does_not_follow_a_link, .init = set_up, .fini = tear_down)
{
	cr_assert_eq(symlink("/dev/null", temporary), 0);
	cr_expect_eq(vdt_file_write(path, "new", 3, 0600), -ELOOP);
}

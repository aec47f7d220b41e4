// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/segment_key.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[] = "/tmp/vdt-key-XXXXXX";
static int dir;

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(path));
	dir = open(path, O_RDONLY | O_DIRECTORY);
}

static void tear_down(void)
{
	vdt_segment_key_erase_others(dir, 0);
	close(dir);
	cr_assert_eq(rmdir(path), 0, "nothing is left");
}

TestSuite(segment_key, .init = set_up, .fini = tear_down);

Test(segment_key, is_for_its_owner)
{
	struct vdt_segment_key key, back;
	struct stat st;

	cr_assert_eq(vdt_segment_key_make(dir, 5, &key), 0);
	cr_assert_eq(vdt_segment_key_load(dir, 5, &back), 0);
	cr_assert_arr_eq(&back, &key, sizeof(key));
	cr_assert_eq(fstatat(dir, "0000000005.key", &st, 0), 0);
	cr_assert_eq(st.st_mode & 07777, 0600);
	cr_assert_eq(vdt_segment_key_load(dir, 4, &back), -ENOENT);
}

/* A second name of the file shows what is left of it. */
Test(segment_key, is_overwritten_before_it_goes)
{
	struct vdt_segment_key old, new;
	uint8_t left[VDT_ED25519_SEED], zeros[VDT_ED25519_SEED] = {0};
	int fd;

	cr_assert_eq(vdt_segment_key_make(dir, 1, &old), 0);
	cr_assert_eq(vdt_segment_key_make(dir, 2, &new), 0);
	cr_assert_arr_neq(old.seed, new.seed, sizeof(new.seed));
	fd = openat(dir, "0000000001.key", O_RDONLY);
	cr_assert_eq(vdt_segment_key_erase_others(dir, 2), 0);
	cr_assert_eq(read(fd, left, sizeof(left)), sizeof(left));
	cr_assert_arr_eq(left, zeros, sizeof(left));
	close(fd);
	cr_assert_eq(vdt_segment_key_load(dir, 1, &old), -ENOENT);
	cr_assert_eq(vdt_segment_key_load(dir, 2, &old), 0);
}

Test(segment_key, cut_short)
{
	struct vdt_segment_key key;
	int fd;

	cr_assert_eq(vdt_segment_key_make(dir, 1, &key), 0);
	fd = openat(dir, "0000000001.key", O_WRONLY);
	cr_assert_eq(ftruncate(fd, 31), 0);
	close(fd);
	cr_assert_eq(vdt_segment_key_load(dir, 1, &key), -EBADMSG);
}

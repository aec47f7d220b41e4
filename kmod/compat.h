/* SPDX-License-Identifier: GPL-2.0-only */
/* The differences between the supported kernels, 6.1 to 6.12. Nothing else asks for the version. */
#ifndef VDT_COMPAT_H
#define VDT_COMPAT_H

#include <linux/blkdev.h>
#include <linux/btf.h>
#include <linux/btf_ids.h>
#include <linux/compat.h>
#include <linux/file.h>
#include <linux/ftrace.h>
#include <linux/fs.h>
#include <linux/security.h>
#include <linux/fsverity.h>
#include <linux/io_uring.h>
#include <linux/mm.h>
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
#include <linux/io_uring/cmd.h>
#endif
#include <net/genetlink.h>
#include <net/tcp.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
/* Before split operations a row held both do and dump; each row of ours has only one of them. */
#define genl_split_ops genl_ops
#define split_ops      ops
#define n_split_ops    n_ops

/* The range was not const. */
#undef NLA_POLICY_FULL_RANGE
#define NLA_POLICY_FULL_RANGE(tp, full_range) \
	{ \
		.type = (tp), .validation_type = NLA_VALIDATE_RANGE_PTR, \
		.range = (struct netlink_range_validation *)(full_range), \
	}
#endif

static inline struct nlattr **vdt_dump_attrs(struct netlink_callback *cb)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
	return genl_dumpit_info(cb)->attrs;
#else
	return genl_dumpit_info(cb)->info.attrs;
#endif
}

/* Returns the file with a reference, or NULL. Under RCU. */
static inline struct file *vdt_get_file_rcu(struct file __rcu **file)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
	struct file *found = rcu_dereference(*file);

	return found && get_file_rcu(found) ? found : NULL;
#else
	return get_file_rcu(file);
#endif
}

/* The page at an address of mm, whose mmap_lock the caller has; returns 1 with a reference. */
static inline int vdt_get_page_remote(struct mm_struct *mm, unsigned long at, struct page **page)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
	return get_user_pages_remote(mm, at, 1, 0, page, NULL, NULL);
#else
	return get_user_pages_remote(mm, at, 1, 0, page, NULL);
#endif
}

/* Whether somebody has it open only for reading. Without IMA the kernel does not count them. */
static inline bool vdt_inode_is_read(const struct inode *inode)
{
#ifdef CONFIG_IMA
	return atomic_read(&inode->i_readcount);
#else
	return true;
#endif
}

struct vdt_bdev {
	struct block_device *bdev;
	struct file *file; /* from 6.9 on */
};

/* Opens a block device for looking at it. Returns 0 or a negative errno. */
static inline int vdt_bdev_open(dev_t dev, struct vdt_bdev *ret)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
	ret->bdev = blkdev_get_by_dev(dev, FMODE_READ, NULL);
	return PTR_ERR_OR_ZERO(ret->bdev);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
	ret->bdev = blkdev_get_by_dev(dev, BLK_OPEN_READ, NULL, NULL);
	return PTR_ERR_OR_ZERO(ret->bdev);
#else
	ret->file = bdev_file_open_by_dev(dev, BLK_OPEN_READ, NULL, NULL);
	if (IS_ERR(ret->file))
		return PTR_ERR(ret->file);
	ret->bdev = file_bdev(ret->file);
	return 0;
#endif
}

static inline void vdt_bdev_close(struct vdt_bdev *opened)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
	blkdev_put(opened->bdev, FMODE_READ);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
	blkdev_put(opened->bdev, NULL);
#else
	fput(opened->file);
#endif
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
/* Exported, but in no header for modules. */
int vfs_path_lookup(struct dentry *dentry, struct vfsmount *mnt, const char *name,
		    unsigned int flags, struct path *path);
#endif

static inline struct timespec64 vdt_ctime(const struct inode *inode)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
	return inode->i_ctime;
#else
	return inode_get_ctime(inode);
#endif
}

/*
 * The file under a file of overlayfs, which opened it and maps it in its place; NULL while that is
 * only being opened. The kernel has no function for it.
 */
static inline struct file *vdt_overlay_below(struct file *file)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
	return file->private_data;
#else
	struct file **first = file->private_data; /* of struct ovl_file */

	return first ? *first : NULL;
#endif
}

/*
 * Such a file has the path of the one above; from 6.5 on its own beside that, from 6.7 on its own
 * in that place.
 */
static inline struct dentry *vdt_dentry_below(struct file *file)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
	return file_dentry(file);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
	return file_real_path(file)->dentry;
#else
	return file->f_path.dentry;
#endif
}

/* The path that the file was opened by, also where overlayfs opened the one below by itself. */
static inline const struct path *vdt_user_path(struct file *file)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
	return &file->f_path;
#else
	return file_user_path(file);
#endif
}

static inline struct file *vdt_reopen(struct file *file, int flags, const struct cred *cred)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
	return open_with_fake_path(&file->f_path, flags, file_inode(file), cred);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
	return dentry_open(file_real_path(file), flags, cred);
#else
	return dentry_open(&file->f_path, flags, cred);
#endif
}

/* Bytes of the digest of fs-verity; 0: the inode has none; -EOPNOTSUPP: it cannot be asked for. */
static inline int vdt_verity_digest(struct inode *inode, u8 *ret_digest, enum hash_algo *ret_hash)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
	return -EOPNOTSUPP; /* not exported */
#else
	if (!IS_ENABLED(CONFIG_FS_VERITY))
		return -EOPNOTSUPP;
	return fsverity_get_digest(inode, ret_digest, NULL, ret_hash);
#endif
}

#ifndef BTF_KFUNCS_START
#define BTF_KFUNCS_START(name) BTF_SET8_START(name)
#define BTF_KFUNCS_END(name)   BTF_SET8_END(name)
#endif

#ifndef __bpf_kfunc
#define __bpf_kfunc noinline
#endif

/* Returns the maximum segment size that the SYN cookie stands for, 0: it is none of ours. */
static inline int vdt_cookie_v4_check(const struct iphdr *ip, const struct tcphdr *tcp)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
	return __cookie_v4_check(ip, tcp, ntohl(tcp->ack_seq) - 1);
#else
	return __cookie_v4_check(ip, tcp);
#endif
}

static inline int vdt_cookie_v6_check(const struct ipv6hdr *ip, const struct tcphdr *tcp)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
	return __cookie_v6_check(ip, tcp, ntohl(tcp->ack_seq) - 1);
#else
	return __cookie_v6_check(ip, tcp);
#endif
}

/* Numbers of system calls on the 32-bit machine (i386, arm). */
enum {
	VDT_COMPAT_NR_SWAPON = 87,
	VDT_COMPAT_NR_REBOOT = 88,
	VDT_COMPAT_NR_FINIT_MODULE = IS_ENABLED(CONFIG_X86) ? 350 : 379,
	VDT_COMPAT_NR_FSMOUNT = 432,
	VDT_COMPAT_NR_MOUNT_SETATTR = 442,
};

/* On all machines; in kernels that are newer than these. */
enum { VDT_NR_OPEN_TREE_ATTR = 467 };

/* Whether the system call that the current process is in was made by its numbers. */
static inline bool vdt_is_32bit_call(void)
{
#ifdef CONFIG_X86
	return in_ia32_syscall();
#else
	return in_compat_syscall();
#endif
}

/* The numbers of x32 are those of the 64-bit machine with a bit added. */
#ifndef __X32_SYSCALL_BIT
#define __X32_SYSCALL_BIT 0
#endif

/* Whether a callback of ftrace can have another function called in the place of its own. */
#if defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS)
#define VDT_HAS_FTRACE_REDIRECT
#define VDT_FTRACE_REDIRECT_FLAGS FTRACE_OPS_FL_IPMODIFY
#elif defined(CONFIG_DYNAMIC_FTRACE_WITH_REGS)
#define VDT_HAS_FTRACE_REDIRECT
#define VDT_FTRACE_REDIRECT_FLAGS (FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_SAVE_REGS)
#endif

#ifdef VDT_HAS_FTRACE_REDIRECT
static inline void vdt_ftrace_redirect(struct ftrace_regs *regs, unsigned long to)
{
#ifndef CONFIG_DYNAMIC_FTRACE_WITH_ARGS
	instruction_pointer_set(ftrace_get_regs(regs), to);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
	ftrace_instruction_pointer_set(regs, to);
#else
	ftrace_regs_set_instruction_pointer(regs, to);
#endif
}
#endif

/* Whether the device mapper tells the root hashes of dm-verity. */
#define VDT_HAS_VERITY_ROOTS (LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0))

/*
 * Whether security_bdev_setintegrity() was told about a root hash by this type and value; then
 * *ret_digest is it, and lives as long as the value; NULL: the device has none any more.
 */
static inline bool vdt_is_verity_root(int type, const void *value, const u8 **ret_digest,
				      size_t *ret_len)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
	return false;
#else
	const struct dm_verity_digest *root = value;

	*ret_digest = root ? root->digest : NULL;
	*ret_len = root ? root->digest_len : 0;
	return type == LSM_INT_DMVERITY_ROOTHASH;
#endif
}

#endif /* VDT_COMPAT_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* The programs that stand where code comes to run, and where verified files could be changed. */
#ifndef VDT_BPF_LSM_EXEC_H
#define VDT_BPF_LSM_EXEC_H

#include "kfuncs.h"

#include <bpf/bpf_core_read.h>
#include <linux/mman.h>
#include <linux/version.h>

#define VM_EXEC 4 /* linux/mm.h */

extern int LINUX_KERNEL_VERSION __kconfig;

SEC("lsm.s/bprm_check_security")
int BPF_PROG(bprm_check_security, struct linux_binprm *bprm, int ret)
{
	return ret ?: deny_if(!bprm->file || vdt_hook_exec(bprm));
}

/* Of what is mapped, or gets another protection, the module hears only where code may be.
 *
 * Anonymous memory has no file, but the verifier, before 6.13, takes it for given: it would drop a
 * test for NULL, and read a field without catching the fault.
 */
SEC("lsm.s/mmap_file")
int BPF_PROG(mmap_file, struct file *file, unsigned long reqprot, unsigned long prot,
	     unsigned long flags, int ret)
{
	if (!(prot & PROT_EXEC))
		return ret;
	return ret ?: deny_if(vdt_hook_mmap(file, prot, flags));
}

SEC("lsm/file_mprotect")
int BPF_PROG(file_mprotect, struct vm_area_struct *vma, unsigned long reqprot, unsigned long prot,
	     int ret)
{
	if (!(prot & PROT_EXEC) && !(vma->vm_flags & VM_EXEC))
		return ret;
	return ret ?: deny_if(!vma->vm_mm || vdt_hook_mprotect(vma, prot));
}

SEC("lsm.s/kernel_read_file")
int BPF_PROG(kernel_read_file, struct file *file, int id, bool contents, int ret)
{
	return ret ?: deny_if(vdt_hook_kernel_read(file, id));
}

SEC("lsm/kernel_load_data")
int BPF_PROG(kernel_load_data, int id, bool contents, int ret)
{
	return ret ?: deny_if(vdt_hook_kernel_load(id));
}

SEC("lsm.s/file_open")
int BPF_PROG(file_open, struct file *file, int ret)
{
	const unsigned long name = bpf_core_field_offset(struct nameidata, name);

	return ret ?: deny_if(!file->f_inode || vdt_hook_file_open(file, name));
}

static __always_inline int judge_setattr(struct dentry *dentry, struct iattr *attr)
{
	return deny_if(!attr->ia_valid || vdt_hook_setattr(dentry, attr));
}

/* Before 6.9 the hook did not get the mapping of owners first. */
SEC("lsm.s/inode_setattr")
int inode_setattr(unsigned long long *ctx)
{
	if (LINUX_KERNEL_VERSION < KERNEL_VERSION(6, 9, 0))
		return judge_setattr((void *)ctx[0], (void *)ctx[1]);
	return judge_setattr((void *)ctx[1], (void *)ctx[2]);
}

SEC("lsm.s/inode_setxattr")
int BPF_PROG(inode_setxattr, struct mnt_idmap *idmap, struct dentry *dentry, const char *name,
	     const void *value, size_t size, int flags, int ret)
{
	return ret ?: deny_if(!dentry->d_inode || vdt_hook_setxattr(dentry));
}

SEC("lsm/inode_removexattr")
int BPF_PROG(inode_removexattr, struct mnt_idmap *idmap, struct dentry *dentry, const char *name,
	     int ret)
{
	__u64 number = 0;

	bpf_get_func_arg(ctx, 2, &number);
	return ret ?: deny_if(!dentry->d_inode || vdt_hook_removexattr(dentry, number));
}

SEC("lsm/file_ioctl")
int BPF_PROG(file_ioctl, struct file *file, unsigned int cmd, unsigned long arg, int ret)
{
	return ret ?: deny_if(vdt_hook_ioctl(file, cmd));
}

SEC("lsm/file_ioctl_compat")
int BPF_PROG(file_ioctl_compat, struct file *file, unsigned int cmd, unsigned long arg, int ret)
{
	return ret ?: deny_if(vdt_hook_ioctl(file, cmd));
}

SEC("lsm/uring_cmd")
int BPF_PROG(uring_cmd, struct io_uring_cmd *cmd, int ret)
{
	return ret ?: deny_if(!cmd->file || vdt_hook_ring_command(cmd));
}

/* The verifier gives no program a pointer to const void, but its value as a number. */
SEC("lsm/bdev_setintegrity")
int BPF_PROG(bdev_setintegrity, struct block_device *bdev, int type, const void *value, size_t size,
	     int ret)
{
	__u64 number = 0;

	bpf_get_func_arg(ctx, 2, &number);
	return ret ?: deny_if(!bdev->bd_dev || vdt_hook_verity_root(bdev, type, number));
}

SEC("lsm/bdev_free_security")
int BPF_PROG(bdev_free_security, struct block_device *bdev)
{
	if (bdev->bd_dev)
		vdt_hook_bdev_free(bdev);
	return 0;
}

#endif /* VDT_BPF_LSM_EXEC_H */

// SPDX-License-Identifier: GPL-2.0-only
#include "integrity.h"

int vdt_integrity_exec(struct linux_binprm *bprm)
{
	return 0;
}

int vdt_integrity_mmap(struct file *file, unsigned long prot, unsigned long flags)
{
	return 0;
}

int vdt_integrity_mprotect(const struct vm_area_struct *vma, unsigned long prot)
{
	return 0;
}

int vdt_integrity_kernel_read(struct file *file, int id)
{
	return 0;
}

int vdt_integrity_kernel_load(int id)
{
	return 0;
}

int vdt_integrity_open(struct file *file)
{
	return 0;
}

int vdt_integrity_truncate(const struct path *path)
{
	return 0;
}

int vdt_integrity_xattr(const struct dentry *dentry)
{
	return 0;
}

int vdt_integrity_ioctl(struct file *file, unsigned int cmd)
{
	return 0;
}

int vdt_integrity_ptrace(const struct task_struct *child, unsigned int mode)
{
	return 0;
}

int vdt_integrity_traceme(const struct task_struct *parent)
{
	return 0;
}

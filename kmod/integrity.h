/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hooks of integrity: where code comes to run, where memory becomes executable, where the
 * kernel loads for itself, and where verified files could be changed. Each asks the policy for the
 * mode of its kind, judges, and reports. All return 0, or -EACCES to refuse.
 */
#ifndef VDT_INTEGRITY_H
#define VDT_INTEGRITY_H

#include <linux/types.h>

struct dentry;
struct file;
struct iattr;
struct linux_binprm;
struct task_struct;
struct vm_area_struct;

/* A program, or an interpreter of one, is to be executed. Sleeps. */
int vdt_integrity_exec(struct linux_binprm *bprm);

/* Something is to be mapped with PROT_EXEC, file may be NULL: anonymous memory. Sleeps. */
int vdt_integrity_mmap(struct file *file, unsigned long prot, unsigned long flags);

/* The protection of a mapping changes that is executable, or becomes so. Under its mmap_lock, does
 * not sleep.
 */
int vdt_integrity_mprotect(const struct vm_area_struct *vma, unsigned long prot);

/* The kernel reads a file to use it, enum kernel_read_file_id. Sleeps. */
int vdt_integrity_kernel_read(struct file *file, int id);

/* The kernel takes data that no file stands behind, enum kernel_load_data_id. */
int vdt_integrity_kernel_load(int id);

/*
 * A file is to be opened, by the name that struct nameidata, which only its own source knows, has
 * at this offset. Sleeps.
 */
int vdt_integrity_open(struct file *file, size_t name_offset);

/* Attributes of a file are to change, and with ATTR_SIZE its size. Sleeps. */
int vdt_integrity_setattr(struct dentry *dentry, const struct iattr *attr);

/* An extended attribute of a file is to be set, or removed. The latter does not sleep. */
int vdt_integrity_setxattr(const struct dentry *dentry);
int vdt_integrity_removexattr(const struct dentry *dentry, const char *name);

/* A request to a device, or any other file. */
int vdt_integrity_ioctl(struct file *file, unsigned int cmd);

/* The current task is to look into the child, PTRACE_MODE_*; or to be traced by the parent. */
int vdt_integrity_ptrace(const struct task_struct *child, unsigned int mode);
int vdt_integrity_traceme(const struct task_struct *parent);

#endif /* VDT_INTEGRITY_H */

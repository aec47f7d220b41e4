/* SPDX-License-Identifier: GPL-2.0-only */
/* What the programs use of the kernel's types; the loader fits them to the running kernel (CO-RE).
 */
#ifndef VDT_BPF_KERNEL_H
#define VDT_BPF_KERNEL_H

#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>

struct cred;
struct fown_struct;
struct inode;
struct kernel_siginfo;
struct mm_struct;
struct mnt_idmap;
struct rlimit;
struct user_namespace;

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct socket {
	short type;
};

struct sockaddr {
	unsigned short sa_family;
};

struct file {
	struct inode *f_inode;
};

struct io_uring_cmd {
	struct file *file;
};

struct dentry {
	struct inode *d_inode;
};

struct path {
	struct dentry *dentry;
};

struct nameidata {
	void *name;
};

struct iattr {
	unsigned int ia_valid;
};

struct linux_binprm {
	struct file *file;
};

struct block_device {
	unsigned int bd_dev;
};

struct vm_area_struct {
	struct mm_struct *vm_mm;
	unsigned long vm_flags;
};

struct task_struct {
	int tgid;
};

struct bpf_prog {
	unsigned int len;
};

struct bpf_iter_meta {
	__u64 seq_num;
};

struct bpf_iter__bpf_prog {
	struct bpf_iter_meta *meta;
	struct bpf_prog *prog;
};

#pragma clang attribute pop

#endif /* VDT_BPF_KERNEL_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* What the module does for the programs, kmod/kfuncs.c. Those of the hooks return 0 or -EACCES. */
#ifndef VDT_BPF_KFUNCS_H
#define VDT_BPF_KFUNCS_H

#include "kernel.h"

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <linux/errno.h>

extern int vdt_hook_socket_create(int family, int type, int kern) __ksym;
extern int vdt_hook_socket_bind(struct socket *sock, struct sockaddr *address, int len) __ksym;
extern int vdt_hook_socket_listen(struct socket *sock) __ksym;
extern int vdt_hook_socket_accept(struct socket *sock) __ksym;
extern int vdt_hook_socket_connect(struct socket *sock, struct sockaddr *address, int len) __ksym;
extern int vdt_hook_prctl(int option, unsigned long arg2) __ksym;

extern int vdt_hook_exec(struct linux_binprm *bprm) __ksym;
extern int vdt_hook_mmap(struct file *file, unsigned long prot, unsigned long flags) __ksym;
extern int vdt_hook_mprotect(struct vm_area_struct *vma, unsigned long prot) __ksym;
extern int vdt_hook_kernel_read(struct file *file, int id) __ksym;
extern int vdt_hook_kernel_load(int id) __ksym;
extern int vdt_hook_file_open(struct file *file, unsigned long name_offset) __ksym;
extern int vdt_hook_setattr(struct dentry *dentry, struct iattr *attr) __ksym;
extern int vdt_hook_setxattr(struct dentry *dentry) __ksym;
extern int vdt_hook_removexattr(struct dentry *dentry, unsigned long name) __ksym;
extern int vdt_hook_ioctl(struct file *file, unsigned int cmd) __ksym;
extern int vdt_hook_ring_command(struct io_uring_cmd *cmd) __ksym;
extern int vdt_hook_verity_root(struct block_device *bdev, int type, unsigned long value) __ksym;
extern int vdt_hook_bdev_free(struct block_device *bdev) __ksym;
extern int vdt_hook_ptrace(struct task_struct *child, unsigned int mode) __ksym;
extern int vdt_hook_traceme(struct task_struct *parent) __ksym;

extern int vdt_hook_bpf(int cmd, unsigned int type) __ksym;
extern int vdt_hook_capable(int cap, unsigned int opts) __ksym;
extern int vdt_hook_lockdown(int what) __ksym;
extern int vdt_hook_kill(struct task_struct *task, int signal) __ksym;
extern int vdt_hook_sigio(struct task_struct *task) __ksym;
extern int vdt_hook_schedule(struct task_struct *task) __ksym;
extern int vdt_hook_limit(struct task_struct *task) __ksym;
extern int vdt_hook_perf(void) __ksym;
extern int vdt_hook_notify(unsigned long long mask) __ksym;
extern int vdt_hook_mount(const struct path *path, unsigned long flags) __ksym;
extern int vdt_hook_move_mount(const struct path *from) __ksym;
extern int vdt_hook_pivot(void) __ksym;

/* Takes a program of the walk over all; the one that is NULL is the end. */
extern void vdt_hook_program(struct bpf_prog *prog, bool first) __ksym;
extern void vdt_hook_programs_end(void) __ksym;

/* Returns whether the frame is to be dropped. */
extern int vdt_hook_xdp(struct xdp_md *ctx) __ksym;

/* The verifier wants to see the errno. -EACCES, for 6.12 takes no program in which clang made a
 * negation out of it, as it does of -EPERM.
 */
static __always_inline int deny_if(int refused)
{
	return refused ? -EACCES : 0;
}

#endif /* VDT_BPF_KFUNCS_H */

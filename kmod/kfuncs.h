/* SPDX-License-Identifier: GPL-2.0-only */
/* What the programs of bpf/ call. */
#ifndef VDT_KFUNCS_H
#define VDT_KFUNCS_H

#include <linux/types.h>

/*
 * Offers the functions to BPF. A kernel without BPF, or a module without its type information, is
 * no error: *ret_missing then says what is missing, a text that lasts, or else becomes NULL.
 * There is nothing to undo: the kernel does it with the module.
 */
int vdt_kfuncs_init(const char **ret_missing);

struct bpf_prog;
struct dentry;
struct file;
struct iattr;
struct linux_binprm;
struct sockaddr;
struct socket;
struct task_struct;
struct vm_area_struct;
struct xdp_md;

/* Whether a loaded program calls the function, one of those below. */
bool vdt_kfuncs_calls(const struct bpf_prog *prog, const void *function);

/* The functions themselves; kmod/sockets.h, integrity.h, protect.h,
 * bpf_guard.h and xdp.h say what they do. */
int vdt_hook_socket_create(int family, int type, int kern);
int vdt_hook_socket_bind(struct socket *sock, struct sockaddr *address, int len);
int vdt_hook_socket_listen(struct socket *sock);
int vdt_hook_socket_accept(struct socket *sock);
int vdt_hook_socket_connect(struct socket *sock, struct sockaddr *address, int len);
int vdt_hook_prctl(int option, unsigned long arg2);
int vdt_hook_exec(struct linux_binprm *bprm);
int vdt_hook_mmap(struct file *file, unsigned long prot, unsigned long flags);
int vdt_hook_mprotect(struct vm_area_struct *vma, unsigned long prot);
int vdt_hook_kernel_read(struct file *file, int id);
int vdt_hook_kernel_load(int id);
int vdt_hook_file_open(struct file *file, unsigned long name_offset);
int vdt_hook_setattr(struct dentry *dentry, struct iattr *attr);
int vdt_hook_setxattr(struct dentry *dentry);
int vdt_hook_removexattr(struct dentry *dentry, unsigned long name);
int vdt_hook_ioctl(struct file *file, unsigned int cmd);
int vdt_hook_verity_root(struct block_device *bdev, int type, unsigned long value);
int vdt_hook_ring_command(struct io_uring_cmd *cmd);
int vdt_hook_bdev_free(struct block_device *bdev);
int vdt_hook_ptrace(struct task_struct *child, unsigned int mode);
int vdt_hook_traceme(struct task_struct *parent);
int vdt_hook_bpf(int cmd, unsigned int type);
int vdt_hook_capable(int cap, unsigned int opts);
int vdt_hook_lockdown(int what);
int vdt_hook_kill(struct task_struct *task, int signal);
int vdt_hook_sigio(struct task_struct *task);
int vdt_hook_schedule(struct task_struct *task);
int vdt_hook_limit(struct task_struct *task);
int vdt_hook_perf(void);
int vdt_hook_notify(u64 mask);
int vdt_hook_mount(const struct path *path, unsigned long flags);
int vdt_hook_move_mount(const struct path *from);
int vdt_hook_pivot(void);
void vdt_hook_program(struct bpf_prog *prog, bool first);
void vdt_hook_programs_end(void);
int vdt_hook_xdp(struct xdp_md *ctx);

#endif /* VDT_KFUNCS_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The programs only call; what becomes of the call is decided behind these functions. On 6.1 they
 * carry no flag that asks for trusted pointers: that kernel takes only the other kind for one.
 */
#include <linux/binfmts.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/module.h>
#include <linux/socket.h>

#include "bpf_guard.h"
#include "compat.h"
#include "devices.h"
#include "integrity.h"
#include "kfuncs.h"
#include "protect.h"
#include "protect_files.h"
#include "roots.h"
#include "sockets.h"
#include "xdp.h"

__bpf_kfunc int vdt_hook_socket_create(int family, int type, int kern)
{
	return vdt_socket_create(family, type, kern);
}

__bpf_kfunc int vdt_hook_socket_bind(struct socket *sock, struct sockaddr *address, int len)
{
	return vdt_socket_bind(sock, address, len);
}

__bpf_kfunc int vdt_hook_socket_listen(struct socket *sock)
{
	return vdt_socket_listen(sock);
}

__bpf_kfunc int vdt_hook_socket_accept(struct socket *sock)
{
	return vdt_socket_accept(sock);
}

__bpf_kfunc int vdt_hook_socket_connect(struct socket *sock, struct sockaddr *address, int len)
{
	return vdt_socket_connect(sock, address, len);
}

__bpf_kfunc int vdt_hook_prctl(int option, unsigned long arg2)
{
	return vdt_socket_prctl(option, arg2);
}

__bpf_kfunc int vdt_hook_exec(struct linux_binprm *bprm)
{
	return vdt_integrity_exec(bprm) ?: vdt_protect_exec(bprm);
}

__bpf_kfunc int vdt_hook_mmap(struct file *file, unsigned long prot, unsigned long flags)
{
	return vdt_integrity_mmap(file, prot, flags);
}

__bpf_kfunc int vdt_hook_mprotect(struct vm_area_struct *vma, unsigned long prot)
{
	return vdt_integrity_mprotect(vma, prot);
}

__bpf_kfunc int vdt_hook_kernel_read(struct file *file, int id)
{
	return vdt_integrity_kernel_read(file, id);
}

__bpf_kfunc int vdt_hook_kernel_load(int id)
{
	return vdt_integrity_kernel_load(id);
}

__bpf_kfunc int vdt_hook_file_open(struct file *file, unsigned long name_offset)
{
	return vdt_protect_open(file) ?: vdt_integrity_open(file, name_offset);
}

__bpf_kfunc int vdt_hook_setattr(struct dentry *dentry, struct iattr *attr)
{
	return vdt_integrity_setattr(dentry, attr);
}

__bpf_kfunc int vdt_hook_setxattr(struct dentry *dentry)
{
	return vdt_integrity_setxattr(dentry);
}

/* To the verifier a pointer to characters is a number. */
__bpf_kfunc int vdt_hook_removexattr(struct dentry *dentry, unsigned long name)
{
	return vdt_integrity_removexattr(dentry, (const char *)name);
}

__bpf_kfunc int vdt_hook_ioctl(struct file *file, unsigned int cmd)
{
	return vdt_integrity_ioctl(file, cmd);
}

__bpf_kfunc int vdt_hook_ring_command(struct io_uring_cmd *cmd)
{
	return vdt_devices_ring(cmd);
}

/* To the verifier a pointer to anything is a number. */
__bpf_kfunc int vdt_hook_verity_root(struct block_device *bdev, int type, unsigned long value)
{
	vdt_roots_set(bdev, type, (const void *)value);
	return 0;
}

__bpf_kfunc int vdt_hook_bdev_free(struct block_device *bdev)
{
	vdt_roots_forget(bdev);
	return 0;
}

__bpf_kfunc int vdt_hook_ptrace(struct task_struct *child, unsigned int mode)
{
	return vdt_integrity_ptrace(child, mode) ?: vdt_protect_ptrace(child, mode);
}

__bpf_kfunc int vdt_hook_traceme(struct task_struct *parent)
{
	return vdt_integrity_traceme(parent);
}

__bpf_kfunc int vdt_hook_bpf(int cmd, unsigned int type)
{
	return vdt_bpf_guard_call(cmd, type);
}

__bpf_kfunc int vdt_hook_capable(int cap, unsigned int opts)
{
	return vdt_protect_capability(cap, opts);
}

__bpf_kfunc int vdt_hook_lockdown(int what)
{
	return vdt_protect_lockdown(what);
}

__bpf_kfunc int vdt_hook_kill(struct task_struct *task, int signal)
{
	return vdt_protect_kill(task, signal);
}

__bpf_kfunc int vdt_hook_sigio(struct task_struct *task)
{
	return vdt_protect_sigio(task);
}

__bpf_kfunc int vdt_hook_schedule(struct task_struct *task)
{
	return vdt_protect_schedule(task);
}

__bpf_kfunc int vdt_hook_limit(struct task_struct *task)
{
	return vdt_protect_limit(task);
}

__bpf_kfunc int vdt_hook_perf(void)
{
	return vdt_protect_perf();
}

__bpf_kfunc int vdt_hook_notify(u64 mask)
{
	return vdt_protect_notify(mask);
}

__bpf_kfunc int vdt_hook_mount(const struct path *path, unsigned long flags)
{
	return vdt_protect_mount(path, flags);
}

__bpf_kfunc int vdt_hook_move_mount(const struct path *from)
{
	return vdt_protect_move(from);
}

__bpf_kfunc int vdt_hook_pivot(void)
{
	return vdt_protect_pivot();
}

__bpf_kfunc void vdt_hook_program(struct bpf_prog *prog, bool first)
{
	vdt_bpf_guard_see(prog, first);
}

__bpf_kfunc void vdt_hook_programs_end(void)
{
	vdt_bpf_guard_see(NULL, false);
}

/* What XDP programs know as struct xdp_md is a struct xdp_buff. */
__bpf_kfunc int vdt_hook_xdp(struct xdp_md *ctx)
{
	return vdt_xdp_drop((const struct xdp_buff *)ctx);
}

BTF_KFUNCS_START(lsm_ids)
BTF_ID_FLAGS(func, vdt_hook_socket_create, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_socket_bind, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_socket_listen, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_socket_accept, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_socket_connect, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_prctl, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_exec, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_mmap, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_kernel_read, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_file_open, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_setattr, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_mprotect)
BTF_ID_FLAGS(func, vdt_hook_kernel_load)
BTF_ID_FLAGS(func, vdt_hook_setxattr)
BTF_ID_FLAGS(func, vdt_hook_removexattr)
BTF_ID_FLAGS(func, vdt_hook_ioctl)
BTF_ID_FLAGS(func, vdt_hook_ring_command)
BTF_ID_FLAGS(func, vdt_hook_verity_root)
BTF_ID_FLAGS(func, vdt_hook_bdev_free)
BTF_ID_FLAGS(func, vdt_hook_ptrace)
BTF_ID_FLAGS(func, vdt_hook_traceme)
BTF_ID_FLAGS(func, vdt_hook_bpf, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_mount, KF_SLEEPABLE)
BTF_ID_FLAGS(func, vdt_hook_capable)
BTF_ID_FLAGS(func, vdt_hook_lockdown)
BTF_ID_FLAGS(func, vdt_hook_kill)
BTF_ID_FLAGS(func, vdt_hook_sigio)
BTF_ID_FLAGS(func, vdt_hook_schedule)
BTF_ID_FLAGS(func, vdt_hook_limit)
BTF_ID_FLAGS(func, vdt_hook_perf)
BTF_ID_FLAGS(func, vdt_hook_notify)
BTF_ID_FLAGS(func, vdt_hook_move_mount)
BTF_ID_FLAGS(func, vdt_hook_pivot)
BTF_ID_FLAGS(func, vdt_hook_program)
BTF_ID_FLAGS(func, vdt_hook_programs_end)
BTF_KFUNCS_END(lsm_ids)

BTF_KFUNCS_START(xdp_ids)
BTF_ID_FLAGS(func, vdt_hook_xdp)
BTF_KFUNCS_END(xdp_ids)

static const struct btf_kfunc_id_set lsm_set = {.owner = THIS_MODULE, .set = &lsm_ids};

static const struct btf_kfunc_id_set xdp_set = {.owner = THIS_MODULE, .set = &xdp_ids};

/* The verifier leaves such a call as an offset, as fixup_kfunc_call() does on our machines. */
bool vdt_kfuncs_calls(const struct bpf_prog *prog, const void *function)
{
	const struct bpf_insn *insn = prog->insnsi, *end = insn + prog->len;

	for (; insn < end; insn++)
		if (insn->code == (BPF_JMP | BPF_CALL) && insn->src_reg == BPF_PSEUDO_KFUNC_CALL &&
		    insn->imm == (s32)BPF_CALL_IMM(function))
			return true;
	return false;
}

static const char *find_missing(void)
{
	if (!IS_ENABLED(CONFIG_BPF_SYSCALL))
		return "the kernel has no BPF";
#ifdef CONFIG_DEBUG_INFO_BTF_MODULES
	if (THIS_MODULE->btf_data_size)
		return NULL;
	return "the module was built without type information (BTF)";
#else
	return "the kernel keeps no type information of modules (BTF)";
#endif
}

int vdt_kfuncs_init(const char **ret_missing)
{
	int err;

	*ret_missing = find_missing();
	if (*ret_missing)
		return 0;
	err = register_btf_kfunc_id_set(BPF_PROG_TYPE_XDP, &xdp_set);
	if (!err && IS_ENABLED(CONFIG_BPF_LSM))
		err = register_btf_kfunc_id_set(BPF_PROG_TYPE_LSM, &lsm_set);
	return err;
}

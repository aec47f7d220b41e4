// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hook of capabilities does not say what for one is asked. The registers with which the process
 * came into the kernel do, and nobody but the kernel changes them while it is inside.
 */
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/unistd.h>
#include <uapi/linux/mount.h>

#include <asm/syscall.h>

#include "calls.h"
#include "compat.h"

enum { ARGUMENTS = 6 };

static enum vdt_call reboot_call(void)
{
	unsigned long args[ARGUMENTS];

	syscall_get_arguments(current, task_pt_regs(current), args);
	return vdt_lock_allows_reboot(args[2]) ? VDT_CALL_REBOOT : VDT_CALL_OTHER;
}

static enum vdt_call fsmount_call(void)
{
	unsigned long args[ARGUMENTS];

	syscall_get_arguments(current, task_pt_regs(current), args);
	return args[2] & MOUNT_ATTR_NOEXEC ? VDT_CALL_OTHER : VDT_CALL_FSMOUNT;
}

static enum vdt_call native_call(int number)
{
	switch (number) {
	case __NR_finit_module:
		return VDT_CALL_FINIT_MODULE;
	case __NR_fsmount:
		return fsmount_call();
	case __NR_mount_setattr:
	case VDT_NR_OPEN_TREE_ATTR:
		return VDT_CALL_MOUNT_SETATTR;
	case __NR_swapon:
		return VDT_CALL_SWAPON;
	case __NR_reboot:
		return reboot_call();
	default:
		return VDT_CALL_OTHER;
	}
}

/* Of programs for the 32-bit machine. */
static enum vdt_call compat_call(int number)
{
	switch (number) {
	case VDT_COMPAT_NR_FINIT_MODULE:
		return VDT_CALL_FINIT_MODULE;
	case VDT_COMPAT_NR_FSMOUNT:
		return fsmount_call();
	case VDT_COMPAT_NR_MOUNT_SETATTR:
	case VDT_NR_OPEN_TREE_ATTR:
		return VDT_CALL_MOUNT_SETATTR;
	case VDT_COMPAT_NR_SWAPON:
		return VDT_CALL_SWAPON;
	case VDT_COMPAT_NR_REBOOT:
		return reboot_call();
	default:
		return VDT_CALL_OTHER;
	}
}

enum vdt_call vdt_call_current(void)
{
	int number;

	if (!in_task() || current->flags & (PF_KTHREAD | PF_IO_WORKER))
		return VDT_CALL_OTHER;
	number = syscall_get_nr(current, task_pt_regs(current));
	return vdt_is_32bit_call() ? compat_call(number) : native_call(number & ~__X32_SYSCALL_BIT);
}

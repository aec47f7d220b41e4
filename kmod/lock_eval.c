// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "lock_eval.h"

/*
 * mount_setattr() would take noexec away, and fsmount() leave it out; from what that makes programs
 * can be executed before it is attached anywhere. Neither has a hook of its own. Who swaps memory
 * to a device that he can write writes to the memory of all processes.
 */
bool vdt_lock_allows_capability(int cap, enum vdt_call call, bool judged)
{
	switch (cap) {
	case CAP_SYS_MODULE:
		return judged && call == VDT_CALL_FINIT_MODULE;
	case CAP_SYS_BOOT:
		return call == VDT_CALL_REBOOT;
	case CAP_SYS_RAWIO:
		return false;
	case CAP_SYS_ADMIN:
		return call != VDT_CALL_FSMOUNT && call != VDT_CALL_MOUNT_SETATTR &&
		       call != VDT_CALL_SWAPON;
	default:
		return true;
	}
}

bool vdt_lock_allows_reboot(u32 cmd)
{
	switch (cmd) {
	case LINUX_REBOOT_CMD_RESTART:
	case LINUX_REBOOT_CMD_RESTART2:
	case LINUX_REBOOT_CMD_HALT:
	case LINUX_REBOOT_CMD_POWER_OFF:
	case LINUX_REBOOT_CMD_CAD_ON:
	case LINUX_REBOOT_CMD_CAD_OFF:
		return true;
	default:
		return false;
	}
}

bool vdt_lock_allows_bpf(int cmd)
{
	switch (cmd) {
	case BPF_MAP_LOOKUP_ELEM:
	case BPF_MAP_LOOKUP_BATCH:
	case BPF_MAP_GET_NEXT_KEY:
	case BPF_PROG_GET_NEXT_ID:
	case BPF_MAP_GET_NEXT_ID:
	case BPF_BTF_GET_NEXT_ID:
	case BPF_LINK_GET_NEXT_ID:
	case BPF_OBJ_GET_INFO_BY_FD:
	case BPF_PROG_QUERY:
	case BPF_TASK_FD_QUERY:
		return true;
	default:
		return false;
	}
}

/* In the order in which the kernel looks at them, path_mount() in fs/namespace.c. */
bool vdt_lock_allows_mount(unsigned long flags, bool noexec)
{
	if (flags & MS_REMOUNT)
		return !noexec || flags & MS_NOEXEC;
	if (flags & MS_BIND)
		return false;
	if (flags & (MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE))
		return true;
	return !(flags & MS_MOVE) && flags & MS_NOEXEC;
}

bool vdt_lock_allows_group_file(const char *name)
{
	return !strcmp(name, "cgroup.procs") || !strcmp(name, "cgroup.threads") ||
	       !strcmp(name, "tasks");
}

/* SysRq kills processes and stops all writing to disk; keys that do it can be made by software. */
bool vdt_lock_allows_proc_file(const char *folder, const char *name)
{
	return strcmp(name, "sysrq-trigger") && (strcmp(folder, "kernel") || strcmp(name, "sysrq"));
}

/* Those that see packets, sockets or devices of a control group, and nothing else. */
bool vdt_lock_is_reaching(u32 type)
{
	switch (type) {
	case BPF_PROG_TYPE_SOCKET_FILTER:
	case BPF_PROG_TYPE_SCHED_CLS:
	case BPF_PROG_TYPE_SCHED_ACT:
	case BPF_PROG_TYPE_XDP:
	case BPF_PROG_TYPE_CGROUP_SKB:
	case BPF_PROG_TYPE_CGROUP_SOCK:
	case BPF_PROG_TYPE_CGROUP_DEVICE:
	case BPF_PROG_TYPE_CGROUP_SOCK_ADDR:
	case BPF_PROG_TYPE_CGROUP_SYSCTL:
	case BPF_PROG_TYPE_CGROUP_SOCKOPT:
	case BPF_PROG_TYPE_LWT_IN:
	case BPF_PROG_TYPE_LWT_OUT:
	case BPF_PROG_TYPE_LWT_XMIT:
	case BPF_PROG_TYPE_LWT_SEG6LOCAL:
	case BPF_PROG_TYPE_SOCK_OPS:
	case BPF_PROG_TYPE_SK_SKB:
	case BPF_PROG_TYPE_SK_MSG:
	case BPF_PROG_TYPE_SK_REUSEPORT:
	case BPF_PROG_TYPE_SK_LOOKUP:
	case BPF_PROG_TYPE_FLOW_DISSECTOR:
	case BPF_PROG_TYPE_LIRC_MODE2:
		return false;
	default:
		return true;
	}
}

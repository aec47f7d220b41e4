/* SPDX-License-Identifier: GPL-2.0-only */
/* The programs that protect the enforcement itself. */
#ifndef VDT_BPF_LSM_PROTECT_H
#define VDT_BPF_LSM_PROTECT_H

#include "kfuncs.h"

#include <linux/capability.h>

SEC("lsm/ptrace_access_check")
int BPF_PROG(ptrace_access_check, struct task_struct *child, unsigned int mode, int ret)
{
	return ret ?: deny_if(!child->tgid || vdt_hook_ptrace(child, mode));
}

SEC("lsm/ptrace_traceme")
int BPF_PROG(ptrace_traceme, struct task_struct *parent, int ret)
{
	return ret ?: deny_if(vdt_hook_traceme(parent));
}

SEC("lsm.s/bpf")
int BPF_PROG(bpf, int cmd, union bpf_attr *attr, unsigned int size, int ret)
{
	return ret ?: deny_if(vdt_hook_bpf(cmd, cmd == BPF_PROG_LOAD ? attr->prog_type : 0));
}

/* Asked many times a second, so the module hears only of the few that matter to it. */
SEC("lsm/capable")
int BPF_PROG(capable, const struct cred *cred, struct user_namespace *ns, int cap,
	     unsigned int opts, int ret)
{
	if (cap != CAP_SYS_MODULE && cap != CAP_SYS_BOOT && cap != CAP_SYS_RAWIO &&
	    cap != CAP_SYS_ADMIN)
		return ret;
	return ret ?: deny_if(vdt_hook_capable(cap, opts));
}

SEC("lsm/locked_down")
int BPF_PROG(locked_down, int what, int ret)
{
	return ret ?: deny_if(vdt_hook_lockdown(what));
}

SEC("lsm/task_kill")
int BPF_PROG(task_kill, struct task_struct *task, struct kernel_siginfo *info, int signal,
	     const struct cred *cred, int ret)
{
	return ret ?: deny_if(vdt_hook_kill(task, signal));
}

SEC("lsm/file_send_sigiotask")
int BPF_PROG(file_send_sigiotask, struct task_struct *task, struct fown_struct *owner, int signal,
	     int ret)
{
	return ret ?: deny_if(vdt_hook_sigio(task));
}

SEC("lsm/task_setscheduler")
int BPF_PROG(task_setscheduler, struct task_struct *task, int ret)
{
	return ret ?: deny_if(vdt_hook_schedule(task));
}

SEC("lsm/task_setnice")
int BPF_PROG(task_setnice, struct task_struct *task, int nice, int ret)
{
	return ret ?: deny_if(vdt_hook_schedule(task));
}

SEC("lsm/task_setrlimit")
int BPF_PROG(task_setrlimit, struct task_struct *task, unsigned int resource,
	     struct rlimit *new_limit, int ret)
{
	return ret ?: deny_if(vdt_hook_limit(task));
}

/* Has other arguments from one kernel to the next. */
SEC("lsm/perf_event_open")
int BPF_PROG(perf_event_open)
{
	return deny_if(vdt_hook_perf());
}

SEC("lsm/path_notify")
int BPF_PROG(path_notify, const struct path *path, unsigned long long mask, unsigned int type,
	     int ret)
{
	return ret ?: deny_if(vdt_hook_notify(mask));
}

SEC("lsm.s/sb_mount")
int BPF_PROG(sb_mount, const char *device, const struct path *path, const char *type,
	     unsigned long flags, void *data, int ret)
{
	return ret ?: deny_if(!path->dentry || vdt_hook_mount(path, flags));
}

SEC("lsm/move_mount")
int BPF_PROG(move_mount, const struct path *from, const struct path *to, int ret)
{
	return ret ?: deny_if(vdt_hook_move_mount(from));
}

SEC("lsm/sb_pivotroot")
int BPF_PROG(sb_pivotroot)
{
	return deny_if(vdt_hook_pivot());
}

#endif /* VDT_BPF_LSM_PROTECT_H */

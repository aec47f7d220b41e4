/* SPDX-License-Identifier: GPL-2.0-only */
/* The programs that protect the enforcement itself. */
#ifndef VDT_BPF_LSM_PROTECT_H
#define VDT_BPF_LSM_PROTECT_H

#include "kfuncs.h"

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

#endif /* VDT_BPF_LSM_PROTECT_H */

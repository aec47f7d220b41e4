/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What strangers may not do once the device is locked. All return 0 or -EACCES, which leaves an
 * event, and 0 while the device is not locked. None sleeps.
 */
#ifndef VDT_PROTECT_H
#define VDT_PROTECT_H

#include <linux/types.h>

struct linux_binprm;
struct path;
struct task_struct;

/* cap: CAP_*; opts: CAP_OPT_*. Any context. */
int vdt_protect_capability(int cap, unsigned int opts);

/* what: enum lockdown_reason; all that the kernel's own lockdown knows. Any context. */
int vdt_protect_lockdown(int what);

/* A signal for our processes; those of strangers are theirs. */
int vdt_protect_kill(struct task_struct *task, int signal);
/* The same of a file's owner, in any context; task is held by RCU. */
int vdt_protect_sigio(struct task_struct *task);
/* mode: PTRACE_MODE_*. The caller holds the task's alloc_lock. */
int vdt_protect_ptrace(const struct task_struct *task, unsigned int mode);
/* One of our programs executed by a stranger or under a tracer; vedetted by a stranger is, but as
 * programs are that have more rights than who starts them. */
int vdt_protect_exec(struct linux_binprm *bprm);
/* Its priority, processors, scheduling class. */
int vdt_protect_schedule(struct task_struct *task);
/* Its resource limits. The caller holds the alloc_lock of the group's leader. */
int vdt_protect_limit(const struct task_struct *task);

/* mask: FS_*, what a process wants to hear of a file, or to be asked for. */
int vdt_protect_notify(u64 mask);

int vdt_protect_perf(void);

/* flags: MS_*, where a mount comes to be at path, or changes there. */
int vdt_protect_mount(const struct path *path, unsigned long flags);
/* The mount of `from` is attached elsewhere. */
int vdt_protect_move(const struct path *from);
int vdt_protect_pivot(void);

#endif /* VDT_PROTECT_H */

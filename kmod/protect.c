// SPDX-License-Identifier: GPL-2.0-only
#include <linux/binfmts.h>
#include <linux/capability.h>
#include <linux/fsnotify_backend.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/security.h>
#include <linux/spinlock.h>

#include "calls.h"
#include "denials.h"
#include "lock.h"
#include "policy.h"
#include "programs.h"
#include "protect.h"

/* In an interrupt nobody in particular did it, and no event can be left. */
static int refuse(const char *what)
{
	const struct vdt_denial denial = {
		.kind = VEDETTE_INTEGRITY_KIND_LOCK,
		.reason = VEDETTE_INTEGRITY_REASON_LOCKED,
		.text = what,
	};

	if (in_task() && !irqs_disabled())
		vdt_denial_report(&denial);
	return -EACCES;
}

static bool is_of_kernel(void)
{
	return current->flags & PF_KTHREAD;
}

static bool is_self(const struct task_struct *task)
{
	return task->signal == current->signal;
}

/* Whether the policy has modules judged by their signature. */
static bool are_modules_judged(void)
{
	bool judged;

	rcu_read_lock();
	judged = vdt_lock_judges_modules(vdt_policy_rcu());
	rcu_read_unlock();
	return judged;
}

static const char *capability_name(int cap)
{
	switch (cap) {
	case CAP_SYS_MODULE:
		return "kernel module put in or taken out";
	case CAP_SYS_BOOT:
		return "other kernel to be started";
	case CAP_SYS_RAWIO:
		return "raw access to devices";
	default:
		return "attributes of a mount, or swap";
	}
}

int vdt_protect_capability(int cap, unsigned int opts)
{
	if (!vdt_locked() || is_of_kernel() ||
	    vdt_lock_allows_capability(cap, vdt_call_current(), are_modules_judged()))
		return 0;
	return opts & CAP_OPT_NOAUDIT ? -EACCES : refuse(capability_name(cap));
}

/* The kernel has a list, but not for modules. */
static const char *lockdown_name(int what)
{
	static const char *const names[] = {
		[LOCKDOWN_MODULE_SIGNATURE] = "unsigned kernel module",
		[LOCKDOWN_DEV_MEM] = "/dev/mem, kmem, port",
		[LOCKDOWN_KEXEC] = "kexec of an unsigned kernel",
		[LOCKDOWN_HIBERNATION] = "hibernation",
		[LOCKDOWN_PCI_ACCESS] = "raw PCI access",
		[LOCKDOWN_IOPORT] = "raw I/O ports",
		[LOCKDOWN_MSR] = "raw MSR access",
		[LOCKDOWN_ACPI_TABLES] = "other ACPI tables",
		[LOCKDOWN_DEBUGFS] = "debugfs",
		[LOCKDOWN_KCORE] = "/proc/kcore",
		[LOCKDOWN_KPROBES] = "kprobes",
		[LOCKDOWN_TRACEFS] = "tracefs",
	};

	return what >= 0 && what < ARRAY_SIZE(names) && names[what] ? names[what]
								    : "kernel lockdown";
}

/* A module without the kernel's signature may have ours. */
int vdt_protect_lockdown(int what)
{
	if (!vdt_locked() || (what == LOCKDOWN_MODULE_SIGNATURE && are_modules_judged()))
		return 0;
	return refuse(lockdown_name(what));
}

/*
 * Such hooks are asked under the task's alloc_lock, or tasklist_lock when a signal or a priority is
 * for more than one process; waking who reads events takes those locks as well.
 */
static int refuse_task(const char *what, const struct task_struct *task)
{
	char text[VDT_EVENT_TEXT_MAX + 1];

	snprintf(text, sizeof(text), "%s process %d", what, task->tgid);
	vdt_denial_report_later(&(struct vdt_denial){
		.kind = VEDETTE_INTEGRITY_KIND_LOCK,
		.reason = VEDETTE_INTEGRITY_REASON_LOCKED,
		.text = text,
	});
	return -EACCES;
}

/* The death of the process that started it, which has no executable any more. Any context. */
static bool is_of_parent(const struct task_struct *task, int signal)
{
	return in_task() && current->flags & PF_EXITING && signal == task->pdeath_signal;
}

/* vedetted ends those that hang; init stops processes when the device goes down. */
static bool may_signal(const struct task_struct *task)
{
	return is_of_kernel() || is_global_init(current) || is_self(task) ||
	       vdt_program_current() == VDT_PROGRAM_SUPERVISOR;
}

/* Signal 0 only asks whether there is a process. A parent dies with interrupts off. */
int vdt_protect_kill(struct task_struct *task, int signal)
{
	if (!vdt_locked() || !signal || is_of_parent(task, signal))
		return 0;
	if (!in_task() || irqs_disabled())
		return vdt_protect_sigio(task);
	if (may_signal(task) || !vdt_program_of(task))
		return 0;
	return refuse_task("signal to", task);
}

/*
 * The executable of another task is safe to look at only under its alloc_lock, and who holds that
 * may just have been interrupted here. It is held for some instructions, so hardly any signal is
 * lost by mistake.
 */
int vdt_protect_sigio(struct task_struct *task)
{
	enum vdt_program program;

	if (!vdt_locked())
		return 0;
	if (task == current)
		return vdt_program_current() ? -EACCES : 0;
	if (!spin_trylock(&task->alloc_lock))
		return -EACCES;
	program = vdt_program_of_locked(task);
	spin_unlock(&task->alloc_lock);
	return program ? -EACCES : 0;
}

int vdt_protect_ptrace(const struct task_struct *task, unsigned int mode)
{
	if (!vdt_locked() || !(mode & PTRACE_MODE_ATTACH) || is_of_kernel() ||
	    !vdt_program_of_locked(task))
		return 0;
	return refuse_task("memory or descriptors of", task);
}

/*
 * vedetted starts the others, with an environment of its own making. In that of whoever starts
 * vedetted the dynamic linker could be told what to load, and libraries where their settings are.
 */
int vdt_protect_exec(struct linux_binprm *bprm)
{
	enum vdt_program program = vdt_locked() ? vdt_program_of_file(bprm->file) : 0;

	if (!program)
		return 0;
	if (current->ptrace)
		return refuse("program of the enforcement started under a tracer");
	if (vdt_program_current() == VDT_PROGRAM_SUPERVISOR)
		return 0;
	if (program != VDT_PROGRAM_SUPERVISOR)
		return refuse("program of the enforcement started by a stranger");
	bprm->secureexec = 1;
	return 0;
}

int vdt_protect_schedule(struct task_struct *task)
{
	if (!vdt_locked() || is_of_kernel() || is_self(task) || !vdt_program_of(task))
		return 0;
	return refuse_task("scheduling of", task);
}

int vdt_protect_limit(const struct task_struct *task)
{
	if (!vdt_locked() || is_self(task) || !vdt_program_of_locked(task->group_leader))
		return 0;
	return refuse_task("limits of", task);
}

/* Whoever is asked first could keep everybody waiting, also who judges a file. */
int vdt_protect_notify(u64 mask)
{
	if (!vdt_locked() || !(mask & ALL_FSNOTIFY_PERM_EVENTS))
		return 0;
	return refuse("files opened only by permission of a process");
}

int vdt_protect_perf(void)
{
	return vdt_locked() ? refuse("perf event") : 0;
}

static bool is_noexec(const struct path *path)
{
	return path->mnt->mnt_flags & MNT_NOEXEC;
}

int vdt_protect_mount(const struct path *path, unsigned long flags)
{
	if (!vdt_locked() || vdt_lock_allows_mount(flags, is_noexec(path)))
		return 0;
	return refuse("mount without noexec");
}

int vdt_protect_move(const struct path *from)
{
	if (!vdt_locked() || is_noexec(from))
		return 0;
	return refuse("mount without noexec moved");
}

int vdt_protect_pivot(void)
{
	return vdt_locked() ? refuse("other root file system") : 0;
}

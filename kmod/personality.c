// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/personality.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>

#include <asm/syscall.h>

#include "compat.h"
#include "judge.h"
#include "personality.h"

static int refuse(const char *text)
{
	return vdt_judge(&(struct vdt_denial){
		.kind = VEDETTE_INTEGRITY_KIND_MEMORY,
		.reason = VEDETTE_INTEGRITY_REASON_WRITABLE_CODE,
		.text = text,
	});
}

int vdt_personality_judge(void)
{
	return current->personality & READ_IMPLIES_EXEC ? refuse("personality READ_IMPLIES_EXEC")
							: 0;
}

static bool is_taken_from(struct task_struct *task)
{
	unsigned int personality = READ_ONCE(task->personality);
	char text[VDT_EVENT_TEXT_MAX + 1];

	if (!(personality & READ_IMPLIES_EXEC))
		return false;
	snprintf(text, sizeof(text), "personality READ_IMPLIES_EXEC of process %d", task->tgid);
	if (!refuse(text))
		return false;
	cmpxchg(&task->personality, personality, personality & ~READ_IMPLIES_EXEC);
	return true;
}

static bool take_from_all(void)
{
	struct task_struct *process, *task;
	bool taken = false;

	rcu_read_lock();
	for_each_process_thread(process, task)
		taken |= is_taken_from(task);
	rcu_read_unlock();
	return taken;
}

/* Twice, for one that was being forked may have been missed. */
void vdt_personality_policy_changed(void)
{
	if (!take_from_all())
		return;
	synchronize_rcu();
	take_from_all();
}

#ifdef VDT_HAS_FTRACE_REDIRECT
static DEFINE_MUTEX(lock); /* protects all below; nothing of ours nests inside it */
static bool attached;

static long refused(const struct pt_regs *regs)
{
	return -EACCES;
}

/* With all bits set it only asks. */
static void judge_call(unsigned long ip, unsigned long parent, struct ftrace_ops *ops,
		       struct ftrace_regs *regs)
{
	unsigned long args[6];

	syscall_get_arguments(current, task_pt_regs(current), args);
	if ((u32)args[0] != U32_MAX && args[0] & READ_IMPLIES_EXEC &&
	    refuse("personality READ_IMPLIES_EXEC"))
		vdt_ftrace_redirect(regs, (unsigned long)refused);
}

static struct ftrace_ops callback = {
	.func = judge_call,
	.flags = FTRACE_OPS_FL_PERMANENT | VDT_FTRACE_REDIRECT_FLAGS,
};

/* One for programs of each kind of machine: __x64_sys_, __ia32_sys_, __arm64_sys_arm64_. */
static int attach(void)
{
	static unsigned char functions[] = "__*_sys_*personality";
	int err = ftrace_set_filter(&callback, functions, sizeof(functions) - 1, 1);

	return err ?: register_ftrace_function(&callback);
}

const char *vdt_personality_missing(void)
{
	int err = 0;

	mutex_lock(&lock);
	if (!attached)
		err = attach();
	attached = !err;
	mutex_unlock(&lock);
	if (err == -EBUSY)
		return "kernel.ftrace_enabled is 0: set it to 1; or a live patch has personality()";
	return err ? "the kernel takes no permanent callback that refuses personality()" : NULL;
}

void vdt_personality_exit(void)
{
	if (attached)
		unregister_ftrace_function(&callback);
	ftrace_free_filter(&callback);
}
#else
const char *vdt_personality_missing(void)
{
	return "the kernel has no ftrace that could refuse personality()";
}

void vdt_personality_exit(void)
{
}
#endif

/* What is missing is told by who needs it. */
int vdt_personality_init(void)
{
	vdt_personality_missing();
	return 0;
}

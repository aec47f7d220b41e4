// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ftrace.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include "ftrace_pin.h"

#if IS_ENABLED(CONFIG_DYNAMIC_FTRACE) && IS_ENABLED(CONFIG_FUNCTION_TRACER)
static DEFINE_MUTEX(lock); /* protects all below */
static bool pinned;

static void do_nothing(unsigned long ip, unsigned long parent, struct ftrace_ops *ops,
		       struct ftrace_regs *regs)
{
}

static struct ftrace_ops pin = {
	.func = do_nothing,
	.flags = FTRACE_OPS_FL_PERMANENT,
};

/* Called once an exec, and there in every kernel with file capabilities or without. */
static int set_pin(void)
{
	static unsigned char function[] = "cap_bprm_creds_from_file";
	int err = ftrace_set_filter(&pin, function, sizeof(function) - 1, 1);

	return err ?: register_ftrace_function(&pin);
}

const char *vdt_ftrace_pin_missing(void)
{
	int err = 0;

	mutex_lock(&lock);
	if (!pinned)
		err = set_pin();
	pinned = !err;
	mutex_unlock(&lock);
	if (err == -EBUSY)
		return "kernel.ftrace_enabled is 0, so no LSM program is called: set it to 1";
	return err ? "the kernel takes no permanent callback that keeps ftrace on" : NULL;
}

void vdt_ftrace_pin_exit(void)
{
	if (pinned)
		unregister_ftrace_function(&pin);
	ftrace_free_filter(&pin);
}
#else
/* The kernel writes calls into its functions itself, and nothing switches them off. */
const char *vdt_ftrace_pin_missing(void)
{
	return NULL;
}

void vdt_ftrace_pin_exit(void)
{
}
#endif

/* What is missing is told by who needs it. */
int vdt_ftrace_pin_init(void)
{
	vdt_ftrace_pin_missing();
	return 0;
}

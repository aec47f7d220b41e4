// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm_types.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

#include "exe.h"
#include "programs.h"

static const char *const paths[VDT_PROGRAMS] = {
	[VDT_PROGRAM_SUPERVISOR] = VDT_SUPERVISOR,   [VDT_PROGRAM_GUARD] = VDT_LIBEXEC "guard",
	[VDT_PROGRAM_AUTH] = VDT_LIBEXEC "auth",     [VDT_PROGRAM_AUDIT] = VDT_LIBEXEC "audit",
	[VDT_PROGRAM_STREAM] = VDT_LIBEXEC "stream",
};

/* Written while the device is not locked, under the lock of who locks; read while it is. */
static struct file *held[VDT_PROGRAMS];

static int hold(enum vdt_program program)
{
	struct file *file = vdt_exe_open(paths[program]);
	int err;

	if (IS_ERR(file))
		return PTR_ERR(file);
	err = deny_write_access(file);
	if (err)
		fput(file);
	else
		held[program] = file;
	return err;
}

int vdt_programs_hold(const char **ret_path)
{
	enum vdt_program program;
	int err;

	for (program = VDT_PROGRAM_NONE + 1; program < VDT_PROGRAMS; program++) {
		err = hold(program);
		if (!err)
			continue;
		*ret_path = paths[program];
		vdt_programs_release();
		return err;
	}
	return 0;
}

void vdt_programs_release(void)
{
	enum vdt_program program;

	for (program = VDT_PROGRAM_NONE + 1; program < VDT_PROGRAMS; program++) {
		if (!held[program])
			continue;
		allow_write_access(held[program]);
		fput(held[program]);
		held[program] = NULL;
	}
}

enum vdt_program vdt_program_of_file(const struct file *file)
{
	enum vdt_program program;

	for (program = VDT_PROGRAM_NONE + 1; file && program < VDT_PROGRAMS; program++)
		if (held[program] && file_inode(held[program]) == file_inode(file))
			return program;
	return VDT_PROGRAM_NONE;
}

/* The mm of a kernel thread is borrowed, and no identity. */
enum vdt_program vdt_program_of_locked(const struct task_struct *task)
{
	const struct mm_struct *mm = task->flags & PF_KTHREAD ? NULL : task->mm;
	enum vdt_program program = VDT_PROGRAM_NONE;

	rcu_read_lock();
	if (mm)
		program = vdt_program_of_file(rcu_dereference(mm->exe_file));
	rcu_read_unlock();
	return program;
}

enum vdt_program vdt_program_current(void)
{
	return vdt_program_of_locked(current); /* whose mm is its own */
}

enum vdt_program vdt_program_of(struct task_struct *task)
{
	enum vdt_program program;

	if (task == current)
		return vdt_program_current();
	task_lock(task);
	program = vdt_program_of_locked(task);
	task_unlock(task);
	return program;
}

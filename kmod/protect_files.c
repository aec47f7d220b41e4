// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/magic.h>
#include <linux/pid.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include <vedette/netlink.h>

#include "denials.h"
#include "lock.h"
#include "lock_eval.h"
#include "programs.h"
#include "protect_files.h"

/* Names in /proc and in control groups never change, and a file holds its folders. */
static const char *name_of(const struct dentry *dentry)
{
	return dentry->d_name.name;
}

/* /proc/PID/file or /proc/PID/task/TID/file; the number is that of the mount's own namespace. */
static bool is_about_program(const struct dentry *dentry)
{
	struct task_struct *task;
	bool is = false;
	int number;

	if (kstrtoint(name_of(dentry->d_parent), 10, &number))
		return false;
	rcu_read_lock();
	task = pid_task(find_pid_ns(number, proc_pid_ns(dentry->d_sb)), PIDTYPE_PID);
	if (task)
		is = vdt_program_of(task);
	rcu_read_unlock();
	return is;
}

static bool is_reaching(const struct dentry *dentry)
{
	switch (dentry->d_sb->s_magic) {
	case CGROUP_SUPER_MAGIC:
	case CGROUP2_SUPER_MAGIC:
		return !vdt_lock_allows_group_file(name_of(dentry));
	case PROC_SUPER_MAGIC:
		return !vdt_lock_allows_proc_file(name_of(dentry->d_parent), name_of(dentry)) ||
		       is_about_program(dentry);
	default:
		return false;
	}
}

/* Not inlined, for most files are opened to be read. */
static noinline int judge_write(struct file *file)
{
	if (is_global_init(current) || !is_reaching(file->f_path.dentry))
		return 0;
	vdt_denial_report(&(struct vdt_denial){
		.kind = VEDETTE_INTEGRITY_KIND_LOCK,
		.reason = VEDETTE_INTEGRITY_REASON_LOCKED,
		.file = file,
	});
	return -EACCES;
}

int vdt_protect_open(struct file *file)
{
	return file->f_mode & FMODE_WRITE && vdt_locked() ? judge_write(file) : 0;
}

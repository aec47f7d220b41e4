// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/module.h>
#include <linux/path.h>
#include <linux/rbtree.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/task_work.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "limits.h"
#include "verdict.h"
#include "verdict_hold.h"

/* A file that cannot be opened for writing, until its mmap_lock was seen free. */
struct hold {
	struct delayed_work work;
	struct file *file;    /* a reference */
	struct mm_struct *mm; /* a reference to the structure, not to what it maps */
};

static struct workqueue_struct *queue; /* written by init and exit only */
static atomic_t n_holds = ATOMIC_INIT(0);
static DECLARE_WAIT_QUEUE_HEAD(no_holds);

static int deny(struct file *file)
{
	int err = deny_write_access(file);

	if (!err)
		get_file(file);
	return err;
}

static void allow(struct file *file)
{
	allow_write_access(file);
	fput(file);
}

/*
 * An inode that cannot be opened for writing, until a task returns to user space. Not its file: one
 * that is just being opened is freed, whatever references it has, when that is refused. It keeps
 * the module.
 */
struct inode_hold {
	union {
		struct callback_head returning;	 /* of a process */
		struct delayed_work in_a_moment; /* for a thread of the kernel, which never does */
	};
	struct path path; /* keeps the inode in place */
	struct inode *inode;
};

static void release(struct inode_hold *hold)
{
	atomic_inc(&hold->inode->i_writecount); /* allow_write_access(), without a file */
	path_put(&hold->path);
	kfree(hold);
	module_put(THIS_MODULE);
}

static void release_returning(struct callback_head *head)
{
	release(container_of(head, struct inode_hold, returning));
}

static void release_work(struct work_struct *work)
{
	release(container_of(to_delayed_work(work), struct inode_hold, in_a_moment));
}

static void release_later(struct inode_hold *hold)
{
	if (current->flags & PF_KTHREAD) {
		INIT_DELAYED_WORK(&hold->in_a_moment, release_work);
		queue_delayed_work(queue, &hold->in_a_moment, VDT_HOLD_SECONDS * HZ);
		return;
	}
	init_task_work(&hold->returning, release_returning);
	if (task_work_add(current, &hold->returning, TWA_RESUME))
		release(hold); /* the task is ending, and maps nothing any more */
}

static int hold_inode(struct file *file)
{
	struct inode_hold *hold = kmalloc(sizeof(*hold), GFP_KERNEL);
	int err;

	if (!hold)
		return -ENOMEM;
	err = deny_write_access(file);
	if (err) {
		kfree(hold);
		return err;
	}
	hold->path = file->f_path;
	path_get(&hold->path);
	hold->inode = file_inode(file);
	__module_get(THIS_MODULE); /* the program that asks has a reference */
	release_later(hold);
	return 0;
}

int vdt_verdict_hold(struct file *file)
{
	struct file *below = vdt_verdict_file(file);

	/* execve() holds its files itself, and what it maps for as long; but not in every version
	 * of the kernel, and only as it knows them. */
	if (current->in_execve && below == file && atomic_read(&file_inode(file)->i_writecount) < 0)
		return 1;
	return below ? hold_inode(below) : -EINVAL;
}

/* Tried again and again: to sleep until a lock is free that somebody keeps would stop all others.
 */
static void wait_for_mmap_lock(struct work_struct *work)
{
	struct hold *hold = container_of(to_delayed_work(work), struct hold, work);

	if (!mmap_read_trylock(hold->mm)) {
		queue_delayed_work(queue, &hold->work, 1);
		return;
	}
	mmap_read_unlock(hold->mm);
	mmdrop(hold->mm);
	allow(hold->file);
	kfree(hold);
	if (atomic_dec_and_test(&n_holds))
		wake_up(&no_holds);
}

int vdt_verdict_hold_mprotect(struct file *file)
{
	struct hold *hold;
	int err;

	if (atomic_read(&n_holds) >= VDT_HOLDS_MAX)
		return -ENOMEM;
	hold = kmalloc(sizeof(*hold), GFP_ATOMIC | __GFP_NOWARN);
	if (!hold)
		return -ENOMEM;
	err = deny(file);
	if (err) {
		kfree(hold);
		return err;
	}
	INIT_DELAYED_WORK(&hold->work, wait_for_mmap_lock);
	hold->file = file;
	hold->mm = current->mm;
	mmgrab(hold->mm);
	atomic_inc(&n_holds);
	queue_delayed_work(queue, &hold->work, 0);
	return 0;
}

/* The kernel's own walk over the tree is not exported; this one sees every mapping. */
bool vdt_inode_is_executed(struct inode *inode)
{
	struct address_space *mapping = inode->i_mapping;
	struct rb_node *node;
	bool executed = false;

	i_mmap_lock_read(mapping);
	for (node = rb_first_cached(&mapping->i_mmap); node && !executed; node = rb_next(node))
		executed = rb_entry(node, struct vm_area_struct, shared.rb)->vm_flags & VM_EXEC;
	i_mmap_unlock_read(mapping);
	return executed;
}

int vdt_hold_init(void)
{
	queue = alloc_workqueue("vedette_hold", WQ_UNBOUND, 0);
	return queue ? 0 : -ENOMEM;
}

/*
 * The holds until a return to user space keep the module themselves; of the last one the end of its
 * function may still be running.
 */
void vdt_hold_exit(void)
{
	wait_event(no_holds, !atomic_read(&n_holds));
	synchronize_rcu_tasks();
	destroy_workqueue(queue);
}

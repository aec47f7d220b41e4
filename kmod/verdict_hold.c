// SPDX-License-Identifier: GPL-2.0-only
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/module.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "verdict.h"
#include "verdict_hold.h"

/* A file that cannot be opened for writing, until its mmap_lock was seen free. */
struct hold {
	struct work_struct work;
	struct file *file;    /* a reference */
	struct mm_struct *mm; /* a reference to the structure, not to what it maps */
};

static struct workqueue_struct *queue; /* written by init and exit only */

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

static int release(struct inode *inode, struct file *guard)
{
	allow(guard->private_data);
	return 0;
}

static const struct file_operations guard_ops = {
	.owner = THIS_MODULE,
	.release = release,
};

int vdt_verdict_hold(struct file *file)
{
	struct file *below = vdt_verdict_file(file), *guard;
	int err;

	/* execve() holds its files itself, and what it maps for as long; but only as it knows them.
	 */
	if (current->in_execve && below == file)
		return 0;
	if (!below)
		return -EINVAL;
	err = deny(below);
	if (err)
		return err;
	guard = anon_inode_getfile("[vedette-hold]", &guard_ops, below, O_RDONLY);
	if (IS_ERR(guard)) {
		allow(below);
		return -ENOMEM;
	}
	/* Nobody else knows it: it is released when the task returns to user space. */
	fput(guard);
	return 0;
}

static void wait_for_mmap_lock(struct work_struct *work)
{
	struct hold *hold = container_of(work, struct hold, work);

	mmap_read_lock(hold->mm);
	mmap_read_unlock(hold->mm);
	mmdrop(hold->mm);
	allow(hold->file);
	kfree(hold);
}

int vdt_verdict_hold_mprotect(struct file *file)
{
	struct hold *hold = kmalloc(sizeof(*hold), GFP_ATOMIC | __GFP_NOWARN);
	int err;

	if (!hold)
		return -ENOMEM;
	err = deny(file);
	if (err) {
		kfree(hold);
		return err;
	}
	INIT_WORK(&hold->work, wait_for_mmap_lock);
	hold->file = file;
	hold->mm = current->mm;
	mmgrab(hold->mm);
	queue_work(queue, &hold->work);
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

/* The holds until a return to user space keep the module themselves. */
void vdt_hold_exit(void)
{
	destroy_workqueue(queue);
}

// SPDX-License-Identifier: GPL-2.0-only
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/jiffies.h>
#include <linux/mm_types.h>
#include <linux/mount.h>
#include <linux/mutex.h>
#include <linux/namei.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/seqlock.h>
#include <linux/slab.h>
#include <linux/string_helpers.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "exe.h"
#include "image.h"
#include "limits.h"
#include "policy.h"

/* An inode, without a reference that would keep its file system from being unmounted. */
struct file_id {
	dev_t dev;
	u64 ino;
	u32 generation;
	bool found; /* the path names a file */
};

struct exe {
	char path[VDT_PATH_MAX + 1];
	struct file_id file; /* under the seqlock */
};

struct vdt_exes {
	struct mutex refreshing; /* writers of what follows, one at a time */
	seqlock_t lock;
	unsigned long refreshed; /* jiffies, of the last refresh */
	unsigned int n;
	struct exe exe[];
};

/* Written by init and exit only. */
static struct vdt_exes *supervisor;
static const struct cred *searcher; /* the kernel itself: may search every folder */

static struct vdt_exes *alloc_exes(unsigned int n)
{
	struct vdt_exes *exes = kvzalloc(struct_size(exes, exe, n), GFP_KERNEL);

	if (!exes)
		return NULL;
	mutex_init(&exes->refreshing);
	seqlock_init(&exes->lock);
	exes->refreshed = jiffies;
	exes->n = n;
	return exes;
}

static struct file_id id_of(const struct inode *inode)
{
	return (struct file_id){
		.dev = inode->i_sb->s_dev,
		.ino = inode->i_ino,
		.generation = inode->i_generation,
		.found = true,
	};
}

/* From the root that init has, wherever the caller was put by chroot and mount namespaces. */
static int follow(const char *name, struct path *ret_path)
{
	struct path root;
	int err;

	task_lock(&init_task);
	get_fs_root(init_task.fs, &root);
	task_unlock(&init_task);
	err = vfs_path_lookup(root.dentry, root.mnt, name, LOOKUP_FOLLOW, ret_path);
	path_put(&root);
	return err;
}

int vdt_exe_follow(const char *name, struct path *ret_path)
{
	const struct cred *before = override_creds(searcher);
	int err = follow(name, ret_path);

	revert_creds(before);
	return err;
}

/* A file mounted over the one that the policy means is not that one. */
static struct file_id find_file(const char *name)
{
	struct file_id id = {};
	struct path path;

	if (!vdt_exe_follow(name, &path)) {
		if (d_is_reg(path.dentry) && path.dentry != path.mnt->mnt_root)
			id = id_of(d_backing_inode(path.dentry));
		path_put(&path);
	}
	return id;
}

/* To open a pipe, or a file that a program shows, can take for ever. */
static bool is_openable(const struct path *path)
{
	return d_is_reg(path->dentry) && path->dentry != path->mnt->mnt_root &&
	       !(path->mnt->mnt_sb->s_iflags & SB_I_IMA_UNVERIFIABLE_SIGNATURE);
}

struct file *vdt_exe_open(const char *name)
{
	const struct cred *before = override_creds(searcher);
	struct file *file = ERR_PTR(-EACCES);
	struct path path;
	int err = follow(name, &path);

	if (err) {
		file = ERR_PTR(err);
	} else {
		if (is_openable(&path))
			file = dentry_open(&path, O_RDONLY | O_LARGEFILE, searcher);
		path_put(&path);
	}
	revert_creds(before);
	return file;
}

static void refresh(struct vdt_exes *exes)
{
	struct file_id id;
	unsigned int i;

	mutex_lock(&exes->refreshing);
	for (i = 0; i < exes->n; i++) {
		id = find_file(exes->exe[i].path);
		write_seqlock_bh(&exes->lock);
		exes->exe[i].file = id;
		write_sequnlock_bh(&exes->lock);
	}
	WRITE_ONCE(exes->refreshed, jiffies);
	mutex_unlock(&exes->refreshing);
}

struct vdt_exes *vdt_exes_new(const struct vdt_policy *policy)
{
	struct vdt_exes *exes = alloc_exes(policy->n_exes);
	unsigned int i;

	if (!exes)
		return NULL;
	for (i = 0; i < exes->n; i++)
		strscpy(exes->exe[i].path, policy->exes[i], sizeof(exes->exe[i].path));
	refresh(exes);
	return exes;
}

void vdt_exes_free(struct vdt_exes *exes)
{
	kvfree(exes);
}

void vdt_exe_refresh(void)
{
	struct vdt_policy_file *source = vdt_policy_get();

	refresh(supervisor);
	if (!source)
		return;
	refresh(source->exes);
	vdt_policy_file_put(source);
}

static void refresh_later(struct work_struct *work)
{
	vdt_exe_refresh();
}

static DECLARE_WORK(refresh_work, refresh_later);

/* The mm of a kernel thread is borrowed, and no identity. */
struct file *vdt_exe_file(void)
{
	struct mm_struct *mm = current->flags & PF_KTHREAD ? NULL : current->mm;
	struct file *file = NULL;

	rcu_read_lock();
	if (mm)
		file = vdt_get_file_rcu(&mm->exe_file);
	rcu_read_unlock();
	return file;
}

static bool current_id(struct file_id *ret_id)
{
	struct file *file = vdt_exe_file();

	if (!file)
		return false;
	*ret_id = id_of(file_inode(file));
	fput(file);
	return true;
}

static bool is_same(const struct file_id *a, const struct file_id *b)
{
	return a->found && a->dev == b->dev && a->ino == b->ino && a->generation == b->generation;
}

static u64 match(struct vdt_exes *exes, const struct file_id *id)
{
	unsigned int i, seq;
	u64 mask;

	do {
		seq = read_seqbegin(&exes->lock);
		mask = 0;
		for (i = 0; i < exes->n; i++)
			if (is_same(&exes->exe[i].file, id))
				mask |= BIT_ULL(i);
	} while (read_seqretry(&exes->lock, seq));
	if (time_after(jiffies, READ_ONCE(exes->refreshed) + HZ))
		schedule_work(&refresh_work);
	return mask;
}

u64 vdt_exe_mask(const struct vdt_image *image)
{
	struct file_id id;

	return image && image->policy->n_exes && current_id(&id) ? match(image->source->exes, &id)
								 : 0;
}

u64 vdt_exes_match(struct vdt_exes *exes, const struct file *file)
{
	struct file_id id = id_of(file_inode(file));

	return match(exes, &id);
}

bool vdt_exe_is_supervisor(void)
{
	struct file_id id;

	return current_id(&id) && match(supervisor, &id);
}

char *vdt_exe_name(void)
{
	struct file *file = vdt_exe_file();
	char *name;

	if (!file)
		return NULL;
	name = kstrdup_quotable_file(file, GFP_KERNEL);
	fput(file);
	return name;
}

int vdt_exe_init(void)
{
	searcher = prepare_kernel_cred(&init_task);
	supervisor = alloc_exes(1);
	if (!searcher || !supervisor) {
		vdt_exe_exit();
		return -ENOMEM;
	}
	strscpy(supervisor->exe[0].path, VDT_SUPERVISOR, sizeof(supervisor->exe[0].path));
	refresh(supervisor);
	return 0;
}

/* No policy is active and nobody asks any more. */
void vdt_exe_exit(void)
{
	cancel_work_sync(&refresh_work);
	vdt_exes_free(supervisor);
	if (searcher)
		put_cred(searcher);
}

// SPDX-License-Identifier: GPL-2.0-only
#include <linux/auxvec.h>
#include <linux/binfmts.h>
#include <linux/bitops.h>
#include <linux/compat.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm_types.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "exe.h"
#include "image.h"
#include "judge.h"
#include "policy.h"
#include "policy_parse.h"
#include "updater.h"
#include "verdict_cache.h"

static bool is_named(const struct file *file)
{
	const struct vdt_image *image;
	u64 updaters;

	rcu_read_lock();
	image = vdt_policy_rcu();
	updaters = image ? image->policy->integrity.updaters : 0;
	if (updaters)
		updaters &= vdt_exes_match(image->source->exes, file);
	rcu_read_unlock();
	return updaters;
}

/*
 * What it is worth is asked again, for it may have been executed before there was a policy, or
 * while that only logged. NULL: whatever it is worth.
 */
static bool is_current(void (*tell)(struct file *file, struct vdt_verdict *ret_verdict))
{
	struct file *exe = vdt_exe_file();
	struct vdt_verdict verdict = {};
	bool named = exe && is_named(exe);

	if (named && tell)
		tell(exe, &verdict);
	if (exe)
		fput(exe);
	return named && !verdict.reason;
}

static bool is_enforced(void)
{
	return vdt_judge_mode(VEDETTE_INTEGRITY_KIND_DEVICE) == VEDETTE_INTEGRITY_MODE_ENFORCE;
}

/* What the kernel told the program when it started it, in words of the program's size. */
static unsigned long told(unsigned int i)
{
	const unsigned long *words = current->mm->saved_auxv;

	return in_compat_syscall() ? ((const u32 *)words)[i] : words[i];
}

/* Whether vdt_updater_exec() knew it when it was started: names can be exchanged since. */
static bool is_started_secure(void)
{
	unsigned int i;

	for (i = 0; i + 1 < AT_VECTOR_SIZE && told(i) != AT_NULL; i += 2)
		if (told(i) == AT_SECURE)
			return told(i + 1);
	return false;
}

static bool may_write(void (*tell)(struct file *file, struct vdt_verdict *ret_verdict))
{
	return is_current(tell) && (is_started_secure() || !is_enforced());
}

bool vdt_updater_is_current(void)
{
	vdt_exe_refresh();
	return may_write(vdt_judge_tell);
}

bool vdt_updater_is_current_known(void)
{
	return may_write(vdt_judge_tell_known);
}

/* The first that stays open; under the lock of the descriptors. */
static int take_device(const void *ret_file, struct file *file, unsigned int fd)
{
	if (!S_ISBLK(file_inode(file)->i_mode) || !(file->f_mode & FMODE_WRITE) ||
	    test_bit(fd, files_fdtable(current->files)->close_on_exec))
		return 0;
	*(struct file **)ret_file = get_file(file);
	return 1;
}

static int judge_inherited(void)
{
	struct vdt_denial denial = {
		.kind = VEDETTE_INTEGRITY_KIND_DEVICE,
		.reason = VEDETTE_INTEGRITY_REASON_RAW_DEVICE,
	};
	int err;

	if (!iterate_fd(current->files, 0, take_device, &denial.file))
		return 0;
	err = vdt_judge(&denial);
	fput(denial.file);
	return err;
}

int vdt_updater_exec(struct linux_binprm *bprm)
{
	if (!is_enforced())
		return 0;
	if (is_named(bprm->file)) {
		bprm->secureexec = 1;
		return 0;
	}
	return is_current(NULL) ? judge_inherited() : 0;
}

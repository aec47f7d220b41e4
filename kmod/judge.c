// SPDX-License-Identifier: GPL-2.0-only
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/rcupdate.h>

#include "image.h"
#include "integrity_eval.h"
#include "judge.h"
#include "lock.h"
#include "policy.h"
#include "policy_parse.h"
#include "roots.h"
#include "verdict.h"

enum vedette_integrity_mode vdt_judge_mode(u8 kind)
{
	enum vedette_integrity_mode mode = VEDETTE_INTEGRITY_MODE_OFF;
	const struct vdt_image *image;

	rcu_read_lock();
	image = vdt_policy_rcu();
	if (image)
		mode = vdt_integrity_mode(&image->policy->integrity, kind);
	rcu_read_unlock();
	return mode;
}

int vdt_judge(struct vdt_denial *denial)
{
	enum vedette_integrity_mode mode;

	if (!denial->reason)
		return 0;
	mode = vdt_judge_mode(denial->kind);
	if (mode == VEDETTE_INTEGRITY_MODE_OFF)
		return 0;
	denial->observed = mode == VEDETTE_INTEGRITY_MODE_LOG;
	vdt_denial_report(denial);
	return denial->observed ? 0 : -EACCES;
}

/* Verdicts last longer than policies, so each use of one asks the policy of now. */
static u8 evaluate(const struct vdt_verdict *verdict)
{
	u8 reason = verdict->reason;
	const struct vdt_image *image;

	rcu_read_lock();
	image = vdt_policy_rcu();
	if (image)
		reason = vdt_integrity_eval(&image->policy->integrity, verdict);
	rcu_read_unlock();
	return reason;
}

static u8 explain(int err, const struct file *file)
{
	if (err != -ETXTBSY)
		return VEDETTE_INTEGRITY_REASON_NO_MEMORY;
	return mapping_writably_mapped(file->f_mapping) ? VEDETTE_INTEGRITY_REASON_SHARED_CODE
							: VEDETTE_INTEGRITY_REASON_OPEN_FOR_WRITING;
}

/* dm-verity checks each page of such a file when it is read, so nobody needs to have signed it. */
static bool is_verified_by_device(struct file *file)
{
	file = vdt_verdict_file(file);
	return file && vdt_roots_trust(file_inode(file)->i_sb);
}

/*
 * What is mounted on a locked device is noexec, and may lie on a device that says something else at
 * the next look. The kernel looks at that itself for what is executed or mapped, but not for what
 * it loads.
 */
static bool is_mounted_late(const struct file *file)
{
	return vdt_locked() && file->f_path.mnt->mnt_flags & MNT_NOEXEC;
}

void vdt_judge_tell(struct file *file, struct vdt_verdict *ret_verdict)
{
	vdt_verdict_of(file, ret_verdict);
	ret_verdict->reason =
		is_verified_by_device(file) ? VEDETTE_INTEGRITY_REASON_NONE : evaluate(ret_verdict);
}

void vdt_judge_tell_known(struct file *file, struct vdt_verdict *ret_verdict)
{
	struct file *below = vdt_verdict_file(file);

	if (below)
		vdt_verdict_peek(file_inode(below), ret_verdict);
	else
		*ret_verdict = (struct vdt_verdict){.reason = VEDETTE_INTEGRITY_REASON_NOT_JUDGED};
	ret_verdict->reason =
		is_verified_by_device(file) ? VEDETTE_INTEGRITY_REASON_NONE : evaluate(ret_verdict);
}

static int judge_verdict(u8 kind, struct file *file, u8 reason, const struct vdt_verdict *verdict)
{
	struct vdt_denial denial;

	if (!reason)
		return 0;
	denial = (struct vdt_denial){
		.kind = kind,
		.reason = reason,
		.file = file,
		.verdict = verdict,
	};
	return vdt_judge(&denial);
}

/* Not inlined, for most files pass without it, and the verdict is cleared first. */
static noinline int judge_anew(u8 kind, struct file *file)
{
	struct vdt_verdict verdict;
	u8 reason;

	vdt_verdict_of(file, &verdict);
	reason = is_mounted_late(file) ? VEDETTE_INTEGRITY_REASON_UNTRUSTED_FS : evaluate(&verdict);
	return judge_verdict(kind, file, reason, &verdict);
}

/* The kind is on. */
static int judge_content(u8 kind, struct file *file)
{
	if (is_verified_by_device(file) || (!is_mounted_late(file) && vdt_verdict_passes(file)))
		return 0;
	return judge_anew(kind, file);
}

int vdt_judge_unwritable(u8 kind, struct file *file)
{
	return vdt_judge_mode(kind) == VEDETTE_INTEGRITY_MODE_OFF ? 0 : judge_content(kind, file);
}

/* The same as judge_content() by the verdict that there is. Does not sleep. */
static int judge_known(u8 kind, struct file *file)
{
	struct vdt_verdict verdict;

	vdt_judge_tell_known(file, &verdict);
	return judge_verdict(kind, file, verdict.reason, &verdict);
}

/*
 * Looked at before it is held, or anybody could keep others from writing to a file that is no
 * program; and again after, for it could have been written in between.
 */
static int judge_and_hold(u8 kind, struct file *file, int (*look)(u8 kind, struct file *file),
			  int (*hold)(struct file *file))
{
	enum vedette_integrity_mode mode = vdt_judge_mode(kind);
	int err;

	if (mode == VEDETTE_INTEGRITY_MODE_OFF)
		return 0;
	err = look(kind, file);
	if (err || mode != VEDETTE_INTEGRITY_MODE_ENFORCE)
		return err;
	err = hold(file);
	if (err > 0) /* nobody could write between the look and the hold */
		return 0;
	if (!err)
		return look(kind, file);
	return judge_verdict(kind, file, explain(err, file), NULL);
}

int vdt_judge_file(u8 kind, struct file *file)
{
	return judge_and_hold(kind, file, judge_content, vdt_verdict_hold);
}

int vdt_judge_mapped(u8 kind, struct file *file)
{
	return judge_and_hold(kind, file, judge_known, vdt_verdict_hold_mprotect);
}

// SPDX-License-Identifier: GPL-2.0-only
#include <linux/fs.h>
#include <linux/rcupdate.h>

#include "image.h"
#include "integrity_eval.h"
#include "judge.h"
#include "policy.h"
#include "policy_parse.h"
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
	enum vedette_integrity_mode mode = vdt_judge_mode(denial->kind);

	if (!denial->reason || mode == VEDETTE_INTEGRITY_MODE_OFF)
		return 0;
	denial->observed = mode == VEDETTE_INTEGRITY_MODE_LOG;
	vdt_denial_report(denial);
	return denial->observed ? 0 : -EACCES;
}

/* Verdicts last longer than policies, so each use of one asks the policy of now. */
static u8 evaluate(const struct vdt_verdict *verdict)
{
	u8 reason = VEDETTE_INTEGRITY_REASON_NONE;
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

/* Held before it is judged, or it could be written in between. */
int vdt_judge_file(u8 kind, struct file *file)
{
	enum vedette_integrity_mode mode = vdt_judge_mode(kind);
	struct vdt_denial denial = {.kind = kind, .file = file};
	int err;

	if (mode == VEDETTE_INTEGRITY_MODE_OFF)
		return 0;
	err = mode == VEDETTE_INTEGRITY_MODE_ENFORCE ? vdt_verdict_hold(file) : 0;
	if (!err)
		return vdt_judge_unwritable(kind, file);
	denial.reason = explain(err, file);
	return vdt_judge(&denial);
}

int vdt_judge_unwritable(u8 kind, struct file *file)
{
	struct vdt_verdict verdict = {};
	struct vdt_denial denial = {.kind = kind, .file = file, .verdict = &verdict};

	if (vdt_judge_mode(kind) == VEDETTE_INTEGRITY_MODE_OFF)
		return 0;
	vdt_verdict_of(file, &verdict);
	denial.reason = evaluate(&verdict);
	return vdt_judge(&denial);
}

int vdt_judge_mapped(u8 kind, struct file *file)
{
	enum vedette_integrity_mode mode = vdt_judge_mode(kind);
	struct vdt_verdict verdict = {.reason = VEDETTE_INTEGRITY_REASON_NOT_JUDGED};
	struct vdt_denial denial = {.kind = kind, .file = file, .verdict = &verdict};
	int err;

	if (mode == VEDETTE_INTEGRITY_MODE_OFF)
		return 0;
	err = mode == VEDETTE_INTEGRITY_MODE_ENFORCE ? vdt_verdict_hold_mprotect(file) : 0;
	if (err) {
		denial.reason = explain(err, file);
		return vdt_judge(&denial);
	}
	file = vdt_verdict_file(file);
	if (file)
		vdt_verdict_peek(file_inode(file), &verdict);
	denial.reason = evaluate(&verdict);
	return vdt_judge(&denial);
}

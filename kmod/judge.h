/* SPDX-License-Identifier: GPL-2.0-only */
/* From what was found out to what the policy makes of it: nothing, an event, or a refusal. */
#ifndef VDT_JUDGE_H
#define VDT_JUDGE_H

#include "denials.h"

/* Without a policy everything is off. Any context. */
enum vedette_integrity_mode vdt_judge_mode(u8 kind);

/*
 * Reports what denial->reason is against, unless that is NONE or the kind is off; ->observed need
 * not be set. Returns 0 or, if the kind is enforced, -EACCES. Does not sleep.
 */
int vdt_judge(struct vdt_denial *denial);

/*
 * What would be made of the content of a file, whatever the modes are: ->reason is the policy's, or
 * without a policy that of the signature. Nothing comes of it. Sleeps.
 */
void vdt_judge_tell(struct file *file, struct vdt_verdict *ret_verdict);

/* The same by the verdict that there is. Does not sleep. */
void vdt_judge_tell_known(struct file *file, struct vdt_verdict *ret_verdict);

/*
 * Judges the content of a file. When the kind is enforced the file cannot be opened for writing
 * until the current task returns to user space. Sleeps. Returns 0 or -EACCES.
 */
int vdt_judge_file(u8 kind, struct file *file);

/* The same of a file that cannot be written for as long as the caller uses it. */
int vdt_judge_unwritable(u8 kind, struct file *file);

/* The same of the file of a mapping, by the verdict that there is. Under mmap_lock, no sleep. */
int vdt_judge_mapped(u8 kind, struct file *file);

#endif /* VDT_JUDGE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* What was refused for integrity, or would have been: counted, listed, and told as events. */
#ifndef VDT_DENIALS_H
#define VDT_DENIALS_H

#include "denial_table.h"

struct file;
struct vdt_verdict;

struct vdt_denial {
	u8 kind, reason;		   /* enum vedette_integrity_kind, _reason */
	bool observed;			   /* it was let pass, for the mode of the kind is log */
	struct file *file;		   /* that it is about, or NULL */
	const struct vdt_verdict *verdict; /* of the file, or NULL */
	const char *text; /* what it is about where there is no file; NULL: the executable itself */
};

struct vdt_denial_count {
	u64 refused, observed;
};

/* Returns 0 or -ENOMEM. */
int vdt_denials_init(void);
void vdt_denials_exit(void);

/*
 * The current process did it. Does not sleep; not for interrupts. Where they are off, the denial
 * has no file, and the event is left a moment later.
 */
void vdt_denial_report(const struct vdt_denial *denial);

/* The same of a denial without a file, where a lock is held that who reads events may want. */
void vdt_denial_report_later(const struct vdt_denial *denial);

struct vdt_denial_count vdt_denial_count(u8 kind, u8 reason);

/* As vdt_denial_table_next() and _clear(). */
u32 vdt_denials_next(u32 place, struct vdt_denial_row *ret_row);
u32 vdt_denials_clear(void);

/* As vdt_denial_table_forgotten(), with those that never came into the table. */
u64 vdt_denials_forgotten(void);

#endif /* VDT_DENIALS_H */

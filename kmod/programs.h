/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Vedette's own programs, by the files that were in their places when the device was locked. From
 * then on those are held open and nobody can write to them; what is put in their place later is
 * none of ours before the next boot.
 */
#ifndef VDT_PROGRAMS_H
#define VDT_PROGRAMS_H

#include <linux/types.h>

struct file;
struct task_struct;

enum vdt_program {
	VDT_PROGRAM_NONE,	/* a stranger */
	VDT_PROGRAM_SUPERVISOR, /* alone starts the others and sends them signals */
	VDT_PROGRAM_GUARD,	/* alone loads BPF programs, and asks the module for what weakens */
	/* These may nothing that strangers may not. */
	VDT_PROGRAM_AUTH,
	VDT_PROGRAM_AUDIT,
	VDT_PROGRAM_STREAM,
	VDT_PROGRAMS
};

/*
 * Holds all. *ret_path is the one that could not be held, and lasts. Returns 0, -ETXTBSY somebody
 * has it open for writing, or the errors of opening it. Sleeps.
 */
int vdt_programs_hold(const char **ret_path);

/* Lets go of all, for a lock that did not come about. Nobody asks the functions below. */
void vdt_programs_release(void);

enum vdt_program vdt_program_of_file(const struct file *file);

/* What the current task runs. Any context in which `current` means something. */
enum vdt_program vdt_program_current(void);

/* What another task runs; its alloc_lock is held by the caller, or taken. */
enum vdt_program vdt_program_of_locked(const struct task_struct *task);
enum vdt_program vdt_program_of(struct task_struct *task);

#endif /* VDT_PROGRAMS_H */

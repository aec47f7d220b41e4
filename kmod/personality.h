/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Refuses the personality READ_IMPLIES_EXEC, with which everything readable is executable. Of what
 * comes by that, brk() asks no hook but that of addresses, which each mapping asks: so
 * personality() itself is refused. No hook knows of it either; a callback of ftrace stands at its
 * beginning, as that of a live patch does (kernel/livepatch/patch.c).
 *
 * The callback also keeps kernel.ftrace_enabled at 1. With 0 no trampoline is called, and every LSM
 * program is off while it still looks attached; but the kernel refuses the 0 while somebody's
 * callback is permanent (is_permanent_ops_registered() in kernel/trace/ftrace.c).
 */
#ifndef VDT_PERSONALITY_H
#define VDT_PERSONALITY_H

int vdt_personality_init(void); /* always 0 */
void vdt_personality_exit(void);

/* Tries again if it is not there. Returns what is wrong, a text that lasts, or NULL. Sleeps. */
const char *vdt_personality_missing(void);

/* Judges whether the current process may go on with that personality. Returns 0 or -EACCES. */
int vdt_personality_judge(void);

/* A policy came about: who has it from before loses it, where the kind is enforced. Sleeps. */
void vdt_personality_policy_changed(void);

#endif /* VDT_PERSONALITY_H */

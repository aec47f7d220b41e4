/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeps kernel.ftrace_enabled at 1. With 0 no trampoline is called, and every LSM program is off
 * while it still looks attached; but the kernel refuses the 0 while somebody's callback is
 * permanent (is_permanent_ops_registered() in kernel/trace/ftrace.c). Ours does nothing, on a
 * function that is seldom called.
 */
#ifndef VDT_FTRACE_PIN_H
#define VDT_FTRACE_PIN_H

int vdt_ftrace_pin_init(void); /* always 0 */
void vdt_ftrace_pin_exit(void);

/*
 * Tries again if it is not pinned. Returns what is wrong, a text that lasts, or NULL: it is pinned,
 * or this kernel has no such switch. Sleeps.
 */
const char *vdt_ftrace_pin_missing(void);

#endif /* VDT_FTRACE_PIN_H */

/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_SANDBOX_SYSCALLS_H
#define VDT_SANDBOX_SYSCALLS_H

/*
 * Add a rule for every system call of @groups (VDT_CALLS_*) to the libseccomp context @filter.
 * Calls that this architecture does not have are passed over. Returns 0 or -EINVAL.
 */
int vdt_syscalls_allow(void *filter, unsigned int groups);

/* Call @each with the name of every system call of @groups that this architecture has, in the order
 * of the table; a call that is allowed with some arguments only has a '*' behind its name. */
void vdt_syscalls_each(unsigned int groups, void (*each)(void *ctx, const char *name), void *ctx);

#endif /* VDT_SANDBOX_SYSCALLS_H */

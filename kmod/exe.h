/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which of the policy's executables the current task runs. Decided by the file and not by its name:
 * the path of the policy is followed from the root of init, never from the caller's, and the caller
 * runs that executable if it was started from the very inode found there. A copy elsewhere is
 * another executable, a file that an upgrade put in the place of the old one is the same.
 *
 * The executable of an interpreted program is its interpreter.
 */
#ifndef VDT_EXE_H
#define VDT_EXE_H

#include <linux/types.h>

struct file;
struct path;
struct vdt_exes; /* the executables of a policy */
struct vdt_image;
struct vdt_policy;

int vdt_exe_init(void);
void vdt_exe_exit(void);

/* May sleep. Returns NULL without memory. The policy need not outlive it. */
struct vdt_exes *vdt_exes_new(const struct vdt_policy *policy);
void vdt_exes_free(struct vdt_exes *exes);

/*
 * Looks up again what the paths of the active policy name. Sleeps, outside RCU. Who may sleep calls
 * it before he asks; for others it is done behind them when the last time is a second ago.
 */
void vdt_exe_refresh(void);

/*
 * Bits of policy->exes that the current task runs; 0 for a kernel thread, and without policy (image
 * is NULL). Any context in which `current` means something, with the image held by RCU.
 */
u64 vdt_exe_mask(const struct vdt_image *image);

/* The same for any file of executables, and as bits of the policy that they were made of. */
u64 vdt_exes_match(struct vdt_exes *exes, const struct file *file);

/*
 * What a name of the policy stands for, from the root of init and with the rights of the kernel
 * itself. Sleeps. Returns 0 or the errors of vfs_path_lookup().
 */
int vdt_exe_follow(const char *name, struct path *ret_path);

/* Whether the current task runs the supervisor, which opens the ports of the services. */
bool vdt_exe_is_supervisor(void);

/* The current task's executable with a reference, or NULL. Does not sleep. */
struct file *vdt_exe_file(void);

/*
 * Opens an executable for reading, as the kernel itself, by its path from the root of init. Sleeps.
 * Returns ERR_PTR(-EACCES) if it is no file, something is mounted over it, or a program shows it
 * (FUSE), or as open() does.
 */
struct file *vdt_exe_open(const char *name);

/*
 * The path of the current task's executable as the task sees it, for people; what could confuse a
 * terminal is escaped. May sleep. Freed by kfree(); NULL when there is none, or no memory.
 */
char *vdt_exe_name(void);

#endif /* VDT_EXE_H */

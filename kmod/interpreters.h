/* SPDX-License-Identifier: GPL-2.0-only */
/* The interpreters of the policy, wherever they are, and what they may be given; see script.h. */
#ifndef VDT_INTERPRETERS_H
#define VDT_INTERPRETERS_H

struct file;
struct linux_binprm;
struct vdt_image;

/* Another policy is active, NULL: none. */
void vdt_interpreters_policy_changed(const struct vdt_image *image);

/* Both sleep, and return 0 or -EACCES. `name` is what the file is opened by, or NULL. */
int vdt_interpreters_exec(struct linux_binprm *bprm);
int vdt_interpreters_open(struct file *file, const char *name);

/*
 * A file was judged and is to be mapped executable. An interpreter that is not mapped by execve()
 * runs in the place of another program, ld.so, and would be asked nothing. Does not sleep.
 */
int vdt_interpreters_map(struct file *file);

#endif /* VDT_INTERPRETERS_H */

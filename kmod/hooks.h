/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The programs of bpf/, which user space loads and attaches. The module holds what attaches them,
 * so that they stay when every process is gone; and they hold the module, because they call it: it
 * can be unloaded only after they were released.
 */
#ifndef VDT_HOOKS_H
#define VDT_HOOKS_H

#include <linux/types.h>

struct bpf_prog;

/* Returns 0 or a negative errno. */
int vdt_hooks_init(void);

/* Nobody asks any more. Our programs are gone then, but another may have come in the place of one.
 */
void vdt_hooks_exit(void);

/*
 * Holds the link that the descriptor of the calling process stands for. On failure *ret_why is a
 * text that lasts. Returns 0, -EBADF not a link, -EINVAL not of a program that belongs here or none
 * that asks this module, -EEXIST the one on this hook is held, -ENOSPC enough devices are held,
 * -EOPNOTSUPP the kernel has no BPF.
 */
int vdt_hooks_hold(int fd, const char **ret_why);

/* Says why there are no LSM programs; text is copied. */
void vdt_hooks_explain(const char *text);

/* Lets go of the XDP programs, and of the LSM programs. The module can be unloaded a moment later.
 */
void vdt_hooks_release_xdp(void);
void vdt_hooks_release_lsm(void);

struct vdt_hook_part {
	const char *name;
	u8 state;	  /* enum vedette_enforcement_state */
	const char *text; /* what is missing, or NULL */
};

/* Whether it is the program of a hook that is held. Any context. */
bool vdt_hooks_holds(const struct bpf_prog *prog);

/* The state of the part of that name; ret_text, of that size, says why it is not held. */
u8 vdt_hooks_state(const char *name, char *ret_text, size_t size);

/*
 * Calls each() for every part of the enforcement that stands on the programs, until it returns
 * other than 0, and returns that. The strings are for as long as each() runs.
 */
int vdt_hooks_each(int (*each)(const struct vdt_hook_part *part, void *ctx), void *ctx);

#endif /* VDT_HOOKS_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bpf(2). A program of a stranger on a hook of ours, or on a function around it, could have the
 * last word there; on some the kernel even takes a positive number for "go on, and ask nobody
 * else". So guard has the kernel walk over all programs that are loaded, after ours are attached,
 * and the module watches what is loaded from then on. While the device is locked nobody but guard
 * does more than list and read.
 */
#ifndef VDT_BPF_GUARD_H
#define VDT_BPF_GUARD_H

#include <linux/types.h>

struct bpf_prog;

/* A call of bpf(2); type: of a program that is to be loaded. Returns 0 or -EACCES. May sleep. */
int vdt_bpf_guard_call(int cmd, u32 type);

/* A program in the walk over all; NULL: it is over. Under RCU. */
void vdt_bpf_guard_see(const struct bpf_prog *prog, bool first);

/*
 * Returns NULL if the walk was done and no stranger's program can reach ours, otherwise what is
 * wrong, in text, of VDT_EVENT_TEXT_MAX + 1 bytes.
 */
const char *vdt_bpf_guard_missing(char *text);

#endif /* VDT_BPF_GUARD_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Drops early, at the driver, what the netfilter hook would drop anyway: by the same headers, the
 * same tables and the same evaluator. What it cannot tell, or what passes, goes up and is judged
 * there as if nobody had looked before; nothing that passes is counted or limited here.
 */
#ifndef VDT_XDP_H
#define VDT_XDP_H

#include <linux/types.h>

struct xdp_buff;

struct vdt_xdp_count {
	u64 passed, dropped; /* frames */
};

int vdt_xdp_init(void);
void vdt_xdp_exit(void);

/* Whether the frame is to be dropped, which is then counted and reported. In an XDP program. */
bool vdt_xdp_drop(const struct xdp_buff *xdp);

/* The sum over all CPUs. */
struct vdt_xdp_count vdt_xdp_sum(void);

#endif /* VDT_XDP_H */

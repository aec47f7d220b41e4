// SPDX-License-Identifier: GPL-2.0-only
/* The XDP program: the module reads the frame and decides, with the code that the netfilter hook
 * has. */
#include "kfuncs.h"

char LICENSE[] SEC("license") = "GPL";

SEC("xdp")
int vdt_xdp(struct xdp_md *ctx)
{
	return vdt_hook_xdp(ctx) ? XDP_DROP : XDP_PASS;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Fragments that come in, before anybody puts them together. */
#ifndef VDT_FRAGMENTS_H
#define VDT_FRAGMENTS_H

#include <linux/types.h>

struct nf_hook_state;
struct sk_buff;
struct vdt_image;

/* A hook before routing, ahead of every reassembly. Other packets pass after one look. */
unsigned int vdt_fragments_pre_routing(void *priv, struct sk_buff *skb,
				       const struct nf_hook_state *state);

/*
 * Whether fragments are only observed. The hook above has told of one then, and IPv6 brings it to
 * the local-in hook before it puts it together. image may be NULL, and is held by RCU.
 */
bool vdt_fragments_observed(const struct vdt_image *image);

#endif /* VDT_FRAGMENTS_H */

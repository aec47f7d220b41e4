/* SPDX-License-Identifier: GPL-2.0-only */
/* Fragments that come in, before anybody puts them together. */
#ifndef VDT_FRAGMENTS_H
#define VDT_FRAGMENTS_H

struct nf_hook_state;
struct sk_buff;

/* A hook before routing, ahead of every reassembly. Other packets pass after one look. */
unsigned int vdt_fragments_pre_routing(void *priv, struct sk_buff *skb,
				       const struct nf_hook_state *state);

#endif /* VDT_FRAGMENTS_H */

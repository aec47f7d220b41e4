/* SPDX-License-Identifier: GPL-2.0-only */
/* From a verdict to what is done: counted, reported, and passed over in the mode `observe`. */
#ifndef VDT_ENFORCE_H
#define VDT_ENFORCE_H

#include <net/net_namespace.h>

#include "image.h"

struct vdt_packet;
struct vdt_verdict;

/* image may be NULL in all of these: no policy is loaded. The caller holds it by RCU. */

/* Whether the packets of the network namespace are judged at all. */
static inline bool vdt_enforce_covers(const struct vdt_image *image, const struct net *net)
{
	return !image || image->policy->netns == VEDETTE_NETNS_ALL || net_eq(net, &init_net);
}

const struct vdt_rules *vdt_enforce_rules(const struct vdt_image *image);

/*
 * Counts and reports the verdict; event_type is for a drop. Returns whether the packet goes on: it
 * passes, or only is observed. Any context.
 */
bool vdt_enforce(const struct vdt_image *image, const struct vdt_packet *packet,
		 const struct vdt_verdict *verdict, u8 event_type);

#endif /* VDT_ENFORCE_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a camera in the mode observe would have dropped, by port and direction, from the lines of
 * `vedette events --json`.
 */
#ifndef VDT_KIT_OBSERVED_H
#define VDT_KIT_OBSERVED_H

#include <jansson.h>

#include "lib/policy/model.h"

#define VDT_OBSERVED_FLOWS 256 /* of one direction, protocol, port, executable and reason each */
#define VDT_OBSERVED_HOSTS 64  /* of one flow and IP version; more are a crowd */

struct vdt_observed_flow {
	bool out;
	uint8_t proto;
	uint16_t port;		       /* of the destination; 0: the protocol has none */
	char exe[VDT_MODEL_TEXT_ROOM]; /* out: the sender, where the event names it */
	uint8_t reason;		       /* enum vedette_reason */
	uint64_t packets;
	bool crowd; /* hosts has not all of them */
	/* The other end: IPv4 addresses and IPv6 /64, ascending. */
	struct vdt_model_prefixes hosts[VDT_MODEL_FAMILIES];
};

struct vdt_observed {
	struct vdt_observed_flow *flows;
	size_t n_flows;
	uint64_t events, packets;
	uint64_t beyond; /* packets of flows that had no room */
};

/*
 * Count an event; what is no observed drop of a packet is ignored. Returns 0, -ENOMEM, or -EINVAL
 * if it is no event.
 */
int vdt_observed_add(struct vdt_observed *observed, const json_t *event);
void vdt_observed_done(struct vdt_observed *observed);

/* Whether a rule could let it pass: a service or an egress rule, with a set of the hosts. */
bool vdt_observed_wants_rule(const struct vdt_observed_flow *flow);

#endif /* VDT_KIT_OBSERVED_H */

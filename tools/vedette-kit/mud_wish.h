/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What an entry of a MUD file means for a policy. MUD lists packets in both directions; a policy
 * lists who begins, and lets answers pass by itself.
 */
#ifndef VDT_KIT_MUD_WISH_H
#define VDT_KIT_MUD_WISH_H

#include "tools/vedette-kit/mud_ace.h"

#define VDT_MUD_RANGE 16 /* most ports of a range, each of which becomes a rule */

struct vdt_mud_wish {
	bool service;		    /* else egress */
	unsigned int families;	    /* VDT_MUD_V4, VDT_MUD_V6 */
	uint8_t proto;		    /* as in struct vdt_model_egress */
	struct vdt_mud_ports ports; /* first 0: every port, of egress only */
	struct vdt_mud_peer peer;
};

/*
 * Returns 1 with *ret_wish filled in; 0 if the policy needs no rule for it; -EINVAL with *ret_why
 * if no policy can say it. *ret_note is a text where the wish is not quite the entry, or NULL.
 * Never allows more than the entry does, unless any_own_port, which gives up that the device sends
 * from certain ports.
 */
int vdt_mud_wish(const struct vdt_mud_ace *ace, bool from_device, bool any_own_port,
		 struct vdt_mud_wish *ret_wish, const char **ret_why, const char **ret_note);

#endif /* VDT_KIT_MUD_WISH_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One access control entry of a MUD file (RFC 8520, RFC 8519), seen from the device: who the peer
 * is, and which ports are the device's own and which the peer's.
 */
#ifndef VDT_KIT_MUD_ACE_H
#define VDT_KIT_MUD_ACE_H

#include <jansson.h>

#include "lib/policy/model.h"

#define VDT_MUD_TEXT VDT_MODEL_TEXT_ROOM /* of a name or URI that is taken, with its NUL */

enum vdt_mud_peer_kind {
	VDT_MUD_ANY,
	VDT_MUD_NETWORK,
	VDT_MUD_DNS,
	/* What the network that the device is in has to know. */
	VDT_MUD_LOCAL,
	VDT_MUD_MY_CONTROLLER,
	VDT_MUD_SAME_MANUFACTURER,
	VDT_MUD_CONTROLLER,
	VDT_MUD_MANUFACTURER,
	VDT_MUD_MODEL,
};

struct vdt_mud_peer {
	enum vdt_mud_peer_kind kind;
	char text[VDT_MUD_TEXT]; /* of a DNS name, controller, manufacturer, model */
	struct vdt_model_prefix network;
};

enum { VDT_MUD_V4 = 1 << VDT_MODEL_IPV4, VDT_MUD_V6 = 1 << VDT_MODEL_IPV6 };
#define VDT_MUD_BOTH (VDT_MUD_V4 | VDT_MUD_V6)

/* first 0: every port */
struct vdt_mud_ports {
	uint16_t first, last;
};

struct vdt_mud_ace {
	unsigned int families; /* VDT_MUD_V4, VDT_MUD_V6 */
	bool has_proto;
	uint8_t proto; /* IANA; if has_proto */
	struct vdt_mud_ports own_ports, peer_ports;
	struct vdt_mud_peer peer;
	enum { VDT_MUD_EITHER, VDT_MUD_BY_DEVICE, VDT_MUD_BY_PEER } initiated;
	bool has_icmp_type;
	uint8_t icmp_type;
};

/*
 * Read the object `matches` of an entry of the from- or to-device policy, in a list of the given
 * families. Returns 0, or -EINVAL with *ret_why, a text that lasts as long as the program, if
 * anything in it is not understood: then the entry allows less than what is.
 */
int vdt_mud_ace_read(const json_t *matches, bool from_device, unsigned int families,
		     struct vdt_mud_ace *ret_ace, const char **ret_why);

/* A key without the name of its YANG module, if that is one of the three that MUD has. */
const char *vdt_mud_key(const char *key);

#endif /* VDT_KIT_MUD_ACE_H */

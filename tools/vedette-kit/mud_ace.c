// SPDX-License-Identifier: BSD-3-Clause

#include "lib/kshim/core.h"
#include "kmod/policy_text.h"

#include "tools/vedette-kit/mud_ace.h"

#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "tools/vedette-kit/prefix_text.h"

struct reader {
	struct vdt_mud_ace *ace;
	bool from_device;
	enum vdt_model_family family; /* of the container that is read */
	const char *why;
};

struct key {
	const char *name;
	int (*take)(struct reader *r, const json_t *value);
};

struct container {
	const char *name;
	const struct key *keys;
	size_t count;
	int (*begin)(struct reader *r); /* or NULL */
};

static int refuse(struct reader *r, const char *why)
{
	r->why = why;
	return -EINVAL;
}

const char *vdt_mud_key(const char *key)
{
	static const char *const modules[] = {
		"ietf-mud:", "ietf-acldns:", "ietf-access-control-list:"};

	for (size_t i = 0; i < ARRAY_SIZE(modules); i++)
		if (!strncmp(key, modules[i], strlen(modules[i])))
			return key + strlen(modules[i]);
	return key;
}

static int set_proto(struct reader *r, uint8_t proto)
{
	if (r->ace->has_proto && r->ace->proto != proto)
		return refuse(r, "it asks for two protocols at once");
	r->ace->has_proto = true;
	r->ace->proto = proto;
	return 0;
}

/* The peer that is there already and this one would both have to be it. */
static struct vdt_mud_peer *set_peer(struct reader *r, enum vdt_mud_peer_kind kind)
{
	if (r->ace->peer.kind != VDT_MUD_ANY) {
		r->why = "it asks for two properties of the peer at once";
		return NULL;
	}
	r->ace->peer.kind = kind;
	return &r->ace->peer;
}

/* IP */

static int take_protocol(struct reader *r, const json_t *value)
{
	json_int_t proto = json_is_integer(value) ? json_integer_value(value) : -1;

	if (proto < 0 || proto > UINT8_MAX)
		return refuse(r, "protocol: not a number from 0 to 255");
	return set_proto(r, (uint8_t)proto);
}

static int take_dns(struct reader *r, const json_t *value)
{
	const char *name = json_string_value(value);
	struct vdt_mud_peer *peer;
	size_t len = name ? strlen(name) : 0;

	if (len && name[len - 1] == '.')
		len--;
	if (!len || len > VDT_DNS_MAX)
		return refuse(r, "not a DNS name");
	peer = set_peer(r, VDT_MUD_DNS);
	if (!peer)
		return -EINVAL;
	for (size_t i = 0; i < len; i++)
		peer->text[i] = (char)tolower((unsigned char)name[i]);
	return vdt_text_is_dns(peer->text) ? 0 : refuse(r, "not a DNS name");
}

static int take_network(struct reader *r, const json_t *value)
{
	static const struct vdt_model_mark nowhere;
	const char *text = json_string_value(value);
	struct vdt_model_error error;
	enum vdt_model_family family;
	struct vdt_mud_peer *peer;

	if (!text)
		return refuse(r, "a network that is not a text");
	peer = set_peer(r, VDT_MUD_NETWORK);
	if (!peer)
		return -EINVAL;
	if (vdt_prefix_parse(text, &nowhere, &peer->network, &family, &error) ||
	    family != r->family)
		return refuse(r, "not a network of its IP version, or bits behind its length");
	return 0;
}

static int refuse_own_address(struct reader *r)
{
	return refuse(r, "it asks for an address of the device itself, or of a group");
}

static int take_src_dns(struct reader *r, const json_t *value)
{
	return r->from_device ? refuse_own_address(r) : take_dns(r, value);
}

static int take_dst_dns(struct reader *r, const json_t *value)
{
	return r->from_device ? take_dns(r, value) : refuse_own_address(r);
}

static int take_src_network(struct reader *r, const json_t *value)
{
	return r->from_device ? refuse_own_address(r) : take_network(r, value);
}

static int take_dst_network(struct reader *r, const json_t *value)
{
	return r->from_device ? take_network(r, value) : refuse_own_address(r);
}

static const struct key ipv4_keys[] = {
	{"protocol", take_protocol},
	{"src-dnsname", take_src_dns},
	{"dst-dnsname", take_dst_dns},
	{"source-ipv4-network", take_src_network},
	{"destination-ipv4-network", take_dst_network},
};

static const struct key ipv6_keys[] = {
	{"protocol", take_protocol},
	{"src-dnsname", take_src_dns},
	{"dst-dnsname", take_dst_dns},
	{"source-ipv6-network", take_src_network},
	{"destination-ipv6-network", take_dst_network},
};

static int begin_ip(struct reader *r, enum vdt_model_family family)
{
	r->family = family;
	r->ace->families &= 1u << family;
	return r->ace->families ? 0 : refuse(r, "it is of another IP version than its list");
}

static int begin_ipv4(struct reader *r)
{
	return begin_ip(r, VDT_MODEL_IPV4);
}

static int begin_ipv6(struct reader *r)
{
	return begin_ip(r, VDT_MODEL_IPV6);
}

/* TCP and UDP */

/* Returns -1 if it is no port. */
static int port_of(const json_t *value)
{
	json_int_t port = json_is_integer(value) ? json_integer_value(value) : -1;

	return port >= 1 && port <= UINT16_MAX ? (int)port : -1;
}

static bool is_operator(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, "operator"));

	return text && !strcmp(vdt_mud_key(text), name);
}

static int take_ports(struct reader *r, const json_t *value, struct vdt_mud_ports *ports)
{
	const json_t *lower = json_object_get(value, "lower-port");
	const json_t *upper = json_object_get(value, "upper-port");
	int first, last;

	if (ports->first)
		return refuse(r, "it asks for a port twice");
	if (lower) {
		first = port_of(lower);
		last = upper ? port_of(upper) : first;
	} else if (is_operator(value, "eq")) {
		first = last = port_of(json_object_get(value, "port"));
	} else {
		return refuse(r, "ports: neither one (eq) nor a range");
	}
	if (first < 0 || last < first)
		return refuse(r, "ports: not numbers from 1 to 65535 in order");
	*ports = (struct vdt_mud_ports){(uint16_t)first, (uint16_t)last};
	return 0;
}

static int take_src_port(struct reader *r, const json_t *value)
{
	return take_ports(r, value, r->from_device ? &r->ace->own_ports : &r->ace->peer_ports);
}

static int take_dst_port(struct reader *r, const json_t *value)
{
	return take_ports(r, value, r->from_device ? &r->ace->peer_ports : &r->ace->own_ports);
}

static int take_direction(struct reader *r, const json_t *value)
{
	const char *text = json_string_value(value);

	if (text && !strcmp(text, "from-device"))
		r->ace->initiated = VDT_MUD_BY_DEVICE;
	else if (text && !strcmp(text, "to-device"))
		r->ace->initiated = VDT_MUD_BY_PEER;
	else
		return refuse(r, "direction-initiated: neither from-device nor to-device");
	return 0;
}

/* The long names are those of the drafts. */
static const struct key tcp_keys[] = {
	{"source-port", take_src_port},
	{"destination-port", take_dst_port},
	{"source-port-range-or-operator", take_src_port},
	{"destination-port-range-or-operator", take_dst_port},
	{"direction-initiated", take_direction},
};

static int begin_tcp(struct reader *r)
{
	return set_proto(r, IPPROTO_TCP);
}

static int begin_udp(struct reader *r)
{
	return set_proto(r, IPPROTO_UDP);
}

/* ICMP */

static int take_icmp_type(struct reader *r, const json_t *value)
{
	json_int_t type = json_is_integer(value) ? json_integer_value(value) : -1;

	if (type < 0 || type > UINT8_MAX)
		return refuse(r, "ICMP type: not a number from 0 to 255");
	r->ace->has_icmp_type = true;
	r->ace->icmp_type = (uint8_t)type;
	return 0;
}

/* Of what can be said of ICMP, all has code 0. */
static int take_icmp_code(struct reader *r, const json_t *value)
{
	if (!json_is_integer(value) || json_integer_value(value))
		return refuse(r, "ICMP code: not 0");
	return 0;
}

static const struct key icmp_keys[] = {{"type", take_icmp_type}, {"code", take_icmp_code}};

static int begin_icmp(struct reader *r)
{
	if (r->ace->families == VDT_MUD_BOTH)
		return refuse(r, "ICMP without its IP version");
	return set_proto(r, r->ace->families == VDT_MUD_V4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
}

/* MUD */

/* YANG's type empty is [null] in JSON (RFC 7951, 6.9). */
static int take_empty(struct reader *r, const json_t *value, enum vdt_mud_peer_kind kind)
{
	if (!json_is_null(value) &&
	    !(json_array_size(value) == 1 && json_is_null(json_array_get(value, 0))))
		return refuse(r, "something with a value that has none");
	return set_peer(r, kind) ? 0 : -EINVAL;
}

static int take_text(struct reader *r, const json_t *value, enum vdt_mud_peer_kind kind)
{
	const char *text = json_string_value(value);
	struct vdt_mud_peer *peer;

	if (!text || !*text || strlen(text) >= VDT_MUD_TEXT)
		return refuse(r, "a peer that is not a text of 1 to 255 bytes");
	peer = set_peer(r, kind);
	if (!peer)
		return -EINVAL;
	memcpy(peer->text, text, strlen(text) + 1);
	return 0;
}

static int take_local(struct reader *r, const json_t *value)
{
	return take_empty(r, value, VDT_MUD_LOCAL);
}

static int take_my_controller(struct reader *r, const json_t *value)
{
	return take_empty(r, value, VDT_MUD_MY_CONTROLLER);
}

static int take_same_manufacturer(struct reader *r, const json_t *value)
{
	return take_empty(r, value, VDT_MUD_SAME_MANUFACTURER);
}

static int take_controller(struct reader *r, const json_t *value)
{
	return take_text(r, value, VDT_MUD_CONTROLLER);
}

static int take_manufacturer(struct reader *r, const json_t *value)
{
	return take_text(r, value, VDT_MUD_MANUFACTURER);
}

static int take_model(struct reader *r, const json_t *value)
{
	return take_text(r, value, VDT_MUD_MODEL);
}

static const struct key mud_keys[] = {
	{"local-networks", take_local},
	{"my-controller", take_my_controller},
	{"same-manufacturer", take_same_manufacturer},
	{"controller", take_controller},
	{"manufacturer", take_manufacturer},
	{"model", take_model},
};

/* In the order in which they have to be read: ICMP asks for the IP version. */
static const struct container containers[] = {
	{"ipv4", ipv4_keys, ARRAY_SIZE(ipv4_keys), begin_ipv4},
	{"ipv6", ipv6_keys, ARRAY_SIZE(ipv6_keys), begin_ipv6},
	{"tcp", tcp_keys, ARRAY_SIZE(tcp_keys), begin_tcp},
	{"udp", tcp_keys, ARRAY_SIZE(tcp_keys) - 1, begin_udp},
	{"icmp", icmp_keys, ARRAY_SIZE(icmp_keys), begin_icmp},
	{"mud", mud_keys, ARRAY_SIZE(mud_keys), NULL},
};

static int read_key(struct reader *r, const struct container *container, const char *key,
		    const json_t *value)
{
	for (size_t i = 0; i < container->count; i++)
		if (!strcmp(vdt_mud_key(key), container->keys[i].name))
			return container->keys[i].take(r, value);
	return refuse(r, "it asks for something that a policy does not look at");
}

static int read_container(struct reader *r, const struct container *container, const json_t *object)
{
	const char *key;
	json_t *value;
	int err;

	if (!json_is_object(object))
		return refuse(r, "a match that is not an object");
	err = container->begin ? container->begin(r) : 0;
	if (err)
		return err;
	json_object_foreach((json_t *)object, key, value) {
		err = read_key(r, container, key, value);
		if (err)
			return err;
	}
	return 0;
}

static const struct container *find_container(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(containers); i++)
		if (!strcmp(vdt_mud_key(key), containers[i].name))
			return &containers[i];
	return NULL;
}

static int read_matches(struct reader *r, const json_t *matches)
{
	const char *key;
	json_t *value;
	int err = 0;

	json_object_foreach((json_t *)matches, key, value)
		if (!find_container(key))
			return refuse(r, strcmp(key, "eth") ? "it asks for something unknown"
							    : "it is about Ethernet, not IP");
	for (size_t i = 0; !err && i < ARRAY_SIZE(containers); i++) {
		json_object_foreach((json_t *)matches, key, value)
			if (!err && find_container(key) == &containers[i])
				err = read_container(r, &containers[i], value);
	}
	return err;
}

int vdt_mud_ace_read(const json_t *matches, bool from_device, unsigned int families,
		     struct vdt_mud_ace *ret_ace, const char **ret_why)
{
	struct reader r = {.ace = ret_ace, .from_device = from_device};
	int err;

	*ret_ace = (struct vdt_mud_ace){.families = families};
	err = json_is_object(matches) ? read_matches(&r, matches)
				      : refuse(&r, "its matches are not an object");
	*ret_why = r.why;
	return err;
}

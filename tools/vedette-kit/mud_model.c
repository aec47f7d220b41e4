// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/mud_model.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/complain.h"
#include "lib/policy/prefix.h"
#include "tools/vedette-kit/prefix_list.h"
#include "tools/vedette-kit/prefix_text.h"

#define NO_ROOM "more than a policy has room for"

/* A set of the model, and whom it stands for. */
struct stand {
	struct vdt_mud_peer peer;
	unsigned int families;
};

struct builder {
	struct vdt_model *model;
	struct vdt_mud_report *report;
	const struct vdt_mud_fill *fills;
	size_t n_fills;
	struct stand stands[VDT_SETS_MAX]; /* by set */
	bool open[VDT_SERVICES_MAX];	   /* by service: everybody may come */
	struct vdt_model_error *error;
};

static bool is_same_peer(const struct vdt_mud_peer *a, const struct vdt_mud_peer *b)
{
	return a->kind == b->kind && !strcmp(a->text, b->text) &&
	       !vdt_prefix_compare(&a->network, &b->network);
}

int vdt_mud_add_wish(struct vdt_mud_wishes *wishes, const struct vdt_mud_wish *wish)
{
	for (size_t i = 0; i < wishes->count; i++) {
		struct vdt_mud_wish *old = &wishes->items[i];

		if (old->service == wish->service && old->proto == wish->proto &&
		    old->ports.first == wish->ports.first && old->ports.last == wish->ports.last &&
		    is_same_peer(&old->peer, &wish->peer) && wish->peer.kind != VDT_MUD_NETWORK) {
			old->families |= wish->families;
			return 0;
		}
	}
	if (wishes->count == VDT_MUD_WISHES)
		return -E2BIG;
	wishes->items[wishes->count++] = *wish;
	return 0;
}

static const struct {
	const char *name, *what;
	bool numbered; /* there may be several */
} kinds[] = {
	[VDT_MUD_ANY] = {"any", "every address", false},
	[VDT_MUD_NETWORK] = {"net", "network", true},
	[VDT_MUD_DNS] = {"dns", "", false},
	[VDT_MUD_LOCAL] = {"local", "local-networks", false},
	[VDT_MUD_MY_CONTROLLER] = {"my-controller", "my-controller", false},
	[VDT_MUD_SAME_MANUFACTURER] = {"same-manufacturer", "same-manufacturer", false},
	[VDT_MUD_CONTROLLER] = {"controller", "controller", true},
	[VDT_MUD_MANUFACTURER] = {"manufacturer", "manufacturer", true},
	[VDT_MUD_MODEL] = {"model", "model", true},
};

/* Controllers that RFC 8520 (17.7) and usage have given a name. */
static const struct {
	const char *uri, *name;
} known_controllers[] = {
	{"urn:ietf:params:mud:dns", "dns"},
	{"urn:ietf:params:mud:ntp", "ntp"},
	{"urn:ietf:params:mud:gateway", "gateway"},
};

static const char *known_name(const struct vdt_mud_peer *peer)
{
	if (peer->kind != VDT_MUD_CONTROLLER)
		return NULL;
	for (size_t i = 0; i < sizeof(known_controllers) / sizeof(*known_controllers); i++)
		if (!strcmp(peer->text, known_controllers[i].uri))
			return known_controllers[i].name;
	return NULL;
}

/* Which of its kind a peer is, from 1. */
static unsigned int number_of(const struct builder *b, const struct vdt_mud_peer *peer)
{
	unsigned int number = 1;

	for (size_t i = 0; i < b->model->n_sets; i++) {
		const struct vdt_mud_peer *other = &b->stands[i].peer;
		size_t first = 0;

		if (is_same_peer(other, peer))
			return number;
		while (!is_same_peer(&b->stands[first].peer, other))
			first++;
		number += other->kind == peer->kind && !known_name(other) && first == i;
	}
	return number;
}

static void make_name(const struct builder *b, const struct stand *stand,
		      char name[VDT_MODEL_NAME_ROOM])
{
	const struct vdt_mud_peer *peer = &stand->peer;
	const char *known = known_name(peer), *family = "";

	/* A network is of one IP version anyway. */
	if (stand->families == VDT_MUD_V4 && peer->kind != VDT_MUD_NETWORK)
		family = "-ipv4";
	if (stand->families == VDT_MUD_V6 && peer->kind != VDT_MUD_NETWORK)
		family = "-ipv6";
	if (known || !kinds[peer->kind].numbered)
		snprintf(name, VDT_MODEL_NAME_ROOM, "%s%s", known ? known : kinds[peer->kind].name,
			 family);
	else
		snprintf(name, VDT_MODEL_NAME_ROOM, "%s-%u%s", kinds[peer->kind].name,
			 number_of(b, peer), family);
}

static int add_prefix(struct vdt_model_set *set, unsigned int families,
		      const struct vdt_model_prefix *prefix, enum vdt_model_family family)
{
	struct vdt_model_prefix *slot;

	if (!(families & 1u << family))
		return 0;
	slot = vdt_model_add_prefix(&set->ip[family]);
	if (!slot)
		return -ENOMEM;
	*slot = *prefix;
	return 0;
}

static int add_fill(struct builder *b, struct vdt_model_set *set, unsigned int families,
		    const char *prefixes)
{
	static const struct vdt_model_mark nowhere;
	char *copy = strdup(prefixes), *rest = copy, *text;
	int err = copy ? 0 : -ENOMEM;

	while (!err && (text = strsep(&rest, ","))) {
		struct vdt_model_prefix prefix;
		enum vdt_model_family family;

		err = vdt_prefix_parse(text, &nowhere, &prefix, &family, b->error);
		if (!err)
			err = add_prefix(set, families, &prefix, family);
	}
	free(copy);
	for (int family = 0; !err && family < VDT_MODEL_FAMILIES; family++)
		vdt_list_sort(&set->ip[family], family);
	return err;
}

static int fill_set(struct builder *b, struct vdt_model_set *set, const struct stand *stand)
{
	const struct vdt_mud_peer *peer = &stand->peer;
	static const struct vdt_model_prefix everything;
	int err = 0;

	if (peer->kind == VDT_MUD_NETWORK)
		return add_prefix(set, stand->families, &peer->network,
				  stand->families == VDT_MUD_V4 ? VDT_MODEL_IPV4 : VDT_MODEL_IPV6);
	for (int family = 0; peer->kind == VDT_MUD_ANY && family < VDT_MODEL_FAMILIES; family++)
		err = err ? err : add_prefix(set, stand->families, &everything, family);
	for (size_t i = 0; !err && i < b->n_fills; i++)
		if (b->fills[i].kind == peer->kind &&
		    (!b->fills[i].text || !strcmp(b->fills[i].text, peer->text)))
			err = add_fill(b, set, stand->families, b->fills[i].prefixes);
	return err;
}

static int make_set(struct builder *b, const struct stand *stand, const char **ret_name)
{
	struct vdt_model_set *set;
	char name[VDT_MODEL_NAME_ROOM];
	int err;

	if (b->model->n_sets == VDT_SETS_MAX)
		return -E2BIG;
	make_name(b, stand, name);
	b->stands[b->model->n_sets] = *stand;
	set = vdt_model_add_set(b->model);
	if (!set)
		return -ENOMEM;
	memcpy(set->name.text, name, sizeof(name));
	err = fill_set(b, set, stand);
	*ret_name = set->name.text;
	if (stand->peer.kind > VDT_MUD_DNS)
		vdt_mud_set(b->report, name, kinds[stand->peer.kind].what, stand->peer.text,
			    !set->ip[VDT_MODEL_IPV4].count && !set->ip[VDT_MODEL_IPV6].count);
	return err;
}

static int find_set(struct builder *b, const struct vdt_mud_wish *wish, const char **ret_name)
{
	const struct stand stand = {wish->peer, wish->families};

	for (size_t i = 0; i < b->model->n_sets; i++) {
		if (!is_same_peer(&b->stands[i].peer, &stand.peer) ||
		    b->stands[i].families != stand.families)
			continue;
		*ret_name = b->model->sets[i].name.text;
		return 0;
	}
	return make_set(b, &stand, ret_name);
}

static int add_name(struct vdt_model_names *names, const char *text)
{
	struct vdt_model_name *name;

	for (size_t i = 0; i < names->count; i++)
		if (!strcmp(names->items[i].text, text))
			return 0;
	name = vdt_model_add_name(names);
	if (!name)
		return -ENOMEM;
	snprintf(name->text, sizeof(name->text), "%s", text);
	return 0;
}

static bool is_everybody(const struct vdt_mud_wish *wish)
{
	return wish->peer.kind == VDT_MUD_ANY && wish->families == VDT_MUD_BOTH;
}

static int find_service(struct builder *b, uint8_t proto, uint16_t port)
{
	struct vdt_model *model = b->model;
	struct vdt_model_service *service;

	for (size_t i = 0; i < model->n_services; i++)
		if (model->services[i].proto == proto && model->services[i].port == port)
			return (int)i;
	if (model->n_services == VDT_SERVICES_MAX)
		return -E2BIG;
	service = vdt_model_add_service(model);
	if (!service)
		return -ENOMEM;
	service->proto = proto;
	service->port = port;
	snprintf(service->name.text, sizeof(service->name.text), "%s-%u",
		 proto == IPPROTO_TCP ? "tcp" : "udp", port);
	return (int)model->n_services - 1;
}

static int add_service(struct builder *b, const struct vdt_mud_wish *wish, uint16_t port,
		       const char *set)
{
	int index = find_service(b, wish->proto, port);
	struct vdt_model_service *service;

	if (index < 0)
		return index;
	service = &b->model->services[index];
	if (!set) {
		vdt_mud_note(b->report, service->name.text, "",
			     "everybody may come, as the file says");
		b->open[index] = true;
		service->from.count = 0;
		return 0;
	}
	return b->open[index] ? 0 : add_name(&service->from, set);
}

static struct vdt_model_egress *find_rule(struct builder *b, const struct vdt_mud_wish *wish,
					  uint16_t port, const char *set)
{
	for (size_t i = 0; i < b->model->n_egress; i++) {
		struct vdt_model_egress *rule = &b->model->egress[i];

		/* Names each have a rule; so has who may be asked by everybody. */
		if (rule->proto == wish->proto && rule->port == port && !*rule->dns &&
		    !rule->to.count == !set && wish->peer.kind != VDT_MUD_DNS)
			return rule;
	}
	return NULL;
}

static int add_egress(struct builder *b, const struct vdt_mud_wish *wish, uint16_t port,
		      const char *set)
{
	struct vdt_model_egress *rule = find_rule(b, wish, port, set);

	if (!rule && b->model->n_egress == VDT_EGRESS_MAX)
		return -E2BIG;
	if (!rule) {
		rule = vdt_model_add_egress(b->model);
		if (!rule)
			return -ENOMEM;
		rule->proto = wish->proto;
		rule->port = port;
		if (wish->peer.kind == VDT_MUD_DNS)
			snprintf(rule->dns, sizeof(rule->dns), "%s", wish->peer.text);
	}
	return set ? add_name(&rule->to, set) : 0;
}

static int fulfil(struct builder *b, const struct vdt_mud_wish *wish)
{
	const char *set = NULL;
	int err = 0;

	if (wish->peer.kind == VDT_MUD_DNS && wish->families != VDT_MUD_BOTH)
		vdt_mud_note(b->report, wish->peer.text, "",
			     "by name: addresses of both IP versions that it has");
	else if (wish->peer.kind != VDT_MUD_DNS && !is_everybody(wish))
		err = find_set(b, wish, &set);
	for (unsigned int port = wish->ports.first; !err && port <= wish->ports.last; port++)
		err = wish->service ? add_service(b, wish, (uint16_t)port, set)
				    : add_egress(b, wish, (uint16_t)port, set);
	return err;
}

int vdt_mud_build(const struct vdt_mud_wishes *wishes, const struct vdt_mud_fill *fills,
		  size_t n_fills, struct vdt_model *model, struct vdt_mud_report *report,
		  struct vdt_model_error *ret_error)
{
	struct builder b = {.model = model,
			    .report = report,
			    .fills = fills,
			    .n_fills = n_fills,
			    .error = ret_error};
	int err = 0;

	for (size_t i = 0; !err && i < wishes->count; i++) {
		const struct vdt_mud_wish *wish = &wishes->items[i];

		err = fulfil(&b, wish);
		if (err != -E2BIG)
			continue;
		vdt_mud_left_out(report, wish->service ? "to-device" : "from-device",
				 wish->peer.text, NO_ROOM);
		err = 0;
	}
	return err;
}

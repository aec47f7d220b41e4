// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/mud_emit.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <netinet/in.h>
#include <string.h>

#include "lib/policy/prefix.h"

#define ENTRY_NAME 64

/* One line of the policy: who begins, to which port of which end. */
struct line {
	const char *name;
	bool service; /* the peer begins, the port is the device's */
	uint8_t proto;
	uint16_t port; /* 0: every port; TCP only */
};

/* By direction and IP version. */
struct lists {
	json_t *aces[2][VDT_MODEL_FAMILIES];
};

enum { FROM_DEVICE, TO_DEVICE };

static const struct {
	const char *names[2]; /* of the list, by direction */
	const char *type, *container, *networks[2];
	uint8_t icmp, echo[2]; /* request and reply */
} families[VDT_MODEL_FAMILIES] = {
	[VDT_MODEL_IPV4] = {{"from-ipv4", "to-ipv4"},
			    "ipv4-acl-type",
			    "ipv4",
			    {"destination-ipv4-network", "source-ipv4-network"},
			    IPPROTO_ICMP,
			    {ICMP_ECHO, ICMP_ECHOREPLY}},
	[VDT_MODEL_IPV6] = {{"from-ipv6", "to-ipv6"},
			    "ipv6-acl-type",
			    "ipv6",
			    {"destination-ipv6-network", "source-ipv6-network"},
			    IPPROTO_ICMPV6,
			    {ICMPV6_ECHO_REQUEST, ICMPV6_ECHO_REPLY}},
};

/* Roles that sets have by their names, as vedette-kit policy mud gives them. */
static const struct vdt_mud_role known_roles[] = {
	{"local", "local-networks", NULL},
	{"my-controller", "my-controller", NULL},
	{"same-manufacturer", "same-manufacturer", NULL},
	{"dns", "controller", "urn:ietf:params:mud:dns"},
	{"ntp", "controller", "urn:ietf:params:mud:ntp"},
	{"gateway", "controller", "urn:ietf:params:mud:gateway"},
};

static json_t *port_json(uint16_t port)
{
	return json_pack("{s:s, s:i}", "operator", "eq", "port", port);
}

static json_t *transport_json(const struct line *line, int direction)
{
	/* The port is of the end that did not begin; who sends in this list has it as source. */
	bool source = line->service == (direction == FROM_DEVICE);
	json_t *object = json_object();

	if (line->proto == IPPROTO_TCP)
		json_object_set_new(object, "ietf-mud:direction-initiated",
				    json_string(line->service ? "to-device" : "from-device"));
	if (line->port)
		json_object_set_new(object, source ? "source-port" : "destination-port",
				    port_json(line->port));
	return object;
}

/* The part of an entry that does not depend on the peer; *ret_ip is in it. */
static json_t *matches_json(const struct line *line, int direction, enum vdt_model_family family,
			    json_t **ret_ip)
{
	uint8_t proto = line->proto == IPPROTO_ICMP ? families[family].icmp : line->proto;
	json_t *ip = json_pack("{s:i}", "protocol", proto);
	json_t *matches = json_pack("{s:o}", families[family].container, ip);

	*ret_ip = ip;
	if (line->proto == IPPROTO_ICMP)
		json_object_set_new(matches, "icmp",
				    json_pack("{s:i, s:i}", "type",
					      families[family].echo[direction], "code", 0));
	else
		json_object_set_new(matches, line->proto == IPPROTO_TCP ? "tcp" : "udp",
				    transport_json(line, direction));
	return matches;
}

/* Takes over @matches. */
static void add_entry(struct lists *lists, const struct line *line, int direction,
		      enum vdt_model_family family, json_t *matches)
{
	json_t *list = lists->aces[direction][family];
	json_t *name = json_sprintf("%s-%u", line->name, (unsigned int)json_array_size(list));

	json_array_append_new(list, json_pack("{s:o, s:o, s:{s:s}}", "name", name, "matches",
					      matches, "actions", "forwarding", "accept"));
}

/* Both directions of a line, in one IP version; what is of the peer is NULL if there is none. */
static void add_pair(struct lists *lists, const struct line *line, enum vdt_model_family family,
		     const char *network, const char *dns, const struct vdt_mud_role *role)
{
	for (int direction = FROM_DEVICE; direction <= TO_DEVICE; direction++) {
		json_t *ip, *matches = matches_json(line, direction, family, &ip);

		if (network)
			json_object_set_new(ip, families[family].networks[direction],
					    json_string(network));
		if (dns)
			json_object_set_new(ip,
					    direction == FROM_DEVICE ? "ietf-acldns:dst-dnsname"
								     : "ietf-acldns:src-dnsname",
					    json_string(dns));
		if (role)
			json_object_set_new(matches, "ietf-mud:mud",
					    role->value ? json_pack("{s:s}", role->key, role->value)
							: json_pack("{s:[n]}", role->key));
		add_entry(lists, line, direction, family, matches);
	}
}

static void add_both(struct lists *lists, const struct line *line, const char *dns)
{
	add_pair(lists, line, VDT_MODEL_IPV4, NULL, dns, NULL);
	add_pair(lists, line, VDT_MODEL_IPV6, NULL, dns, NULL);
}

static bool is_role(const struct vdt_mud_role *role, const char *set, size_t len)
{
	return strlen(role->set) == len && !strncmp(role->set, set, len);
}

/* The role of a set, and the IP versions in which it has it, for "-ipv4" and "-ipv6" say so. */
static const struct vdt_mud_role *find_role(const struct vdt_mud_head *head, const char *set,
					    bool in[VDT_MODEL_FAMILIES])
{
	static const char *const endings[VDT_MODEL_FAMILIES] = {"-ipv4", "-ipv6"};
	size_t len = strlen(set);

	in[VDT_MODEL_IPV4] = in[VDT_MODEL_IPV6] = true;
	for (size_t i = 0; i < head->n_roles; i++)
		if (is_role(&head->roles[i], set, len))
			return &head->roles[i];
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
		if (len > 5 && !strcmp(set + len - 5, endings[family])) {
			in[!family] = false;
			len -= 5;
			break;
		}
	}
	for (size_t i = 0; i < sizeof(known_roles) / sizeof(*known_roles); i++)
		if (is_role(&known_roles[i], set, len))
			return &known_roles[i];
	return NULL;
}

static void add_prefixes(struct lists *lists, const struct line *line,
			 const struct vdt_model_set *set, enum vdt_model_family family)
{
	char text[VDT_PREFIX_TEXT];

	for (size_t i = 0; i < set->ip[family].count; i++) {
		const struct vdt_model_prefix *prefix = &set->ip[family].items[i];

		vdt_prefix_format(prefix, family, text);
		add_pair(lists, line, family, prefix->length ? text : NULL, NULL, NULL);
	}
}

static void add_set(struct lists *lists, const struct line *line, const struct vdt_model_set *set,
		    const struct vdt_mud_head *head, struct vdt_mud_report *report)
{
	bool in[VDT_MODEL_FAMILIES];
	const struct vdt_mud_role *role = find_role(head, set->name.text, in);

	if (!role && set->feed)
		vdt_mud_left_out(report, line->name, set->name.text, "a feed");
	else if (!role && !set->ip[VDT_MODEL_IPV4].count && !set->ip[VDT_MODEL_IPV6].count)
		vdt_mud_left_out(report, line->name, set->name.text, "a set with nobody in it");
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
		if (role && in[family])
			add_pair(lists, line, family, NULL, NULL, role);
		else if (!role && !set->feed)
			add_prefixes(lists, line, set, family);
	}
}

static void add_sets(struct lists *lists, const struct line *line, const struct vdt_model *model,
		     const struct vdt_model_names *names, const struct vdt_mud_head *head,
		     struct vdt_mud_report *report)
{
	for (size_t i = 0; i < names->count; i++)
		add_set(lists, line, vdt_model_find_set(model, names->items[i].text), head, report);
	if (!names->count)
		add_both(lists, line, NULL);
}

static void add_services(struct lists *lists, const struct vdt_model *model,
			 const struct vdt_mud_head *head, struct vdt_mud_report *report)
{
	for (size_t i = 0; i < model->n_services; i++) {
		const struct vdt_model_service *service = &model->services[i];
		struct line line = {service->name.text, true, service->proto, service->port};

		if (!(service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY))
			add_sets(lists, &line, model, &service->from, head, report);
	}
}

static void add_rules(struct lists *lists, const struct vdt_model *model,
		      const struct vdt_mud_head *head, struct vdt_mud_report *report)
{
	for (size_t i = 0; i < model->n_egress; i++) {
		const struct vdt_model_egress *rule = &model->egress[i];
		char name[ENTRY_NAME];
		struct line line = {name, false, rule->proto, rule->port};

		snprintf(name, sizeof(name), "egress-%zu", i + 1);
		if (!rule->proto || (rule->proto == IPPROTO_UDP && !rule->port))
			/* Nothing in a MUD file tells the answers from what the peer begins. */
			vdt_mud_left_out(report, name, "", "a rule for every port or protocol");
		else if (*rule->dns)
			add_both(lists, &line, rule->dns);
		else
			add_sets(lists, &line, model, &rule->to, head, report);
	}
}

static void note_rest(const struct vdt_model *model, struct vdt_mud_report *report)
{
	const struct vdt_model_limits *l = &model->limits;
	bool exe = model->packet_sockets.count;
	bool limits = l->connections || l->half_open || l->reserved || l->destinations;

	for (size_t i = 0; i < model->n_services; i++) {
		const struct vdt_model_service *service = &model->services[i];

		exe |= *service->exe != '\0';
		limits |= service->connections || service->per_source || service->rate;
	}
	for (size_t i = 0; i < model->n_egress; i++)
		exe |= *model->egress[i].exe != '\0';
	if (model->deny.count)
		vdt_mud_note(report, "deny", "", "a MUD file says only who may");
	if (limits)
		vdt_mud_note(report, "limits", "", "a MUD file has no limits");
	if (exe)
		vdt_mud_note(report, "exe", "", "a MUD file knows no executables");
}

/* Takes over the entries; lists without any are left out, here and in @names. */
static void add_acl(json_t *acls, json_t *names[2], struct lists *lists, int direction,
		    enum vdt_model_family family)
{
	const char *name = families[family].names[direction];
	json_t *aces = lists->aces[direction][family];

	if (!json_array_size(aces)) {
		json_decref(aces);
		return;
	}
	json_array_append_new(acls, json_pack("{s:s, s:s, s:{s:o}}", "name", name, "type",
					      families[family].type, "aces", "ace", aces));
	json_array_append_new(names[direction], json_pack("{s:s}", "name", name));
}

json_t *vdt_mud_emit(const struct vdt_model *model, const struct vdt_mud_head *head,
		     struct vdt_mud_report *report)
{
	json_t *acls = json_array(), *names[2] = {json_array(), json_array()};
	struct lists lists;

	for (int i = 0; i < 4; i++)
		lists.aces[i / 2][i % 2] = json_array();
	add_rules(&lists, model, head, report);
	add_services(&lists, model, head, report);
	note_rest(model, report);
	for (int i = 0; i < 4; i++)
		add_acl(acls, names, &lists, i / 2, i % 2);
	return json_pack("{s:{s:i, s:s, s:s, s:i, s:b, s:s, s:{s:{s:o}}, s:{s:{s:o}}}, s:{s:o}}",
			 "ietf-mud:mud", "mud-version", 1, "mud-url", head->url, "last-update",
			 head->last_update, "cache-validity", 48, "is-supported", 1, "systeminfo",
			 head->systeminfo, "from-device-policy", "access-lists", "access-list",
			 names[FROM_DEVICE], "to-device-policy", "access-lists", "access-list",
			 names[TO_DEVICE], "ietf-access-control-list:acls", "acl", acls);
}

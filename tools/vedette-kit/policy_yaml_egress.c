// SPDX-License-Identifier: BSD-3-Clause
/* network: egress: */

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "lib/policy/complain.h"
#include "tools/vedette-kit/policy_yaml_part.h"

static int take_dns(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_egress *rule = into;

	rule->dns_at = value->at;
	return vdt_yaml_read_text(b, value, rule->dns, sizeof(rule->dns), "dns");
}

static const struct vdt_yaml_key name_keys[] = {
	{"dns", VDT_YAML_SCALAR, take_dns, VDT_YAML_NEEDED},
};

/* A list of sets, {dns: NAME}, or any: who wants every destination has to say so. */
static int take_to(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("to", name_keys);
	struct vdt_model_egress *rule = into;

	if (value->kind == VDT_YAML_MAP)
		return vdt_yaml_read_map(b, &schema, rule, value);
	if (value->kind == VDT_YAML_LIST && value->first)
		return vdt_yaml_read_names(b, value, &rule->to);
	if (value->kind == VDT_YAML_SCALAR && !strcmp(value->text, "any"))
		return 0;
	return vdt_complain(b->error, &value->at,
			    "to; expected a list of sets, {dns: NAME} or any");
}

static int set_proto(struct vdt_yaml_builder *b, struct vdt_model_egress *rule, uint8_t proto,
		     const struct vdt_yaml_node *value)
{
	if (rule->proto)
		return vdt_complain(b->error, &value->key_at,
				    "a second protocol; a rule has one of tcp, udp, icmp");
	rule->proto = proto;
	return 0;
}

static int read_port(struct vdt_yaml_builder *b, struct vdt_model_egress *rule, uint8_t proto,
		     const struct vdt_yaml_node *value)
{
	uint64_t port = 0;
	int err = set_proto(b, rule, proto, value);

	if (!err && strcmp(value->text, "any"))
		err = vdt_yaml_read_number(b, value, UINT16_MAX, &port);
	rule->port = (uint16_t)port;
	return err;
}

static int take_tcp(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return read_port(b, into, IPPROTO_TCP, value);
}

static int take_udp(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return read_port(b, into, IPPROTO_UDP, value);
}

static int take_icmp(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const char *const words[] = {"echo", NULL};
	uint8_t echo;
	int err = vdt_yaml_read_word(b, value, words, "echo", &echo);

	return err ? err : set_proto(b, into, IPPROTO_ICMP, value);
}

static int take_exe(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_egress *rule = into;

	rule->exe_at = value->at;
	return vdt_yaml_read_text(b, value, rule->exe, sizeof(rule->exe), "exe");
}

static const struct vdt_yaml_key egress_keys[] = {
	{"to", VDT_YAML_ANY, take_to, VDT_YAML_NEEDED},
	{"tcp", VDT_YAML_SCALAR, take_tcp, VDT_YAML_OPTIONAL},
	{"udp", VDT_YAML_SCALAR, take_udp, VDT_YAML_OPTIONAL},
	{"icmp", VDT_YAML_SCALAR, take_icmp, VDT_YAML_OPTIONAL},
	{"exe", VDT_YAML_SCALAR, take_exe, VDT_YAML_OPTIONAL},
};

int vdt_yaml_take_egress(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("the rule", egress_keys);
	int err = 0;

	for (const struct vdt_yaml_node *item = value->first; !err && item; item = item->next) {
		struct vdt_model_egress *rule = vdt_model_add_egress(b->model);

		if (!rule)
			return -ENOMEM;
		rule->at = item->at;
		err = vdt_yaml_read_map(b, &schema, rule, item);
	}
	return err;
}

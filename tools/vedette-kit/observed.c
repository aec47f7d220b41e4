// SPDX-License-Identifier: BSD-3-Clause

#include "lib/kshim/core.h"
#include "kmod/policy_text.h"

#include "tools/vedette-kit/observed.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lib/nl/names.h"
#include "lib/policy/prefix.h"
#include "tools/vedette-kit/prefix_list.h"
#include "tools/vedette-kit/prefix_text.h"

#define SUBNET6 64

static const char *text_of(const json_t *event, const char *key)
{
	const char *text = json_string_value(json_object_get(event, key));

	return text ? text : "";
}

/* Returns -1 if it is no number from 0 to @max. */
static json_int_t number_of(const json_t *event, const char *key, json_int_t max)
{
	const json_t *value = json_object_get(event, key);
	json_int_t number = value ? json_integer_value(value) : 0;

	if (value && !json_is_integer(value))
		return -1;
	return number < 0 || number > max ? -1 : number;
}

static int read_reason(const char *name, uint8_t *ret_reason)
{
	for (unsigned int reason = 0; reason <= VEDETTE_REASON_MAX; reason++) {
		if (!strcmp(vdt_nl_reason_name(reason), name)) {
			*ret_reason = (uint8_t)reason;
			return 0;
		}
	}
	return -EINVAL;
}

static bool is_same_flow(const struct vdt_observed_flow *a, const struct vdt_observed_flow *b)
{
	return a->out == b->out && a->proto == b->proto && a->port == b->port &&
	       a->reason == b->reason && !strcmp(a->exe, b->exe);
}

static struct vdt_observed_flow *find_flow(struct vdt_observed *observed,
					   const struct vdt_observed_flow *flow)
{
	for (size_t i = 0; i < observed->n_flows; i++)
		if (is_same_flow(&observed->flows[i], flow))
			return &observed->flows[i];
	return NULL;
}

static int add_host(struct vdt_observed_flow *flow, const struct vdt_model_prefix *host,
		    enum vdt_model_family family)
{
	struct vdt_model_prefixes *list = &flow->hosts[family];
	struct vdt_model_prefix *slot;

	for (size_t i = 0; i < list->count; i++)
		if (!vdt_prefix_compare(&list->items[i], host))
			return 0;
	if (list->count == VDT_OBSERVED_HOSTS) {
		flow->crowd = true;
		return 0;
	}
	slot = vdt_model_add_prefix(list);
	if (!slot)
		return -ENOMEM;
	*slot = *host;
	vdt_list_sort(list, family);
	return 0;
}

/* Hosts change the lower half of their IPv6 addresses as they please. */
static int read_host(const json_t *event, const char *key, struct vdt_model_prefix *host,
		     enum vdt_model_family *family)
{
	static const struct vdt_model_mark nowhere;
	struct vdt_model_error error;

	if (vdt_prefix_parse(text_of(event, key), &nowhere, host, family, &error))
		return -EINVAL;
	if (*family == VDT_MODEL_IPV6)
		host->length = SUBNET6;
	vdt_prefix_mask(host, *family);
	return 0;
}

static int read_flow(const json_t *event, bool out, struct vdt_observed_flow *flow)
{
	json_int_t proto = number_of(event, "proto", UINT8_MAX);
	json_int_t port = number_of(event, "port", UINT16_MAX);
	json_int_t suppressed = number_of(event, "suppressed", UINT32_MAX);
	const char *exe = text_of(event, "text");

	if (proto < 0 || port < 0 || suppressed < 0)
		return -EINVAL;
	*flow = (struct vdt_observed_flow){.out = out,
					   .proto = (uint8_t)proto,
					   .port = (uint16_t)port,
					   .packets = 1 + (uint64_t)suppressed};
	if (out && vdt_text_is_path(exe) && strlen(exe) < sizeof(flow->exe))
		memcpy(flow->exe, exe, strlen(exe) + 1);
	return read_reason(text_of(event, "reason"), &flow->reason);
}

static struct vdt_observed_flow *new_flow(struct vdt_observed *observed,
					  const struct vdt_observed_flow *flow)
{
	struct vdt_observed_flow *bigger =
		reallocarray(observed->flows, observed->n_flows + 1, sizeof(*observed->flows));

	if (!bigger)
		return NULL;
	observed->flows = bigger;
	bigger[observed->n_flows] = *flow;
	bigger[observed->n_flows].packets = 0;
	return &bigger[observed->n_flows++];
}

static int count_flow(struct vdt_observed *observed, const struct vdt_observed_flow *seen,
		      const struct vdt_model_prefix *host, enum vdt_model_family family)
{
	struct vdt_observed_flow *flow = find_flow(observed, seen);

	observed->events++;
	observed->packets += seen->packets;
	if (!flow && observed->n_flows == VDT_OBSERVED_FLOWS) {
		observed->beyond += seen->packets;
		return 0;
	}
	if (!flow)
		flow = new_flow(observed, seen);
	if (!flow)
		return -ENOMEM;
	flow->packets += seen->packets;
	return add_host(flow, host, family);
}

int vdt_observed_add(struct vdt_observed *observed, const json_t *event)
{
	bool out = !strcmp(text_of(event, "type"), "egress-drop");
	struct vdt_observed_flow flow;
	struct vdt_model_prefix host;
	enum vdt_model_family family;

	if (!*text_of(event, "type"))
		return -EINVAL;
	if (!json_is_true(json_object_get(event, "observed")) ||
	    (!out && strcmp(text_of(event, "type"), "packet-drop")))
		return 0;
	if (read_flow(event, out, &flow) ||
	    read_host(event, out ? "destination" : "source", &host, &family))
		return -EINVAL;
	return count_flow(observed, &flow, &host, family);
}

void vdt_observed_done(struct vdt_observed *observed)
{
	for (size_t i = 0; i < observed->n_flows; i++)
		for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
			free(observed->flows[i].hosts[family].items);
	free(observed->flows);
	*observed = (struct vdt_observed){0};
}

bool vdt_observed_wants_rule(const struct vdt_observed_flow *flow)
{
	bool ports = (flow->proto == IPPROTO_TCP || flow->proto == IPPROTO_UDP) && flow->port;

	if (flow->out)
		return ports && flow->reason == VEDETTE_REASON_EGRESS;
	return ports &&
	       (flow->reason == VEDETTE_REASON_NO_SERVICE || flow->reason == VEDETTE_REASON_SOURCE);
}

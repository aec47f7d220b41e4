// SPDX-License-Identifier: BSD-3-Clause

#include "lib/kshim/core.h"
#include "kmod/policy_text.h" /* the camera's own opinion on names, paths and URLs */

#include "lib/policy/model.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <string.h>

#include "lib/policy/complain.h"
#include "lib/policy/prefix.h"

static const struct {
	const char *name;
	size_t most;
} families[VDT_MODEL_FAMILIES] = {
	[VDT_MODEL_IPV4] = {"IPv4", VDT_PREFIXES4_MAX},
	[VDT_MODEL_IPV6] = {"IPv6", VDT_PREFIXES6_MAX},
};

static int check_name(const struct vdt_model_name *name, const char *what,
		      struct vdt_model_error *e)
{
	if (!*name->text)
		return vdt_complain(e, &name->at, "%s has no name", what);
	if (!vdt_text_is_name(name->text))
		return vdt_complain(e, &name->at,
				    "'%s' is no name for %s; names are lower-case letters, digits, "
				    "'-' and '_', starting with a letter",
				    name->text, what);
	return 0;
}

static int check_count(size_t count, size_t most, const char *what, struct vdt_model_error *e)
{
	if (count <= most)
		return 0;
	return vdt_complain(e, NULL, "%zu %s; a policy holds at most %zu", count, what, most);
}

/* Sorted by now, so what is equal stands side by side. */
static int check_prefixes(const struct vdt_model_set *set, enum vdt_model_family family,
			  struct vdt_model_error *e)
{
	const struct vdt_model_prefixes *list = &set->ip[family];
	char text[VDT_PREFIX_TEXT];

	if (list->count > families[family].most)
		return vdt_complain(
			e, &set->name.at, "set '%s' has %zu %s prefixes; a set holds at most %zu",
			set->name.text, list->count, families[family].name, families[family].most);
	for (size_t i = 0; i < list->count; i++) {
		const struct vdt_model_prefix *prefix = &list->items[i];
		struct vdt_model_prefix masked = *prefix;
		int order = i ? vdt_prefix_compare(prefix - 1, prefix) : -1;

		if (vdt_prefix_mask(&masked, family)) {
			vdt_prefix_format(&masked, family, text);
			return vdt_complain(e, &prefix->at,
					    "set '%s': bits are set behind /%u; write %s",
					    set->name.text, prefix->length, text);
		}
		vdt_prefix_format(prefix, family, text);
		if (order == 0)
			return vdt_complain(e, &prefix->at, "set '%s' has %s twice; remove one",
					    set->name.text, text);
		if (order > 0)
			return vdt_complain(e, &prefix->at, "set '%s': %s is out of order",
					    set->name.text, text);
	}
	return 0;
}

static int check_set(const struct vdt_model *model, size_t index, struct vdt_model_error *e)
{
	const struct vdt_model_set *set = &model->sets[index];
	int err = check_name(&set->name, "a set", e);

	if (!err && vdt_model_find_set(model, set->name.text) != set)
		err = vdt_complain(e, &set->name.at,
				   "a set '%s' exists already; choose another name",
				   set->name.text);
	for (int family = 0; !err && family < VDT_MODEL_FAMILIES; family++)
		err = check_prefixes(set, family, e);
	return err;
}

static int check_references(const struct vdt_model *model, const struct vdt_model_names *names,
			    struct vdt_model_error *e)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct vdt_model_name *name = &names->items[i];

		if (!vdt_model_find_set(model, name->text))
			return vdt_complain(e, &name->at, "unknown set '%s'; define it under sets",
					    name->text);
		for (size_t j = 0; j < i; j++)
			if (!strcmp(names->items[j].text, name->text))
				return vdt_complain(e, &name->at,
						    "set '%s' is named twice; remove one",
						    name->text);
	}
	return 0;
}

/* Against the services before it. */
static int check_overlap(const struct vdt_model *model, size_t index, struct vdt_model_error *e)
{
	const struct vdt_model_service *service = &model->services[index];
	const struct vdt_model_service *other = model->services;

	for (; other < service; other++) {
		if (!strcmp(other->name.text, service->name.text))
			return vdt_complain(e, &service->name.at,
					    "a service '%s' exists already; choose another name",
					    service->name.text);
		if (other->proto == service->proto && other->port == service->port)
			return vdt_complain(
				e, &service->port_at,
				"service '%s' has %s port %u already; one port, one service",
				other->name.text, service->proto == IPPROTO_TCP ? "tcp" : "udp",
				service->port);
	}
	return 0;
}

static int check_service(const struct vdt_model *model, size_t index, struct vdt_model_error *e)
{
	const struct vdt_model_service *service = &model->services[index];
	int err = check_name(&service->name, "a service", e);

	if (err)
		return err;
	if (service->proto != IPPROTO_TCP && service->proto != IPPROTO_UDP)
		return vdt_complain(e, &service->port_at, "service '%s' has protocol %u; 6 or 17",
				    service->name.text, service->proto);
	if (!service->port)
		return vdt_complain(e, &service->port_at, "service '%s' has no port; 1 to 65535",
				    service->name.text);
	if (service->flags & ~VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY)
		return vdt_complain(e, &service->name.at, "service '%s' has unknown flags 0x%x",
				    service->name.text, service->flags);
	if (service->flags && service->from.count)
		return vdt_complain(e, &service->from.items->at,
				    "service '%s' is for loopback only and takes no source; "
				    "remove from or loopback",
				    service->name.text);
	if (*service->exe && !vdt_text_is_path(service->exe))
		return vdt_complain(e, &service->exe_at,
				    "exe '%s' is no absolute path without '.', '..' and spaces",
				    service->exe);
	err = check_overlap(model, index, e);
	if (!err)
		err = check_references(model, &service->from, e);
	return err;
}

static int check_stream(const struct vdt_model_stream *stream, struct vdt_model_error *e)
{
	if (!vdt_text_is_encoder(stream->encoder))
		return vdt_complain(e, &stream->encoder_at,
				    "encoder '%s'; expected rtsp://127.0.0.1:PORT/PATH or "
				    "rtsp://[::1]:PORT/PATH, for the plain stream stays inside",
				    stream->encoder);
	if (stream->require != VEDETTE_REQUIRE_ENCRYPTED)
		return vdt_complain(e, &stream->at, "unknown require %u", stream->require);
	if (!stream->viewers || stream->viewers > VDT_MODEL_VIEWERS)
		return vdt_complain(e, &stream->at, "%u viewers; 1 to %u", stream->viewers,
				    VDT_MODEL_VIEWERS);
	return 0;
}

int vdt_model_check(const struct vdt_model *model, struct vdt_model_error *ret_error)
{
	struct vdt_model_error *e = ret_error;
	int err = check_name(&model->name, "a policy", e);

	if (!err && (!model->version || model->version > VDT_MODEL_VERSION))
		err = vdt_complain(e, &model->name.at, "version %" PRIu64 "; 1 to %" PRIu64,
				   model->version, VDT_MODEL_VERSION);
	if (!err && model->netns > VEDETTE_NETNS_INIT)
		err = vdt_complain(e, NULL, "unknown netns %u", model->netns);
	if (!err)
		err = check_count(model->n_sets, VDT_SETS_MAX, "sets", e);
	for (size_t i = 0; !err && i < model->n_sets; i++)
		err = check_set(model, i, e);
	if (!err)
		err = check_references(model, &model->deny, e);
	if (!err)
		err = check_count(model->n_services, VDT_SERVICES_MAX, "services", e);
	for (size_t i = 0; !err && i < model->n_services; i++)
		err = check_service(model, i, e);
	if (!err && model->has_stream)
		err = check_stream(&model->stream, e);
	return err;
}

// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/blob.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/prefix.h"
#include "lib/policy/settings.h"

/* A growing buffer of attributes. The first error sticks and is found at the end. */
struct writer {
	uint8_t *data;
	size_t len, room;
	int err;
};

static void *reserve(struct writer *w, size_t len)
{
	uint8_t *at;

	if (!w->err && w->len + len > VDT_BLOB_MAX)
		w->err = -EMSGSIZE;
	if (!w->err && w->len + len > w->room) {
		size_t room = (w->len + len) * 2;
		uint8_t *bigger = realloc(w->data, room);

		if (bigger) {
			w->data = bigger;
			w->room = room;
		} else {
			w->err = -ENOMEM;
		}
	}
	if (w->err)
		return NULL;
	at = w->data + w->len;
	memset(at, 0, len);
	w->len += len;
	return at;
}

/* An attribute of @len bytes, zeroed, with its padding; the caller fills in the payload. */
static void *put_room(struct writer *w, uint16_t type, size_t len)
{
	struct nlattr *attr;

	if (NLA_HDRLEN + len > UINT16_MAX)
		w->err = w->err ? w->err : -EMSGSIZE;
	attr = reserve(w, NLA_ALIGN(NLA_HDRLEN + len));
	if (!attr)
		return NULL;
	attr->nla_len = (uint16_t)(NLA_HDRLEN + len);
	attr->nla_type = type;
	return (uint8_t *)attr + NLA_HDRLEN;
}

static void put(struct writer *w, uint16_t type, const void *data, size_t len)
{
	void *at = put_room(w, type, len);

	if (at)
		memcpy(at, data, len);
}

static void put_u8(struct writer *w, uint16_t type, uint8_t value)
{
	put(w, type, &value, sizeof(value));
}

static void put_u16(struct writer *w, uint16_t type, uint16_t value)
{
	put(w, type, &value, sizeof(value));
}

/* Zero says that the attribute is left out. */
static void put_u32_if(struct writer *w, uint16_t type, uint32_t value)
{
	if (value)
		put(w, type, &value, sizeof(value));
}

static void put_u8_if(struct writer *w, uint16_t type, uint8_t value)
{
	if (value)
		put_u8(w, type, value);
}

static void put_string(struct writer *w, uint16_t type, const char *text)
{
	put(w, type, text, strlen(text) + 1);
}

static void put_string_if(struct writer *w, uint16_t type, const char *text)
{
	if (*text)
		put_string(w, type, text);
}

static void put_names(struct writer *w, uint16_t type, const struct vdt_model_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		put_string(w, type, names->items[i].text);
}

static size_t begin_nest(struct writer *w, uint16_t type)
{
	size_t start = w->len;

	put_room(w, type | NLA_F_NESTED, 0);
	return start;
}

static void end_nest(struct writer *w, size_t start)
{
	struct nlattr *attr;

	if (!w->err && w->len - start > UINT16_MAX)
		w->err = -EMSGSIZE;
	if (w->err)
		return;
	attr = (struct nlattr *)(w->data + start);
	attr->nla_len = (uint16_t)(w->len - start);
}

static void put_prefixes(struct writer *w, uint16_t type, const struct vdt_model_set *set,
			 enum vdt_model_family family)
{
	const struct vdt_model_prefixes *list = &set->ip[family];
	size_t width = vdt_prefix_width(family);
	uint8_t *at = list->count ? put_room(w, type, list->count * (width + 1)) : NULL;

	if (!at)
		return;
	for (size_t i = 0; i < list->count; i++) {
		memcpy(at, list->items[i].address, width);
		at[width] = list->items[i].length;
		at += width + 1;
	}
}

static void put_set(struct writer *w, const struct vdt_model_set *set)
{
	size_t nest = begin_nest(w, VEDETTE_A_POLICY_SET);

	put_string(w, VEDETTE_A_PREFIXES_NAME, set->name.text);
	if (set->feed) {
		put(w, VEDETTE_A_PREFIXES_FEED, &set->feed, sizeof(set->feed));
	} else {
		put_prefixes(w, VEDETTE_A_PREFIXES_IPV4, set, VDT_MODEL_IPV4);
		put_prefixes(w, VEDETTE_A_PREFIXES_IPV6, set, VDT_MODEL_IPV6);
	}
	end_nest(w, nest);
}

static void put_service(struct writer *w, const struct vdt_model_service *service)
{
	size_t nest = begin_nest(w, VEDETTE_A_POLICY_SERVICE);

	put_string(w, VEDETTE_A_SERVICE_NAME, service->name.text);
	put_u8(w, VEDETTE_A_SERVICE_PROTO, service->proto);
	put_u16(w, VEDETTE_A_SERVICE_PORT, service->port);
	put_u32_if(w, VEDETTE_A_SERVICE_FLAGS, service->flags);
	put_names(w, VEDETTE_A_SERVICE_FROM, &service->from);
	put_string_if(w, VEDETTE_A_SERVICE_EXE, service->exe);
	put_u32_if(w, VEDETTE_A_SERVICE_CONNECTIONS, service->connections);
	put_u32_if(w, VEDETTE_A_SERVICE_PER_SOURCE, service->per_source);
	put_u32_if(w, VEDETTE_A_SERVICE_RATE, service->rate);
	put_u32_if(w, VEDETTE_A_SERVICE_PERIOD, service->period);
	end_nest(w, nest);
}

static void put_stream(struct writer *w, const struct vdt_model_stream *stream)
{
	size_t nest = begin_nest(w, VEDETTE_A_POLICY_STREAM);

	put_string(w, VEDETTE_A_STREAM_ENCODER, stream->encoder);
	put_u8(w, VEDETTE_A_STREAM_REQUIRE, stream->require);
	put_u16(w, VEDETTE_A_STREAM_VIEWERS, stream->viewers);
	end_nest(w, nest);
}

static void put_limits(struct writer *w, const struct vdt_model_limits *limits)
{
	size_t nest;

	if (!limits->connections && !limits->half_open && !limits->reserved &&
	    !limits->destinations)
		return;
	nest = begin_nest(w, VEDETTE_A_POLICY_LIMITS);
	put_u32_if(w, VEDETTE_A_LIMITS_CONNECTIONS, limits->connections);
	put_u32_if(w, VEDETTE_A_LIMITS_HALF_OPEN, limits->half_open);
	put_u32_if(w, VEDETTE_A_LIMITS_RESERVED, limits->reserved);
	put_u32_if(w, VEDETTE_A_LIMITS_DESTINATIONS, limits->destinations);
	end_nest(w, nest);
}

static void put_egress(struct writer *w, const struct vdt_model_egress *rule)
{
	size_t nest = begin_nest(w, VEDETTE_A_POLICY_EGRESS);

	put_names(w, VEDETTE_A_EGRESS_TO, &rule->to);
	put_string_if(w, VEDETTE_A_EGRESS_DNS, rule->dns);
	put_u8_if(w, VEDETTE_A_EGRESS_PROTO, rule->proto);
	if (rule->port)
		put_u16(w, VEDETTE_A_EGRESS_PORT, rule->port);
	put_string_if(w, VEDETTE_A_EGRESS_EXE, rule->exe);
	end_nest(w, nest);
}

static void put_paths(struct writer *w, uint16_t type, const struct vdt_model_paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		put_string(w, type, paths->items[i].text);
}

static void put_hashes(struct writer *w, uint16_t type, const struct vdt_model_hashes *hashes)
{
	for (size_t i = 0; i < hashes->count; i++)
		put(w, type, hashes->items[i].bytes, hashes->items[i].length);
}

static void put_build(struct writer *w, const struct vdt_model_build *build)
{
	size_t nest = begin_nest(w, VEDETTE_A_INTEGRITY_BUILD);

	put_string(w, VEDETTE_A_BUILD_LABEL, build->label.text);
	put(w, VEDETTE_A_BUILD_MINIMUM, &build->minimum, sizeof(build->minimum));
	end_nest(w, nest);
}

static void put_integrity(struct writer *w, const struct vdt_model_integrity *integrity)
{
	size_t nest;

	if (!integrity->enforce && !integrity->log)
		return;
	nest = begin_nest(w, VEDETTE_A_POLICY_INTEGRITY);
	put_u32_if(w, VEDETTE_A_INTEGRITY_ENFORCE, integrity->enforce);
	put_u32_if(w, VEDETTE_A_INTEGRITY_LOG, integrity->log);
	put_paths(w, VEDETTE_A_INTEGRITY_INTERPRETER, &integrity->interpreters);
	put_paths(w, VEDETTE_A_INTEGRITY_JIT, &integrity->jit);
	put_paths(w, VEDETTE_A_INTEGRITY_DATA, &integrity->data);
	put_hashes(w, VEDETTE_A_INTEGRITY_REVOKED_HASH, &integrity->revoked);
	for (size_t i = 0; i < integrity->n_keys; i++)
		put(w, VEDETTE_A_INTEGRITY_REVOKED_KEY, &integrity->keys[i].id, sizeof(uint32_t));
	for (size_t i = 0; i < integrity->n_builds; i++)
		put_build(w, &integrity->builds[i]);
	put_hashes(w, VEDETTE_A_INTEGRITY_VERITY, &integrity->verity);
	put_paths(w, VEDETTE_A_INTEGRITY_UPDATER, &integrity->updaters);
	end_nest(w, nest);
}

static void put_settings(struct writer *w, const struct vdt_section *section,
			 const struct vdt_model_settings *settings)
{
	for (size_t i = 0; i < section->count; i++) {
		uint16_t attr = section->settings[i].attr;

		put(w, attr, &settings->value[attr], sizeof(settings->value[attr]));
	}
}

static void put_accounts(struct writer *w, const struct vdt_model_settings *accounts)
{
	size_t nest;

	if (!accounts->given)
		return;
	nest = begin_nest(w, VEDETTE_A_POLICY_ACCOUNTS);
	put_settings(w, &vdt_section_accounts, accounts);
	end_nest(w, nest);
}

static void put_audit(struct writer *w, const struct vdt_model_settings *audit,
		      const struct vdt_model_syslog *syslog)
{
	size_t nest;

	if (!audit->given)
		return;
	nest = begin_nest(w, VEDETTE_A_POLICY_AUDIT);
	put_settings(w, &vdt_section_audit, audit);
	put_string_if(w, VEDETTE_A_AUDIT_SYSLOG, syslog->url);
	put_string_if(w, VEDETTE_A_AUDIT_NAME, syslog->name);
	end_nest(w, nest);
}

int vdt_blob_encode(const struct vdt_model *model, uint8_t **ret_blob, size_t *ret_len)
{
	struct writer w = {0};

	put_u8(&w, VEDETTE_A_POLICY_FORMAT, VDT_BLOB_FORMAT);
	put_string(&w, VEDETTE_A_POLICY_NAME, model->name.text);
	put(&w, VEDETTE_A_POLICY_VERSION, &model->version, sizeof(model->version));
	put_u8(&w, VEDETTE_A_POLICY_NETNS, model->netns);
	for (size_t i = 0; i < model->n_sets; i++)
		put_set(&w, &model->sets[i]);
	put_names(&w, VEDETTE_A_POLICY_DENY, &model->deny);
	for (size_t i = 0; i < model->n_services; i++)
		put_service(&w, &model->services[i]);
	if (model->has_stream)
		put_stream(&w, &model->stream);
	put_u8_if(&w, VEDETTE_A_POLICY_MODE, model->mode);
	put_u8_if(&w, VEDETTE_A_POLICY_FRAGMENTS, model->fragments);
	put_u8_if(&w, VEDETTE_A_POLICY_XDP, model->xdp);
	put_limits(&w, &model->limits);
	for (size_t i = 0; i < model->n_egress; i++)
		put_egress(&w, &model->egress[i]);
	put_paths(&w, VEDETTE_A_POLICY_PACKET_SOCKET, &model->packet_sockets);
	put_integrity(&w, &model->integrity);
	put_u8_if(&w, VEDETTE_A_POLICY_LOCK, model->lock);
	put_accounts(&w, &model->accounts);
	put_audit(&w, &model->audit, &model->syslog);
	if (w.err) {
		free(w.data);
		return w.err;
	}
	*ret_blob = w.data;
	*ret_len = w.len;
	return 0;
}

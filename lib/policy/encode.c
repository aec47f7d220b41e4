// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/blob.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/prefix.h"

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

static void put_string(struct writer *w, uint16_t type, const char *text)
{
	put(w, type, text, strlen(text) + 1);
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
	put_prefixes(w, VEDETTE_A_PREFIXES_IPV4, set, VDT_MODEL_IPV4);
	put_prefixes(w, VEDETTE_A_PREFIXES_IPV6, set, VDT_MODEL_IPV6);
	end_nest(w, nest);
}

static void put_service(struct writer *w, const struct vdt_model_service *service)
{
	size_t nest = begin_nest(w, VEDETTE_A_POLICY_SERVICE);

	put_string(w, VEDETTE_A_SERVICE_NAME, service->name.text);
	put_u8(w, VEDETTE_A_SERVICE_PROTO, service->proto);
	put_u16(w, VEDETTE_A_SERVICE_PORT, service->port);
	if (service->flags)
		put(w, VEDETTE_A_SERVICE_FLAGS, &service->flags, sizeof(service->flags));
	put_names(w, VEDETTE_A_SERVICE_FROM, &service->from);
	if (*service->exe)
		put_string(w, VEDETTE_A_SERVICE_EXE, service->exe);
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
	if (w.err) {
		free(w.data);
		return w.err;
	}
	*ret_blob = w.data;
	*ret_len = w.len;
	return 0;
}

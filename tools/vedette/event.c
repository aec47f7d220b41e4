// SPDX-License-Identifier: BSD-3-Clause
#include <inttypes.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/clock.h"
#include "lib/nl/digest.h"
#include "lib/nl/names.h"
#include "lib/view/escape.h"
#include "lib/view/value.h"
#include "lib/view/words.h"
#include "tools/vedette/command.h"
#include "tools/vedette/event.h"

static bool has_port(const struct vdt_nl_event *event)
{
	return event->proto == IPPROTO_TCP || event->proto == IPPROTO_UDP;
}

static void packet_words(const struct vdt_nl_event *event, char *text, size_t size)
{
	char source[VDT_ADDRESS_WORDS], destination[VDT_ADDRESS_WORDS], port[8] = "", more[48] = "";

	if (has_port(event))
		snprintf(port, sizeof(port), " %u", event->port);
	if (event->suppressed)
		snprintf(more, sizeof(more), ", after %u more without an event", event->suppressed);
	snprintf(text, size, "%s -> %s %s%s, %s%s%s",
		 vdt_address_words(event->source, event->source_len, source),
		 vdt_address_words(event->destination, event->destination_len, destination),
		 vdt_proto_words(event->proto), port, event->observed ? "only observed: " : "",
		 vdt_nl_reason_text(event->reason), more);
}

static void socket_words(const struct vdt_nl_event *event, char *text, size_t size)
{
	char port[8] = "";

	if (has_port(event))
		snprintf(port, sizeof(port), " %u", event->port);
	snprintf(text, size, "%s, %s%s, %s%s, pid %u uid %u", event->text,
		 vdt_proto_words(event->proto), port, event->observed ? "only observed: " : "",
		 vdt_nl_reason_text(event->reason), event->pid, event->uid);
}

static void integrity_words(const struct vdt_nl_event *event, char *text, size_t size)
{
	char more[48] = "", key[16] = "", digest[VDT_NL_DIGEST_WORDS];

	if (event->suppressed)
		snprintf(more, sizeof(more), ", after %u more without an event", event->suppressed);
	if (event->key_id)
		snprintf(key, sizeof(key), ", key %08x", event->key_id);
	vdt_nl_digest_words(event->digest, event->digest_len, digest);
	snprintf(text, size, "%s %s%s%s%s, by %s, pid %u parent %u uid %u%s%s%s%s",
		 vdt_nl_integrity_kind_name(event->kind), event->path, *event->path ? ", " : "",
		 event->observed ? "only observed: " : "",
		 vdt_nl_integrity_reason_text(event->integrity_reason), event->text, event->pid,
		 event->parent, event->uid, key, *digest ? ", " : "", digest, more);
}

/* What was done to a source. */
static void source_words(const struct vdt_nl_event *event, char *text, size_t size)
{
	char source[VDT_ADDRESS_WORDS], port[16] = "", lasts[VDT_TIME_WORDS] = "", who[48] = "";

	if (event->port)
		snprintf(port, sizeof(port), " port %u", event->port);
	if (event->seconds)
		vdt_time_words(event->seconds, lasts);
	if (event->pid)
		snprintf(who, sizeof(who), ", asked by pid %u uid %u", event->pid, event->uid);
	snprintf(text, size, "%s%s%s%s%s%s%s",
		 vdt_network_words(event->source, event->source_len, event->bits, source), port,
		 *lasts ? " for " : "", lasts, *event->text ? ": " : "", event->text, who);
}

/* Of a policy, a feed, the module, or the counts. */
static void other_words(const struct vdt_nl_event *event, char *text, size_t size)
{
	char policy[96] = "", who[48] = "", error[64] = "";

	if (*event->policy.name)
		snprintf(policy, sizeof(policy), "%s version %" PRIu64, event->policy.name,
			 event->policy.version);
	if (event->pid)
		snprintf(who, sizeof(who), ", asked by pid %u uid %u", event->pid, event->uid);
	if (event->error)
		snprintf(error, sizeof(error), " (%s)", strerror(-event->error));
	snprintf(text, size, "%s%s%s%s%s", policy, *policy && *event->text ? ": " : "", event->text,
		 error, who);
}

typedef void words_fn(const struct vdt_nl_event *event, char *text, size_t size);

static words_fn *words_of(const struct vdt_nl_event *event)
{
	switch (event->type) {
	case VEDETTE_EVENT_TYPE_PACKET_DROP:
	case VEDETTE_EVENT_TYPE_EGRESS_DROP:
		return packet_words;
	case VEDETTE_EVENT_TYPE_SOCKET_REFUSE:
		return socket_words;
	case VEDETTE_EVENT_TYPE_INTEGRITY:
		return integrity_words;
	case VEDETTE_EVENT_TYPE_BAN:
	case VEDETTE_EVENT_TYPE_UNBAN:
		return source_words;
	case VEDETTE_EVENT_TYPE_CUT: /* somebody asked, or it was over a limit */
		return event->pid ? source_words : packet_words;
	default:
		return other_words;
	}
}

void vdt_event_line(const struct vdt_nl_event *event, char *ret_line, size_t size)
{
	time_t seconds = event->realtime / VDT_NS_PER_SECOND;
	char text[768], safe[VDT_ESCAPED(sizeof(text))], when[32] = "?";
	struct tm tm;

	if (localtime_r(&seconds, &tm))
		strftime(when, sizeof(when), "%F %T", &tm);
	words_of(event)(event, text, sizeof(text));
	vdt_escape(text, safe, sizeof(safe));
	snprintf(ret_line, size, "%s #%" PRIu64 " %s: %s", when, event->seq,
		 vdt_nl_event_type_name(event->type), safe);
}

static json_t *time_json(uint64_t realtime)
{
	time_t seconds = realtime / VDT_NS_PER_SECOND;
	char when[32], text[64];
	struct tm tm;

	if (!gmtime_r(&seconds, &tm))
		return json_null();
	strftime(when, sizeof(when), "%FT%T", &tm);
	snprintf(text, sizeof(text), "%s.%09" PRIu64 "Z", when,
		 (uint64_t)(realtime % VDT_NS_PER_SECOND));
	return json_string(text);
}

static void add_address(json_t *object, const char *key, const uint8_t *address, size_t len)
{
	char text[VDT_ADDRESS_WORDS];

	if (len)
		json_object_set_new(object, key,
				    json_string(vdt_address_words(address, len, text)));
}

static void add_packet(json_t *object, const struct vdt_nl_event *event)
{
	bool is_socket = event->type == VEDETTE_EVENT_TYPE_SOCKET_REFUSE;

	if (is_socket || words_of(event) == packet_words) {
		json_object_set_new(object, "reason",
				    json_string(vdt_nl_reason_name(event->reason)));
		json_object_set_new(object, "observed", json_boolean(event->observed));
		json_object_set_new(object, "proto", json_integer(event->proto));
	}
	add_address(object, "source", event->source, event->source_len);
	add_address(object, "destination", event->destination, event->destination_len);
	if (event->port)
		json_object_set_new(object, "port", json_integer(event->port));
	if (event->ifindex)
		json_object_set_new(object, "ifindex", json_integer(event->ifindex));
	if (words_of(event) == packet_words)
		json_object_set_new(object, "suppressed", json_integer(event->suppressed));
	if (event->bits)
		json_object_set_new(object, "prefix_length", json_integer(event->bits));
	if (event->seconds)
		json_object_set_new(object, "seconds", json_integer(event->seconds));
}

static void add_integrity(json_t *object, const struct vdt_nl_event *event)
{
	if (event->type != VEDETTE_EVENT_TYPE_INTEGRITY)
		return;
	json_object_set_new(object, "kind", json_string(vdt_nl_integrity_kind_name(event->kind)));
	json_object_set_new(object, "reason",
			    json_string(vdt_nl_integrity_reason_name(event->integrity_reason)));
	json_object_set_new(object, "observed", json_boolean(event->observed));
	json_object_set_new(object, "path", vdt_json_text(event->path));
	json_object_set_new(object, "parent", json_integer(event->parent));
	json_object_set_new(object, "suppressed", json_integer(event->suppressed));
	if (event->inode) {
		json_object_set_new(object, "inode", json_integer(event->inode));
		json_object_set_new(object, "device", json_integer(event->device));
	}
	if (event->digest_len)
		json_object_set_new(object, "digest",
				    vdt_json_hex(event->digest, event->digest_len));
	if (event->key_id)
		json_object_set_new(object, "key_id", vdt_json_key_id(event->key_id));
}

static void add_asker(json_t *object, const struct vdt_nl_event *event)
{
	if (*event->policy.name) {
		json_object_set_new(object, "policy_name", vdt_json_text(event->policy.name));
		json_object_set_new(object, "policy_version", json_integer(event->policy.version));
		json_object_set_new(object, "policy_digest",
				    vdt_json_hex(event->policy.digest, VDT_NL_DIGEST));
	}
	if (event->error)
		json_object_set_new(object, "error", json_integer(event->error));
	if (*event->text)
		json_object_set_new(object, "text", vdt_json_text(event->text));
	if (event->pid) {
		json_object_set_new(object, "pid", json_integer(event->pid));
		json_object_set_new(object, "uid", json_integer(event->uid));
	}
}

json_t *vdt_event_json(const struct vdt_nl_event *event)
{
	json_t *object =
		json_pack("{s:I, s:o, s:I, s:s}", "seq", (json_int_t)event->seq, "time",
			  time_json(event->realtime), "boottime", (json_int_t)event->boottime,
			  "type", vdt_nl_event_type_name(event->type));

	if (!object)
		return NULL;
	add_packet(object, event);
	add_integrity(object, event);
	add_asker(object, event);
	return object;
}

// SPDX-License-Identifier: BSD-3-Clause
/* Attributes into structs: one table per attribute set. */
#include <errno.h>
#include <string.h>

#include <netlink/attr.h>

#include "lib/nl/decode.h"
#include "lib/nl/fields.h"

static const struct vdt_nl_field identity_fields[] = {
	FIELD(CONTROL_NAME, NAME, struct vdt_nl_identity, name),
	FIELD(CONTROL_VERSION, NUMBER, struct vdt_nl_identity, version),
	FIELD(CONTROL_DIGEST, BYTES, struct vdt_nl_identity, digest),
};

int vdt_nl_decode_identity(const void *attrs, size_t len, struct vdt_nl_identity *ret_identity)
{
	memset(ret_identity, 0, sizeof(*ret_identity));
	return vdt_nl_fields_read(attrs, len, identity_fields, COUNT(identity_fields),
				  ret_identity);
}

static const struct vdt_nl_field feed_fields[] = {
	FIELD(FEED_NAME, NAME, struct vdt_nl_feed, identity.name),
	FIELD(FEED_VERSION, NUMBER, struct vdt_nl_feed, identity.version),
	FIELD(FEED_DIGEST, BYTES, struct vdt_nl_feed, identity.digest),
	FIELD(FEED_MINIMUM, NUMBER, struct vdt_nl_feed, minimum),
	FIELD(FEED_PREFIXES, NUMBER, struct vdt_nl_feed, prefixes),
};

int vdt_nl_decode_feed(const void *attrs, size_t len, struct vdt_nl_feed *ret_feed)
{
	memset(ret_feed, 0, sizeof(*ret_feed));
	return vdt_nl_fields_read(attrs, len, feed_fields, COUNT(feed_fields), ret_feed);
}

static const struct vdt_nl_field lock_item_fields[] = {
	FIELD(LOCK_ITEM_NAME, NAME, struct vdt_nl_part, name),
	FIELD(LOCK_ITEM_STATE, NUMBER, struct vdt_nl_part, state),
	FIELD(LOCK_ITEM_TEXT, TEXT, struct vdt_nl_part, text),
};

int vdt_nl_decode_lock_item(const void *attrs, size_t len, struct vdt_nl_part *ret_item)
{
	memset(ret_item, 0, sizeof(*ret_item));
	return vdt_nl_fields_read(attrs, len, lock_item_fields, COUNT(lock_item_fields), ret_item);
}

static const struct vdt_nl_field certificate_fields[] = {
	FIELD(CERTIFICATE_SUBJECT, TEXT, struct vdt_nl_cert, subject),
	FIELD(CERTIFICATE_ROLE, NAME, struct vdt_nl_cert, role),
};

static int take_certificate(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_status *status = obj;

	if (status->n_certs == VDT_NL_CERTS)
		return -EBADMSG;
	return vdt_nl_fields_read(data, len, certificate_fields, COUNT(certificate_fields),
				  &status->certs[status->n_certs++]);
}

static const struct vdt_nl_field part_fields[] = {
	FIELD(ENFORCEMENT_NAME, NAME, struct vdt_nl_part, name),
	FIELD(ENFORCEMENT_STATE, NUMBER, struct vdt_nl_part, state),
	FIELD(ENFORCEMENT_TEXT, TEXT, struct vdt_nl_part, text),
};

static int take_part(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_status *status = obj;

	if (status->n_parts == VDT_NL_PARTS)
		return -EBADMSG;
	return vdt_nl_fields_read(data, len, part_fields, COUNT(part_fields),
				  &status->parts[status->n_parts++]);
}

static const struct vdt_nl_field status_fields[] = {
	FIELD(STATUS_MODULE_VERSION, TEXT, struct vdt_nl_status, module_version),
	FIELD(STATUS_KERNEL, TEXT, struct vdt_nl_status, kernel),
	FIELD(STATUS_DEVELOPMENT_KEYS, FLAG, struct vdt_nl_status, development_keys),
	FIELD(STATUS_POLICY_STATE, NUMBER, struct vdt_nl_status, policy_state),
	FIELD(STATUS_POLICY_NAME, NAME, struct vdt_nl_status, policy.name),
	FIELD(STATUS_POLICY_VERSION, NUMBER, struct vdt_nl_status, policy.version),
	FIELD(STATUS_POLICY_DIGEST, BYTES, struct vdt_nl_status, policy.digest),
	FIELD(STATUS_POLICY_AGE, NUMBER, struct vdt_nl_status, policy_age),
	FIELD(STATUS_CONFIRM_LEFT, NUMBER, struct vdt_nl_status, confirm_left),
	FIELD(STATUS_LOCK, NUMBER, struct vdt_nl_status, lock),
	FIELD(STATUS_NETNS, NUMBER, struct vdt_nl_status, netns),
	FIELD(STATUS_MODE, NUMBER, struct vdt_nl_status, mode),
	FIELD(STATUS_MEMORY, NUMBER, struct vdt_nl_status, memory),
	FIELD(STATUS_EVENTS_LOST, NUMBER, struct vdt_nl_status, events_lost),
	TAKEN(STATUS_CERTIFICATE, take_certificate),
	TAKEN(STATUS_ENFORCEMENT, take_part),
};

int vdt_nl_decode_status(const void *attrs, size_t len, struct vdt_nl_status *ret_status)
{
	memset(ret_status, 0, sizeof(*ret_status));
	return vdt_nl_fields_read(attrs, len, status_fields, COUNT(status_fields), ret_status);
}

static int take_blob(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_piece *piece = obj;

	piece->blob = data;
	piece->blob_len = len;
	return 0;
}

static int take_signature(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_piece *piece = obj;

	piece->signature = data;
	piece->signature_len = len;
	return 0;
}

static const struct vdt_nl_field piece_fields[] = {
	FIELD(CONTROL_VERSION, NUMBER, struct vdt_nl_piece, version),
	TAKEN(CONTROL_CHUNK, take_blob),
	TAKEN(CONTROL_SIGNATURE_CHUNK, take_signature),
};

int vdt_nl_decode_piece(const void *attrs, size_t len, struct vdt_nl_piece *ret_piece)
{
	memset(ret_piece, 0, sizeof(*ret_piece));
	return vdt_nl_fields_read(attrs, len, piece_fields, COUNT(piece_fields), ret_piece);
}

static int take_from(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_service *service = obj;

	if (service->n_from == VDT_NL_FROM)
		return -EBADMSG;
	return vdt_nl_text_store(data, len, service->from[service->n_from++],
				 sizeof(service->from[0]), false);
}

static const struct vdt_nl_field service_fields[] = {
	FIELD(SERVICE_STATS_NAME, NAME, struct vdt_nl_service, name),
	FIELD(SERVICE_STATS_PROTO, NUMBER, struct vdt_nl_service, proto),
	FIELD(SERVICE_STATS_PORT, NUMBER, struct vdt_nl_service, port),
	FIELD(SERVICE_STATS_FLAGS, NUMBER, struct vdt_nl_service, flags),
	TAKEN(SERVICE_STATS_FROM, take_from),
	FIELD(SERVICE_STATS_EXE, NAME, struct vdt_nl_service, exe),
	FIELD(SERVICE_STATS_PASSED, NUMBER, struct vdt_nl_service, passed),
	FIELD(SERVICE_STATS_DROPPED, NUMBER, struct vdt_nl_service, dropped),
};

int vdt_nl_decode_service(const void *attrs, size_t len, struct vdt_nl_service *ret_service)
{
	memset(ret_service, 0, sizeof(*ret_service));
	return vdt_nl_fields_read(attrs, len, service_fields, COUNT(service_fields), ret_service);
}

struct counter {
	uint8_t reason;
	uint64_t packets, bytes;
};

static const struct vdt_nl_field counter_fields[] = {
	FIELD(COUNTER_REASON, NUMBER, struct counter, reason),
	FIELD(COUNTER_PACKETS, NUMBER, struct counter, packets),
	FIELD(COUNTER_BYTES, NUMBER, struct counter, bytes),
};

static int store_counter(const uint8_t *data, size_t len, struct vdt_nl_count *counts)
{
	struct counter counter = {0};
	int ret = vdt_nl_fields_read(data, len, counter_fields, COUNT(counter_fields), &counter);

	if (ret || counter.reason > VEDETTE_REASON_MAX) /* a newer module has more reasons */
		return ret;
	counts[counter.reason] = (struct vdt_nl_count){counter.packets, counter.bytes};
	return 0;
}

static int take_counter(const uint8_t *data, size_t len, void *obj)
{
	return store_counter(data, len, ((struct vdt_nl_stats *)obj)->counter);
}

static int take_observed(const uint8_t *data, size_t len, void *obj)
{
	return store_counter(data, len, ((struct vdt_nl_stats *)obj)->observed);
}

static const struct vdt_nl_field stats_fields[] = {
	TAKEN(STATS_COUNTER, take_counter),
	TAKEN(STATS_OBSERVED, take_observed),
	FIELD(STATS_EVENTS, NUMBER, struct vdt_nl_stats, events),
	FIELD(STATS_EVENTS_SUPPRESSED, NUMBER, struct vdt_nl_stats, events_suppressed),
	FIELD(STATS_FLOWS, NUMBER, struct vdt_nl_stats, flows),
	FIELD(STATS_XDP_PASSED, NUMBER, struct vdt_nl_stats, xdp_passed),
	FIELD(STATS_XDP_DROPPED, NUMBER, struct vdt_nl_stats, xdp_dropped),
};

int vdt_nl_decode_stats(const void *attrs, size_t len, struct vdt_nl_stats *ret_stats)
{
	memset(ret_stats, 0, sizeof(*ret_stats));
	return vdt_nl_fields_read(attrs, len, stats_fields, COUNT(stats_fields), ret_stats);
}

static int store_address(const uint8_t *data, size_t len, uint8_t address[16], uint8_t *ret_len)
{
	if (len != 4 && len != 16)
		return -EBADMSG;
	memcpy(address, data, len);
	*ret_len = len;
	return 0;
}

static int take_source(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_event *event = obj;

	return store_address(data, len, event->source, &event->source_len);
}

static int take_destination(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_event *event = obj;

	return store_address(data, len, event->destination, &event->destination_len);
}

static int take_file_digest(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_event *event = obj;

	if (len > sizeof(event->digest))
		return -EBADMSG;
	memcpy(event->digest, data, len);
	event->digest_len = len;
	return 0;
}

static const struct vdt_nl_field event_fields[] = {
	FIELD(EVENT_SEQ, NUMBER, struct vdt_nl_event, seq),
	FIELD(EVENT_BOOTTIME, NUMBER, struct vdt_nl_event, boottime),
	FIELD(EVENT_REALTIME, NUMBER, struct vdt_nl_event, realtime),
	FIELD(EVENT_TYPE, NUMBER, struct vdt_nl_event, type),
	FIELD(EVENT_REASON, NUMBER, struct vdt_nl_event, reason),
	TAKEN(EVENT_SOURCE, take_source),
	TAKEN(EVENT_DESTINATION, take_destination),
	FIELD(EVENT_PROTO, NUMBER, struct vdt_nl_event, proto),
	FIELD(EVENT_PORT, NUMBER, struct vdt_nl_event, port),
	FIELD(EVENT_IFINDEX, NUMBER, struct vdt_nl_event, ifindex),
	FIELD(EVENT_SUPPRESSED, NUMBER, struct vdt_nl_event, suppressed),
	FIELD(EVENT_POLICY_NAME, NAME, struct vdt_nl_event, policy.name),
	FIELD(EVENT_POLICY_VERSION, NUMBER, struct vdt_nl_event, policy.version),
	FIELD(EVENT_POLICY_DIGEST, BYTES, struct vdt_nl_event, policy.digest),
	FIELD(EVENT_ERROR, NUMBER, struct vdt_nl_event, error),
	FIELD(EVENT_TEXT, TEXT, struct vdt_nl_event, text),
	FIELD(EVENT_PID, NUMBER, struct vdt_nl_event, pid),
	FIELD(EVENT_UID, NUMBER, struct vdt_nl_event, uid),
	FIELD(EVENT_SECONDS, NUMBER, struct vdt_nl_event, seconds),
	FIELD(EVENT_OBSERVED, FLAG, struct vdt_nl_event, observed),
	FIELD(EVENT_PREFIX_LENGTH, NUMBER, struct vdt_nl_event, bits),
	FIELD(EVENT_KIND, NUMBER, struct vdt_nl_event, kind),
	FIELD(EVENT_INTEGRITY_REASON, NUMBER, struct vdt_nl_event, integrity_reason),
	FIELD(EVENT_PATH, TEXT, struct vdt_nl_event, path),
	FIELD(EVENT_INODE, NUMBER, struct vdt_nl_event, inode),
	FIELD(EVENT_DEVICE, NUMBER, struct vdt_nl_event, device),
	TAKEN(EVENT_FILE_DIGEST, take_file_digest),
	FIELD(EVENT_KEY_ID, NUMBER, struct vdt_nl_event, key_id),
	FIELD(EVENT_PARENT, NUMBER, struct vdt_nl_event, parent),
};

int vdt_nl_decode_event(const void *attrs, size_t len, struct vdt_nl_event *ret_event)
{
	memset(ret_event, 0, sizeof(*ret_event));
	return vdt_nl_fields_read(attrs, len, event_fields, COUNT(event_fields), ret_event);
}

static int take_banned(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_ban *ban = obj;

	return store_address(data, len, ban->source, &ban->source_len);
}

static const struct vdt_nl_field ban_fields[] = {
	TAKEN(ADDRESS_SOURCE, take_banned),
	FIELD(ADDRESS_PREFIX_LENGTH, NUMBER, struct vdt_nl_ban, bits),
	FIELD(ADDRESS_SECONDS, NUMBER, struct vdt_nl_ban, seconds),
	FIELD(ADDRESS_OFFENCES, NUMBER, struct vdt_nl_ban, offences),
	FIELD(ADDRESS_DROPPED, NUMBER, struct vdt_nl_ban, dropped),
	FIELD(ADDRESS_TEXT, TEXT, struct vdt_nl_ban, text),
	FIELD(ADDRESS_SPARE_TRUSTED, FLAG, struct vdt_nl_ban, spare),
};

int vdt_nl_decode_ban(const void *attrs, size_t len, struct vdt_nl_ban *ret_ban)
{
	memset(ret_ban, 0, sizeof(*ret_ban));
	return vdt_nl_fields_read(attrs, len, ban_fields, COUNT(ban_fields), ret_ban);
}

static int take_conn_source(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_conn *conn = obj;

	return store_address(data, len, conn->source, &conn->source_len);
}

static int take_conn_destination(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_conn *conn = obj;

	return store_address(data, len, conn->destination, &conn->destination_len);
}

static const struct vdt_nl_field conn_fields[] = {
	FIELD(CONNECTION_ID, NUMBER, struct vdt_nl_conn, id),
	FIELD(CONNECTION_SERVICE, NAME, struct vdt_nl_conn, service),
	TAKEN(CONNECTION_SOURCE, take_conn_source),
	FIELD(CONNECTION_SOURCE_PORT, NUMBER, struct vdt_nl_conn, source_port),
	TAKEN(CONNECTION_DESTINATION, take_conn_destination),
	FIELD(CONNECTION_PORT, NUMBER, struct vdt_nl_conn, port),
	FIELD(CONNECTION_AGE, NUMBER, struct vdt_nl_conn, age),
	FIELD(CONNECTION_STATE, NUMBER, struct vdt_nl_conn, state),
	FIELD(CONNECTION_TRUSTED, FLAG, struct vdt_nl_conn, trusted),
};

int vdt_nl_decode_conn(const void *attrs, size_t len, struct vdt_nl_conn *ret_conn)
{
	memset(ret_conn, 0, sizeof(*ret_conn));
	return vdt_nl_fields_read(attrs, len, conn_fields, COUNT(conn_fields), ret_conn);
}

static const struct vdt_nl_field limit_fields[] = {
	FIELD(LIMIT_SERVICE, NAME, struct vdt_nl_limit, service),
	FIELD(LIMIT_CONNECTIONS, NUMBER, struct vdt_nl_limit, connections),
	FIELD(LIMIT_LIMIT, NUMBER, struct vdt_nl_limit, limit),
	FIELD(LIMIT_PER_SOURCE, NUMBER, struct vdt_nl_limit, per_source),
	FIELD(LIMIT_HALF_OPEN, NUMBER, struct vdt_nl_limit, half_open),
	FIELD(LIMIT_HALF_OPEN_LIMIT, NUMBER, struct vdt_nl_limit, half_open_limit),
	FIELD(LIMIT_RESERVED, NUMBER, struct vdt_nl_limit, reserved),
	FIELD(LIMIT_REFUSED, NUMBER, struct vdt_nl_limit, refused),
};

int vdt_nl_decode_limit(const void *attrs, size_t len, struct vdt_nl_limit *ret_limit)
{
	memset(ret_limit, 0, sizeof(*ret_limit));
	return vdt_nl_fields_read(attrs, len, limit_fields, COUNT(limit_fields), ret_limit);
}

static int take_source_address(const uint8_t *data, size_t len, void *obj)
{
	struct vdt_nl_source *source = obj;

	return store_address(data, len, source->source, &source->source_len);
}

static const struct vdt_nl_field source_fields[] = {
	TAKEN(ADDRESS_SOURCE, take_source_address),
	FIELD(ADDRESS_PREFIX_LENGTH, NUMBER, struct vdt_nl_source, prefix_length),
	FIELD(ADDRESS_CONNECTIONS, NUMBER, struct vdt_nl_source, connections),
	FIELD(ADDRESS_HALF_OPEN, NUMBER, struct vdt_nl_source, half_open),
};

int vdt_nl_decode_source(const void *attrs, size_t len, struct vdt_nl_source *ret_source)
{
	memset(ret_source, 0, sizeof(*ret_source));
	return vdt_nl_fields_read(attrs, len, source_fields, COUNT(source_fields), ret_source);
}

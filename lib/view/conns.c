// SPDX-License-Identifier: BSD-3-Clause
#include "lib/view/conns.h"

#include <netinet/tcp.h>

#include "lib/view/value.h"
#include "lib/view/words.h"

static const char *const states[] = {
	[TCP_ESTABLISHED] = "established",
	[TCP_SYN_SENT] = "syn-sent",
	[TCP_SYN_RECV] = "syn-received",
	[TCP_FIN_WAIT1] = "fin-wait-1",
	[TCP_FIN_WAIT2] = "fin-wait-2",
	[TCP_TIME_WAIT] = "time-wait",
	[TCP_CLOSE] = "closed",
	[TCP_CLOSE_WAIT] = "close-wait",
	[TCP_LAST_ACK] = "last-ack",
	[TCP_LISTEN] = "listening",
	[TCP_CLOSING] = "closing",
};

const char *vdt_conn_state_words(uint8_t state)
{
	return state < sizeof(states) / sizeof(states[0]) && states[state] ? states[state]
									   : "unknown";
}

json_t *vdt_view_conn(const struct vdt_nl_conn *conn)
{
	char source[VDT_ADDRESS_WORDS], destination[VDT_ADDRESS_WORDS];
	json_t *object =
		json_pack("{s:I, s:s, s:i, s:s, s:i, s:I, s:s, s:b}", "id", (json_int_t)conn->id,
			  "source", vdt_address_words(conn->source, conn->source_len, source),
			  "source_port", conn->source_port, "destination",
			  vdt_address_words(conn->destination, conn->destination_len, destination),
			  "port", conn->port, "age", (json_int_t)conn->age, "state",
			  vdt_conn_state_words(conn->state), "trusted", conn->trusted);

	if (*conn->service)
		json_object_set_new(object, "service", vdt_json_text(conn->service));
	return object;
}

json_t *vdt_view_source(const struct vdt_nl_source *source)
{
	char words[VDT_ADDRESS_WORDS];

	return json_pack("{s:s, s:i, s:I, s:I}", "source",
			 vdt_address_words(source->source, source->source_len, words),
			 "prefix_length", source->prefix_length, "connections",
			 (json_int_t)source->connections, "half_open",
			 (json_int_t)source->half_open);
}

json_t *vdt_view_limit(const struct vdt_nl_limit *limit)
{
	json_t *object =
		json_pack("{s:I, s:I, s:I}", "connections", (json_int_t)limit->connections, "limit",
			  (json_int_t)limit->limit, "refused", (json_int_t)limit->refused);

	if (*limit->service) {
		json_object_set_new(object, "service", vdt_json_text(limit->service));
		json_object_set_new(object, "per_source", json_integer(limit->per_source));
		return object;
	}
	json_object_set_new(object, "half_open", json_integer(limit->half_open));
	json_object_set_new(object, "half_open_limit", json_integer(limit->half_open_limit));
	json_object_set_new(object, "reserved", json_integer(limit->reserved));
	return object;
}

// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include <criterion/criterion.h>

#include "lib/nl/decode.h"
#include "tests/unit/lib/nl/build.h"

static const char long_text[300] = {[0 ... 298] = 'x'};

Test(decode, status_in_full)
{
	uint8_t digest[VDT_NL_DIGEST] = {1, 2, 3};
	struct attrs attrs = {0}, certificate = {0};
	struct vdt_nl_status status;

	put_string(&certificate, VEDETTE_A_CERTIFICATE_SUBJECT, "CN=fleet");
	put_string(&certificate, VEDETTE_A_CERTIFICATE_ROLE, "policy");
	put_string(&attrs, VEDETTE_A_STATUS_MODULE_VERSION, "0.1.0");
	put(&attrs, VEDETTE_A_STATUS_DEVELOPMENT_KEYS, NULL, 0);
	put_u8(&attrs, VEDETTE_A_STATUS_POLICY_STATE, VEDETTE_POLICY_STATE_CONFIRMED);
	put_string(&attrs, VEDETTE_A_STATUS_POLICY_NAME, "lobby");
	put_u64(&attrs, VEDETTE_A_STATUS_POLICY_VERSION, 42);
	put(&attrs, VEDETTE_A_STATUS_POLICY_DIGEST, digest, sizeof(digest));
	put_nest(&attrs, VEDETTE_A_STATUS_CERTIFICATE, &certificate);
	put_nest(&attrs, VEDETTE_A_STATUS_CERTIFICATE, &certificate);

	cr_assert_eq(vdt_nl_decode_status(attrs.bytes, attrs.len, &status), 0);
	cr_assert_str_eq(status.module_version, "0.1.0");
	cr_assert(status.development_keys);
	cr_assert_eq(status.policy_state, VEDETTE_POLICY_STATE_CONFIRMED);
	cr_assert_str_eq(status.policy.name, "lobby");
	cr_assert_eq(status.policy.version, 42);
	cr_assert_arr_eq(status.policy.digest, digest, sizeof(digest));
	cr_assert_eq(status.n_certs, 2);
	cr_assert_str_eq(status.certs[1].role, "policy");
}

Test(decode, nothing_is_zeroes)
{
	struct vdt_nl_status status;

	memset(&status, 0xff, sizeof(status));
	cr_assert_eq(vdt_nl_decode_status("", 0, &status), 0);
	cr_assert_eq(status.policy_state, VEDETTE_POLICY_STATE_NONE);
	cr_assert_eq(status.n_certs, 0);
	cr_assert_not(status.development_keys);
}

static const struct {
	uint16_t attr;
	size_t claimed, len; /* of the payload */
	int expected;
	const char *why;
} single[] = {
	{VEDETTE_A_STATUS_POLICY_VERSION, 8, 8, 0, "a number of the right size"},
	{VEDETTE_A_STATUS_POLICY_VERSION, 4, 4, -EBADMSG, "a number too short"},
	{VEDETTE_A_STATUS_POLICY_VERSION, 9, 9, -EBADMSG, "a number too long"},
	{VEDETTE_A_STATUS_POLICY_DIGEST, 32, 32, 0, "a digest"},
	{VEDETTE_A_STATUS_POLICY_DIGEST, 31, 31, -EBADMSG, "a digest too short"},
	{VEDETTE_A_STATUS_POLICY_DIGEST, 33, 33, -EBADMSG, "a digest too long"},
	{VEDETTE_A_STATUS_POLICY_NAME, 31, 31, 0, "the longest name, without NUL"},
	{VEDETTE_A_STATUS_POLICY_NAME, 32, 32, -EBADMSG, "a name that does not fit"},
	{VEDETTE_A_STATUS_POLICY_NAME, 0, 0, 0, "an empty name"},
	{VEDETTE_A_STATUS_MODULE_VERSION, 298, 298, 0, "a text for people is cut"},
	{VEDETTE_A_STATUS_POLICY_VERSION, 200, 8, -EBADMSG, "longer than what is there"},
	{VEDETTE_A_STATUS_MAX + 7, 3, 3, 0, "an attribute of a newer module"},
};

Test(decode, bounds_of_every_kind)
{
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++) {
		struct attrs attrs = {0};
		struct vdt_nl_status status;

		put_claiming(&attrs, single[i].attr, single[i].claimed, long_text, single[i].len);
		cr_expect_eq(vdt_nl_decode_status(attrs.bytes, attrs.len, &status),
			     single[i].expected, "%s", single[i].why);
	}
}

Test(decode, text_is_cut_and_terminated)
{
	struct vdt_nl_status status;
	struct attrs attrs = {0};

	put(&attrs, VEDETTE_A_STATUS_KERNEL, long_text, sizeof(long_text) - 1);
	cr_assert_eq(vdt_nl_decode_status(attrs.bytes, attrs.len, &status), 0);
	cr_assert_eq(strlen(status.kernel), sizeof(status.kernel) - 1);
}

/* An attribute may end at any byte of the buffer, and never is a byte behind it read (ASan). */
Test(decode, truncated_at_every_byte)
{
	struct attrs attrs = {0}, counter = {0};
	struct vdt_nl_stats stats;

	put_u8(&counter, VEDETTE_A_COUNTER_REASON, VEDETTE_REASON_SERVICE);
	put_u64(&counter, VEDETTE_A_COUNTER_PACKETS, 7);
	put_nest(&attrs, VEDETTE_A_STATS_COUNTER, &counter);
	for (size_t len = 1; len < attrs.len; len++) {
		uint8_t *exact = malloc(len);

		memcpy(exact, attrs.bytes, len);
		cr_expect_eq(vdt_nl_decode_stats(exact, len, &stats), -EBADMSG, "at byte %zu", len);
		free(exact);
	}
	cr_assert_eq(vdt_nl_decode_stats(attrs.bytes, attrs.len, &stats), 0);
	cr_assert_eq(stats.counter[VEDETTE_REASON_SERVICE].packets, 7);
}

Test(decode, header_shorter_than_itself)
{
	struct nlattr head = {.nla_len = 3, .nla_type = VEDETTE_A_STATUS_LOCK};
	struct vdt_nl_status status;

	cr_assert_eq(vdt_nl_decode_status(&head, sizeof(head), &status), -EBADMSG);
}

Test(decode, reason_of_a_newer_module_is_left_out)
{
	struct attrs attrs = {0}, counter = {0};
	struct vdt_nl_stats stats;

	put_u8(&counter, VEDETTE_A_COUNTER_REASON, VEDETTE_REASON_MAX + 1);
	put_u64(&counter, VEDETTE_A_COUNTER_PACKETS, 7);
	put_nest(&attrs, VEDETTE_A_STATS_COUNTER, &counter);
	cr_assert_eq(vdt_nl_decode_stats(attrs.bytes, attrs.len, &stats), 0);
	for (unsigned int i = 0; i <= VEDETTE_REASON_MAX; i++)
		cr_expect_eq(stats.counter[i].packets, 0);
}

Test(decode, what_was_observed_is_counted_apart)
{
	struct attrs attrs = {0}, counter = {0};
	struct vdt_nl_stats stats;

	put_u8(&counter, VEDETTE_A_COUNTER_REASON, VEDETTE_REASON_GROUP);
	put_u64(&counter, VEDETTE_A_COUNTER_PACKETS, 7);
	put_nest(&attrs, VEDETTE_A_STATS_OBSERVED, &counter);
	cr_assert_eq(vdt_nl_decode_stats(attrs.bytes, attrs.len, &stats), 0);
	cr_expect_eq(stats.observed[VEDETTE_REASON_GROUP].packets, 7);
	cr_expect_eq(stats.counter[VEDETTE_REASON_GROUP].packets, 0);
}

Test(decode, no_more_items_than_there_is_room)
{
	struct attrs sources = {0}, certificates = {0}, empty = {0};
	struct vdt_nl_service service;
	struct vdt_nl_status status;

	for (int i = 0; i < VDT_NL_FROM; i++)
		put_string(&sources, VEDETTE_A_SERVICE_STATS_FROM, "lan");
	cr_expect_eq(vdt_nl_decode_service(sources.bytes, sources.len, &service), 0);
	cr_expect_eq(service.n_from, VDT_NL_FROM);
	put_string(&sources, VEDETTE_A_SERVICE_STATS_FROM, "lan");
	cr_expect_eq(vdt_nl_decode_service(sources.bytes, sources.len, &service), -EBADMSG);

	for (int i = 0; i <= VDT_NL_CERTS; i++)
		put_nest(&certificates, VEDETTE_A_STATUS_CERTIFICATE, &empty);
	cr_expect_eq(vdt_nl_decode_status(certificates.bytes, certificates.len, &status), -EBADMSG);
}

Test(decode, addresses_are_of_4_or_16_bytes)
{
	for (size_t len = 0; len <= 17; len++) {
		struct attrs attrs = {0};
		struct vdt_nl_event event;
		bool right = len == 4 || len == 16;

		put(&attrs, VEDETTE_A_EVENT_SOURCE, long_text, len);
		cr_expect_eq(vdt_nl_decode_event(attrs.bytes, attrs.len, &event),
			     right ? 0 : -EBADMSG, "%zu bytes", len);
		cr_expect_eq(event.source_len, right ? len : 0);
	}
}

Test(decode, piece_points_into_the_attributes)
{
	struct vdt_nl_piece piece;
	struct attrs attrs = {0};

	put_u64(&attrs, VEDETTE_A_CONTROL_VERSION, 9);
	put(&attrs, VEDETTE_A_CONTROL_CHUNK, "abc", 3);
	cr_assert_eq(vdt_nl_decode_piece(attrs.bytes, attrs.len, &piece), 0);
	cr_assert_eq(piece.version, 9);
	cr_assert_eq(piece.blob_len, 3);
	cr_assert_arr_eq(piece.blob, "abc", 3);
	cr_assert_null(piece.signature);
}

Test(decode, connections_limits_and_sources)
{
	static const uint8_t four[4] = {10, 0, 0, 1}, sixteen[16] = {0xfd};
	struct attrs conn = {0}, limit = {0}, source = {0};
	struct vdt_nl_source got_source;
	struct vdt_nl_limit got_limit;
	struct vdt_nl_conn got;

	put_u64(&conn, VEDETTE_A_CONNECTION_ID, 7);
	put_string(&conn, VEDETTE_A_CONNECTION_SERVICE, "rtsps");
	put(&conn, VEDETTE_A_CONNECTION_SOURCE, four, sizeof(four));
	put(&conn, VEDETTE_A_CONNECTION_DESTINATION, sixteen, sizeof(sixteen));
	put(&conn, VEDETTE_A_CONNECTION_TRUSTED, NULL, 0);
	cr_assert_eq(vdt_nl_decode_conn(conn.bytes, conn.len, &got), 0);
	cr_expect(got.id == 7 && got.source_len == 4 && got.destination_len == 16 && got.trusted);
	cr_expect_str_eq(got.service, "rtsps");

	put_u64(&limit, VEDETTE_A_LIMIT_REFUSED, 9);
	put_u32(&limit, VEDETTE_A_LIMIT_HALF_OPEN_LIMIT, 64);
	cr_assert_eq(vdt_nl_decode_limit(limit.bytes, limit.len, &got_limit), 0);
	cr_expect(got_limit.refused == 9 && got_limit.half_open_limit == 64);
	cr_expect_str_eq(got_limit.service, "");

	put(&source, VEDETTE_A_ADDRESS_SOURCE, sixteen, sizeof(sixteen));
	put_u8(&source, VEDETTE_A_ADDRESS_PREFIX_LENGTH, 64);
	put_u32(&source, VEDETTE_A_ADDRESS_HALF_OPEN, 3);
	cr_assert_eq(vdt_nl_decode_source(source.bytes, source.len, &got_source), 0);
	cr_expect(got_source.prefix_length == 64 && got_source.half_open == 3);

	put(&source, VEDETTE_A_ADDRESS_SOURCE, sixteen, 5);
	cr_expect_eq(vdt_nl_decode_source(source.bytes, source.len, &got_source), -EBADMSG);
}

Test(decode, items_of_the_lock)
{
	struct attrs attrs = {0};
	struct vdt_nl_part item;

	put_string(&attrs, VEDETTE_A_LOCK_ITEM_NAME, "bpf");
	put_u8(&attrs, VEDETTE_A_LOCK_ITEM_STATE, VEDETTE_ENFORCEMENT_STATE_NOT_HELD);
	put(&attrs, VEDETTE_A_LOCK_ITEM_TEXT, long_text, sizeof(long_text) - 1);
	cr_assert_eq(vdt_nl_decode_lock_item(attrs.bytes, attrs.len, &item), 0);
	cr_expect_str_eq(item.name, "bpf");
	cr_expect_eq(item.state, VEDETTE_ENFORCEMENT_STATE_NOT_HELD);
	cr_expect_eq(strlen(item.text), sizeof(item.text) - 1);
	put(&attrs, VEDETTE_A_LOCK_ITEM_NAME, long_text, sizeof(item.name));
	cr_expect_eq(vdt_nl_decode_lock_item(attrs.bytes, attrs.len, &item), -EBADMSG);
}

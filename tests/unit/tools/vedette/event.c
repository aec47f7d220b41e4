// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <criterion/criterion.h>

#include "tools/vedette/event.h"

static const struct vdt_nl_event drop = {
	.seq = 17,
	.realtime = 1700000000000000005ull,
	.type = VEDETTE_EVENT_TYPE_PACKET_DROP,
	.reason = VEDETTE_REASON_NO_SERVICE,
	.source = {10, 0, 0, 9},
	.source_len = 4,
	.destination = {10, 0, 0, 1},
	.destination_len = 4,
	.proto = IPPROTO_TCP,
	.port = 23,
	.suppressed = 34,
};

static const struct vdt_nl_event refuse = {
	.seq = 18,
	.realtime = 1700000001000000000ull,
	.type = VEDETTE_EVENT_TYPE_POLICY_REFUSE,
	.error = -ESTALE,
	.policy = {.name = "lobby", .version = 4},
	.text = "not above 7\n\033[2J",
	.pid = 12,
};

static void in_utc(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
}

Test(event, drop_line, .init = in_utc)
{
	char line[VDT_EVENT_LINE];

	vdt_event_line(&drop, line, sizeof(line));
	cr_assert_str_eq(
		line, "2023-11-14 22:13:20 #17 packet-drop: 10.0.0.9 -> 10.0.0.1 tcp 23, "
		      "Dropped, no service listens there by the policy, after 34 more without an "
		      "event");
}

Test(event, line_is_one_line_whatever_the_text, .init = in_utc)
{
	char line[VDT_EVENT_LINE];

	vdt_event_line(&refuse, line, sizeof(line));
	cr_assert_null(strchr(line, '\n'));
	cr_assert_null(strchr(line, '\033'));
	cr_assert_not_null(strstr(line, "lobby version 4: not above 7\\x0a\\x1b[2J"), "%s", line);
	cr_assert_not_null(strstr(line, "asked by pid 12 uid 0"), "%s", line);
}

Test(event, line_is_cut_to_its_room)
{
	char line[16];

	vdt_event_line(&drop, line, sizeof(line));
	cr_assert_eq(strlen(line), sizeof(line) - 1);
}

Test(event, drop_json)
{
	json_t *object = vdt_event_json(&drop);

	cr_assert_eq(json_integer_value(json_object_get(object, "seq")), 17);
	cr_assert_str_eq(json_string_value(json_object_get(object, "time")),
			 "2023-11-14T22:13:20.000000005Z");
	cr_assert_str_eq(json_string_value(json_object_get(object, "reason")), "no-service");
	cr_assert_str_eq(json_string_value(json_object_get(object, "source")), "10.0.0.9");
	cr_assert_eq(json_integer_value(json_object_get(object, "suppressed")), 34);
	cr_assert_null(json_object_get(object, "policy_name"));
	json_decref(object);
}

Test(event, refuse_json)
{
	json_t *object = vdt_event_json(&refuse);

	cr_assert_eq(json_integer_value(json_object_get(object, "error")), -ESTALE);
	cr_assert_eq(json_integer_value(json_object_get(object, "policy_version")), 4);
	cr_assert_str_eq(json_string_value(json_object_get(object, "text")), refuse.text);
	cr_assert_null(json_object_get(object, "source"));
	json_decref(object);
}

Test(event, json_of_bytes_that_are_not_utf8)
{
	struct vdt_nl_event event = refuse;
	json_t *object;

	memcpy(event.text, "\xff\xfe", 3);
	object = vdt_event_json(&event);
	cr_assert_str_eq(json_string_value(json_object_get(object, "text")), "\\xff\\xfe");
	json_decref(object);
}

static const struct vdt_nl_event integrity = {
	.type = VEDETTE_EVENT_TYPE_INTEGRITY,
	.kind = VEDETTE_INTEGRITY_KIND_MMAP,
	.integrity_reason = VEDETTE_INTEGRITY_REASON_NO_SIGNATURE,
	.path = "/tmp/lib.so",
	.text = "/bin/sh",
	.pid = 9,
	.parent = 8,
	.inode = 77,
	.key_id = 0xabcd,
	.digest = {0xde, 0xad},
	.digest_len = 32,
};

Test(event, integrity_line)
{
	char line[VDT_EVENT_LINE];

	vdt_event_line(&integrity, line, sizeof(line));
	cr_assert_not_null(
		strstr(line, "integrity: mmap /tmp/lib.so, The file has no signature, "
			     "by /bin/sh, pid 9 parent 8 uid 0, key 0000abcd, sha256:dead0000"),
		"%s", line);
}

Test(event, integrity_json)
{
	json_t *object = vdt_event_json(&integrity);

	cr_assert_str_eq(json_string_value(json_object_get(object, "kind")), "mmap");
	cr_assert_str_eq(json_string_value(json_object_get(object, "reason")), "no-signature");
	cr_assert_str_eq(json_string_value(json_object_get(object, "key_id")), "0000abcd");
	cr_assert_eq(strncmp(json_string_value(json_object_get(object, "digest")), "dead0000", 8),
		     0);
	cr_assert_eq(json_integer_value(json_object_get(object, "inode")), 77);
	cr_assert_eq(json_integer_value(json_object_get(object, "pid")), 9);
	json_decref(object);
}

Test(event, type_of_a_newer_module)
{
	struct vdt_nl_event event = {.type = 200, .reason = 200};
	char line[VDT_EVENT_LINE];

	vdt_event_line(&event, line, sizeof(line));
	cr_assert_not_null(strstr(line, "unknown"));
}

// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/record.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static const struct {
	struct vdt_nl_event event;
	uint8_t type, result;
	uint32_t count;
	const char *source, *object, *reason;
} cases[] = {
	{{.type = VEDETTE_EVENT_TYPE_PACKET_DROP,
	  .reason = VEDETTE_REASON_NO_SERVICE,
	  .source = {203, 0, 113, 66},
	  .source_len = 4,
	  .proto = 6,
	  .port = 23,
	  .suppressed = 9},
	 VDT_AUDIT_PACKET_DROP,
	 VDT_AUDIT_REFUSED,
	 10,
	 "203.0.113.66",
	 "tcp/23",
	 "no-service"},
	{{.type = VEDETTE_EVENT_TYPE_PACKET_DROP,
	  .reason = VEDETTE_REASON_DENY_SET,
	  .source = {0x20, 0x01, 0x0d, 0xb8, [15] = 7},
	  .source_len = 16,
	  .proto = 47},
	 VDT_AUDIT_PACKET_DROP,
	 VDT_AUDIT_REFUSED,
	 1,
	 "2001:db8::7",
	 "ip/47",
	 "deny-set"},
	{{.type = VEDETTE_EVENT_TYPE_POLICY_LOAD,
	  .policy = {.name = "lobby", .version = 42, .digest = {0xab, 0xcd}},
	  .pid = 5,
	  .uid = 852},
	 VDT_AUDIT_POLICY_LOAD,
	 VDT_AUDIT_OK,
	 1,
	 "pid 5, uid 852",
	 "lobby version 42 sha256:abcd000000000000",
	 ""},
	{{.type = VEDETTE_EVENT_TYPE_POLICY_REFUSE,
	  .error = -ESTALE,
	  .text = "version not above 42"},
	 VDT_AUDIT_POLICY_REFUSE,
	 VDT_AUDIT_REFUSED,
	 1,
	 "",
	 "",
	 "version not above 42 (Stale file handle)"},
	{{.type = VEDETTE_EVENT_TYPE_MODULE, .text = "loaded"},
	 VDT_AUDIT_MODULE,
	 VDT_AUDIT_OK,
	 1,
	 "",
	 "",
	 "loaded"},
	{{.type = VEDETTE_EVENT_TYPE_INTEGRITY,
	  .kind = VEDETTE_INTEGRITY_KIND_EXEC,
	  .integrity_reason = VEDETTE_INTEGRITY_REASON_BAD_SIGNATURE,
	  .path = "/tmp/x",
	  .text = "/bin/sh",
	  .pid = 9,
	  .parent = 8,
	  .uid = 0,
	  .suppressed = 2,
	  .key_id = 0xabcd,
	  .inode = 77,
	  .device = 8 << 20 | 1,
	  .digest = {0xde, 0xad},
	  .digest_len = 32,
	  .observed = true},
	 VDT_AUDIT_INTEGRITY,
	 VDT_AUDIT_OBSERVED,
	 3,
	 "pid 9, uid 0, child of 8",
	 "exec /tmp/x, inode 77 of 8:1, key 0000abcd",
	 "bad-signature, by /bin/sh, "
	 "sha256:dead000000000000000000000000000000000000000000000000000000000000"},
	{{.type = VEDETTE_EVENT_TYPE_INTEGRITY,
	  .kind = VEDETTE_INTEGRITY_KIND_MEMORY,
	  .integrity_reason = VEDETTE_INTEGRITY_REASON_ANONYMOUS,
	  .text = "/bin/sh"},
	 VDT_AUDIT_INTEGRITY,
	 VDT_AUDIT_REFUSED,
	 1,
	 "",
	 "memory",
	 "anonymous, by /bin/sh"},
};

Test(record, of_each_kind)
{
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vdt_nl_event event = cases[i].event;
		struct vdt_msg_RECORD record;

		event.seq = 77;
		event.boottime = 11;
		event.realtime = 22;
		cr_assert_eq(vdt_record_make(&event, &record), 0);
		cr_expect_eq(record.type, cases[i].type, "row %u", i);
		cr_expect_eq(record.result, cases[i].result, "row %u", i);
		cr_expect_eq(record.count, cases[i].count, "row %u", i);
		cr_expect_eq(record.kernel_seq, 77);
		cr_expect_eq(record.boottime, 11);
		cr_expect_eq(record.realtime, 22);
		cr_expect_str_eq(record.source, cases[i].source);
		cr_expect_str_eq(record.object, cases[i].object);
		cr_expect_str_eq(record.reason, cases[i].reason);
	}
}

/* All as long as can be: the digest is whole, and what is not says so. */
Test(record, of_long_names)
{
	struct vdt_nl_event event = {
		.type = VEDETTE_EVENT_TYPE_INTEGRITY,
		.integrity_reason = VEDETTE_INTEGRITY_REASON_OPEN_FOR_WRITING,
		.pid = UINT32_MAX,
		.uid = UINT32_MAX,
		.parent = UINT32_MAX,
		.inode = UINT64_MAX,
		.device = UINT32_MAX,
		.key_id = UINT32_MAX,
		.digest_len = 64,
	};
	struct vdt_msg_RECORD record;
	const char *by;

	memset(event.text, 'e', sizeof(event.text) - 1);
	memset(event.path, 'p', sizeof(event.path) - 1);
	memset(event.digest, 0xff, sizeof(event.digest));
	cr_assert_eq(vdt_record_make(&event, &record), 0);
	cr_expect_not_null(strstr(record.source, "child of 4294967295"));
	cr_expect_not_null(strstr(record.object, ", key ffffffff"));
	cr_expect_eq(strlen(strstr(record.reason, ", sha512:ff")), strlen(", sha512:") + 128);
	by = strstr(record.reason, ", by ...eee");
	cr_expect_not_null(by, "%s", record.reason);
	event.digest_len = 32;
	cr_assert_eq(vdt_record_make(&event, &record), 0);
	cr_expect_not_null(strstr(record.reason, event.text), "there is room for all of it");
}

Test(record, of_a_newer_module)
{
	const struct vdt_nl_event event = {.type = 200};
	struct vdt_msg_RECORD record;

	cr_expect_eq(vdt_record_make(&event, &record), -ENOMSG);
}

Test(record, of_what_is_lost)
{
	struct vdt_msg_RECORD record;

	vdt_record_lost(1ull << 40, 9, &record);
	cr_expect_eq(record.type, VDT_AUDIT_EVENTS_LOST);
	cr_expect_eq(record.count, UINT32_MAX);
	cr_expect_eq(record.kernel_seq, 9);
}

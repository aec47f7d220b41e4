// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/sentence.h"

#include <criterion/criterion.h>
#include <string.h>

Test(sentence, names)
{
	cr_assert_str_eq(vdt_audit_type_name(VDT_AUDIT_LOGIN), "account.login");
	cr_assert_str_eq(vdt_audit_type_name(0), "unknown");
	cr_assert_str_eq(vdt_audit_type_name(255), "unknown");
	cr_assert_str_eq(vdt_audit_result_name(VDT_AUDIT_REFUSED), "refused");
	cr_assert_str_eq(vdt_audit_result_name(255), "unknown");
	cr_assert_str_eq(vdt_audit_role_name(VDT_AUDIT_VIEWER), "viewer");
	cr_assert_str_eq(vdt_audit_role_name(9), "unknown");
	cr_assert_str_eq(vdt_audit_transport_name(VDT_AUDIT_RTSPS), "rtsps");
	cr_assert_eq(vdt_audit_type_number("account.login"), VDT_AUDIT_LOGIN);
	cr_assert_eq(vdt_audit_type_number("unknown"), 0);
	cr_assert_eq(vdt_audit_result_number("observed"), VDT_AUDIT_OBSERVED);
	cr_assert_eq(vdt_audit_result_number("none"), -1);
	cr_assert(vdt_audit_is_critical(VDT_AUDIT_POLICY_LOAD));
	cr_assert_not(vdt_audit_is_critical(VDT_AUDIT_PACKET_DROP));
	cr_assert_not(vdt_audit_is_critical(255));
}

/* Every number up to the last is a type, and every type has a name of its own. */
Test(sentence, catalogue)
{
	for (unsigned int type = 1; type < VDT_AUDIT_TYPE_END; type++)
		cr_assert_eq(vdt_audit_type_number(vdt_audit_type_name(type)), type, "type %u",
			     type);
}

Test(sentence, tells_what_happened)
{
	static const struct {
		struct vdt_audit_record record;
		const char *expected;
	} cases[] = {
		{{.type = VDT_AUDIT_LOGIN,
		  .role = VDT_AUDIT_VIEWER,
		  .account = "ann",
		  .source = "10.0.0.20",
		  .transport = VDT_AUDIT_RTSPS},
		 "viewer ann logged in from 10.0.0.20 over rtsps"},
		{{.type = VDT_AUDIT_LOGIN,
		  .result = VDT_AUDIT_REFUSED,
		  .account = "ann",
		  .source = "10.0.0.20",
		  .reason = "wrong password"},
		 "ann could not log in from 10.0.0.20: wrong password"},
		{{.type = VDT_AUDIT_LOGIN}, "unknown logged in"},
		{{.type = VDT_AUDIT_LOGIN, .account = "an\x1bn"}, "an\\x1bn logged in"},
		{{.type = VDT_AUDIT_EVENTS_LOST, .result = VDT_AUDIT_FAILED, .count = 7},
		 "7 events were lost"},
		{{.type = VDT_AUDIT_PACKET_DROP,
		  .result = VDT_AUDIT_REFUSED,
		  .count = 12,
		  .source = "192.0.2.7",
		  .object = "tcp/23",
		  .reason = "no service"},
		 "a packet from 192.0.2.7 to tcp/23 was dropped: no service, 12 times"},
		{{.type = VDT_AUDIT_POLICY_REFUSE, .result = VDT_AUDIT_REFUSED},
		 "a policy was refused"},
		{{.type = 200}, "something of type 200, which this program is too old to know"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[VDT_AUDIT_SENTENCE];

		vdt_audit_sentence(&cases[i].record, text);
		cr_assert_str_eq(text, cases[i].expected);
	}
}

/* Whatever stands in the fields, every template fits and leaves no bracket of its own. */
Test(sentence, every_template)
{
	for (unsigned int type = 1; type < VDT_AUDIT_TYPE_END; type++)
		for (unsigned int result = 0; result < VDT_AUDIT_RESULT_END; result++)
			for (int full = 0; full < 2; full++) {
				struct vdt_audit_record record = {.type = (uint8_t)type,
								  .result = (uint8_t)result};
				char text[VDT_AUDIT_SENTENCE];

				if (full) {
					memset(record.account, 1, sizeof(record.account) - 1);
					memset(record.source, 1, sizeof(record.source) - 1);
					memset(record.object, 1, sizeof(record.object) - 1);
					memset(record.reason, 1, sizeof(record.reason) - 1);
					record.count = UINT32_MAX;
				}
				vdt_audit_sentence(&record, text);
				cr_assert_gt(strlen(text), 8, "type %u", type);
				cr_assert_null(strpbrk(text, "[]{}"), "type %u: %s", type, text);
			}
}

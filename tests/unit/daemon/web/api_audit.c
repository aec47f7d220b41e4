// SPDX-License-Identifier: BSD-3-Clause
#include "tests/unit/daemon/web/call.h"

TestSuite(api_audit, .fini = hang_up);

Test(api_audit, asked_with_every_filter)
{
	const struct vdt_msg_LOG_QUERY *ask;

	send_call(VDT_GET,
		  "/api/v1/audit/records?after=1&limit=2&newest=true&since=3&until=4"
		  "&type=account.login&result=ok&account=ann",
		  NULL, NULL);
	ask = SENT(AUDIT, LOG_QUERY);
	cr_assert_eq(ask->what, VDT_LOG_PAGE);
	cr_assert_eq(ask->after, 1);
	cr_assert_eq(ask->limit, 2);
	cr_assert_eq(ask->newest, 1);
	cr_assert_eq(ask->from, 3);
	cr_assert_eq(ask->to, 4);
	cr_assert_neq(ask->type, 0);
	cr_assert_eq(ask->result, 1 + VDT_AUDIT_OK);
	cr_assert_str_eq(ask->account, "ann");
	TELL(TEXT, .json_len = 3, .json = "{}\n");
	TELL(DONE, .code = 0);
	expect(200, "{}\n");
	cr_assert_str_eq(call.reply.type, "application/jsonl");
}

Test(api_audit, nothing_given_means_whatever)
{
	const struct vdt_msg_LOG_QUERY *ask;

	send_call(VDT_GET, "/api/v1/audit/text", NULL, NULL);
	ask = SENT(AUDIT, LOG_QUERY);
	cr_assert_eq(ask->what, VDT_LOG_TEXT);
	cr_assert_eq(ask->type, 0);
	cr_assert_eq(ask->result, 0);
	cr_assert_eq(ask->newest, 0);
	TELL(DONE, .code = 0);
	expect(200, "");
}

Test(api_audit, unknown_filters_are_no_empty_log)
{
	static const char *const queries[] = {"type=nonsense", "result=nonsense", "limit=1001",
					      "limit=0", "newest=1"};

	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		char target[128];

		snprintf(target, sizeof(target), "/api/v1/audit/records?%s", queries[i]);
		send_call(VDT_GET, target, NULL, NULL);
		expect(400, NULL);
		cr_assert_eq(sent.count, 0);
	}
}

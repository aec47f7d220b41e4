// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "tests/unit/daemon/web/call.h"

TestSuite(api_guard, .fini = hang_up);

#define TELL_TEXT(text) TELL(TEXT, .json_len = sizeof(text) - 1, .json = text)

Test(api_guard, told_as_it_comes)
{
	const struct vdt_msg_QUERY *ask;

	send_call(VDT_GET, "/api/v1/network/connections?after=3&limit=9", NULL, NULL);
	ask = SENT(GUARD, QUERY);
	cr_assert_eq(ask->what, VDT_QUERY_CONNECTIONS);
	cr_assert_eq(ask->after, 3);
	cr_assert_eq(ask->limit, 9);
	TELL_TEXT("{\"connections\":");
	cr_assert_eq(call.reply.status, 200);
	cr_assert_not(call.reply.whole);
	cr_assert_str_eq(answer(), "{\"connections\":");
	TELL_TEXT("[]}");
	TELL(DONE, .code = 0);
	expect(200, "{\"connections\":[]}");
	hang_up();
	cr_assert_eq(sent.count, 0);
}

Test(api_guard, an_error_before_the_first_piece_is_an_answer)
{
	send_call(VDT_GET, "/api/v1/system", NULL, NULL);
	TELL(DONE, .code = -ENODEV, .reason = "the module is not loaded");
	expect(503, NULL);
}

Test(api_guard, an_error_after_it_cuts_the_connection)
{
	send_call(VDT_GET, "/api/v1/system", NULL, NULL);
	TELL_TEXT("{");
	TELL(DONE, .code = -EIO);
	cr_assert(call.reply.broken);
	cr_assert_not(call.reply.whole);
}

Test(api_guard, who_hangs_up_wants_no_more)
{
	send_call(VDT_GET, "/api/v1/network/stats", NULL, NULL);
	SENT(GUARD, QUERY);
	call.route->ops->end(&call);
	cr_assert_eq(SENT(GUARD, CANCEL)->req, 7);
}

Test(api_guard, done)
{
	const struct vdt_msg_CONTROL *ask;

	send_call(VDT_POST, "/api/v1/network/bans", NULL,
		  "{\"address\":\"10.0.0.9\",\"seconds\":60}");
	ask = SENT(GUARD, CONTROL);
	cr_assert_eq(ask->what, VDT_CONTROL_BAN);
	cr_assert_eq(ask->number, 60);
	cr_assert_str_eq(ask->argument, "10.0.0.9");
	send_call(VDT_DELETE, "/api/v1/network/bans/10.0.0.9", NULL, NULL);
	ask = SENT(GUARD, CONTROL);
	cr_assert_eq(ask->what, VDT_CONTROL_UNBAN);
	cr_assert_str_eq(ask->argument, "10.0.0.9");
	send_call(VDT_DELETE, "/api/v1/network/connections/12", NULL, NULL);
	ask = SENT(GUARD, CONTROL);
	cr_assert_eq(ask->what, VDT_CONTROL_CUT);
	cr_assert_eq(ask->number, 12);
	send_call(VDT_POST, "/api/v1/policy/confirmation", NULL, "{}");
	cr_assert_eq(SENT(GUARD, CONTROL)->what, VDT_CONTROL_POLICY_CONFIRM);
	TELL(DONE, .code = 0);
	expect(204, "");
}

Test(api_guard, what_is_no_address_reaches_nobody)
{
	static const char *const addresses[] = {"10.0.0", "10.0.0.256", ";reboot", "10.0.0.9/0",
						"::1%lo"};

	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++) {
		char json[64];

		snprintf(json, sizeof(json), "{\"address\":\"%s\"}", addresses[i]);
		cr_assert_not(send_call(VDT_POST, "/api/v1/network/bans", NULL, json), "%s", json);
		expect(422, NULL);
	}
}

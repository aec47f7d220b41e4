// SPDX-License-Identifier: BSD-3-Clause
#include "tests/unit/daemon/web/call.h"

TestSuite(api_sessions, .fini = hang_up);

Test(api_sessions, listed)
{
	send_call(VDT_GET, "/api/v1/sessions", NULL, NULL);
	cr_assert_eq(SENT(AUTH, SESSION_LIST)->all, 0);
	TELL(SESSION, .account_id = 1, .role = VDT_ROLE_OPERATOR, .transport = VDT_AUDIT_HTTPS,
	     .own = 1, .idle_left = 5, .absolute_left = 6, .created = 7, .session_len = 8,
	     .session = {0xab, 0, 0, 0, 0, 0, 0, 1}, .account = "ann", .source = "10.0.0.2");
	TELL(DONE, .code = 0);
	expect(200, "{\"sessions\":[{\"id\":\"ab00000000000001\",\"account_id\":1,"
		    "\"account\":\"ann\",\"role\":\"operator\",\"transport\":\"https\","
		    "\"own\":true,\"source\":\"10.0.0.2\",\"created\":7,\"idle_left\":5,"
		    "\"absolute_left\":6}]}");
	send_call(VDT_GET, "/api/v1/sessions/all", NULL, NULL);
	cr_assert_eq(SENT(AUTH, SESSION_LIST)->all, 1);
}

Test(api_sessions, ended)
{
	const struct vdt_msg_SESSION_END *ask;

	send_call(VDT_DELETE, "/api/v1/sessions/ab0000000000007f", NULL, NULL);
	ask = SENT(AUTH, SESSION_END);
	cr_assert_eq(ask->what, VDT_END_ONE);
	cr_assert_eq(ask->session_len, 8);
	cr_assert_eq(ask->session[0], 0xab);
	cr_assert_eq(ask->session[7], 0x7f);
	send_call(VDT_DELETE, "/api/v1/sessions", NULL, NULL);
	cr_assert_eq(SENT(AUTH, SESSION_END)->what, VDT_END_MINE);
	send_call(VDT_DELETE, "/api/v1/users/6/sessions", NULL, NULL);
	ask = SENT(AUTH, SESSION_END);
	cr_assert_eq(ask->what, VDT_END_ACCOUNT);
	cr_assert_eq(ask->account_id, 6);
	TELL(DONE, .code = 0);
	expect(204, "");
	cr_assert_not(send_call(VDT_DELETE, "/api/v1/sessions/AB0000000000007F", NULL, NULL));
	expect(404, NULL);
}

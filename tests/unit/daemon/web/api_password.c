// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "tests/unit/daemon/web/call.h"

TestSuite(api_password, .fini = hang_up);

Test(api_password, changed)
{
	const struct vdt_msg_PASSWORD *ask;

	send_call(VDT_PUT, "/api/v1/users/me/password", NULL,
		  "{\"current\":\"old\",\"password\":\"new\"}");
	ask = SENT(AUTH, PASSWORD);
	cr_assert_str_eq(ask->current, "old");
	cr_assert_str_eq(ask->password, "new");
	TELL(DONE, .code = -EINVAL, .reason = "needs at least 12 characters");
	expect(422, NULL);
	cr_assert_not_null(strstr(answer(), "needs at least 12 characters"));
}

Test(api_password, proven)
{
	const struct vdt_msg_REAUTH *ask;

	send_call(VDT_POST, "/api/v1/session/reauthentication", NULL,
		  "{\"password\":\"p\",\"otp\":\"123456\"}");
	ask = SENT(AUTH, REAUTH);
	cr_assert_str_eq(ask->password, "p");
	cr_assert_str_eq(ask->otp, "123456");
	TELL(DONE, .code = 0);
	expect(204, "");
}

Test(api_password, a_wrong_one_is_no_lack_of_rights)
{
	send_call(VDT_POST, "/api/v1/session/reauthentication", NULL, "{\"password\":\"p\"}");
	TELL(DONE, .code = -EACCES, .reason = "the password is wrong");
	expect(422, NULL);
}

// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "tests/unit/daemon/web/call.h"

TestSuite(api_otp, .fini = hang_up);

Test(api_otp, begun)
{
	const struct vdt_msg_OTP *ask;

	send_call(VDT_POST, "/api/v1/users/me/otp", NULL, NULL);
	ask = SENT(AUTH, OTP);
	cr_assert_eq(ask->what, VDT_OTP_BEGIN);
	cr_assert_eq(ask->account_id, 0);
	TELL(OTP_SECRET, .secret = "JBSWY3DP", .codes = "ab-cd ef-gh\nij-kl");
	TELL(DONE, .code = 0);
	expect(201, "{\"secret\":\"JBSWY3DP\",\"codes\":[\"ab-cd\",\"ef-gh\",\"ij-kl\"]}");
}

Test(api_otp, a_secret_that_was_not_kept_is_not_shown)
{
	send_call(VDT_POST, "/api/v1/users/me/otp", NULL, NULL);
	TELL(OTP_SECRET, .secret = "JBSWY3DP", .codes = "ab-cd");
	TELL(DONE, .code = -EIO);
	expect(500, NULL);
}

Test(api_otp, confirmed_and_switched_off)
{
	send_call(VDT_PUT, "/api/v1/users/me/otp", NULL, "{\"code\":\"123456\"}");
	cr_assert_str_eq(SENT(AUTH, OTP)->code, "123456");
	send_call(VDT_DELETE, "/api/v1/users/me/otp", NULL, NULL);
	cr_assert_eq(SENT(AUTH, OTP)->account_id, 0);
	send_call(VDT_DELETE, "/api/v1/users/8/otp", NULL, NULL);
	cr_assert_eq(SENT(AUTH, OTP)->account_id, 8);
	TELL(DONE, .code = 0);
	expect(204, "");
}

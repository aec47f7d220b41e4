// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "tests/unit/daemon/web/call.h"

#define DIGITS \
	"00ff7e" \
	"0000000000000000000000000000000000000000000000000000000001"

TestSuite(api_tokens, .fini = hang_up);

Test(api_tokens, made_and_shown_once)
{
	const struct vdt_msg_TOKEN_EDIT *ask;

	send_call(VDT_POST, "/api/v1/users/4/tokens", NULL,
		  "{\"name\":\"recorder\",\"role\":\"viewer\",\"expires\":1900000000}");
	ask = SENT(AUTH, TOKEN_EDIT);
	cr_assert_eq(ask->what, VDT_TOKEN_CREATE);
	cr_assert_eq(ask->account_id, 4);
	cr_assert_eq(ask->role, VDT_ROLE_VIEWER);
	cr_assert_eq(ask->expires, 1900000000);
	cr_assert_eq(ask->certificate_len, 0);
	TELL(TOKEN, .id = 2, .role = VDT_ROLE_VIEWER, .created = 1, .expires = 2,
	     .name = "recorder", .token = "vdt_x");
	TELL(DONE, .id = 2);
	expect(201, "{\"id\":2,\"name\":\"recorder\",\"role\":\"viewer\",\"created\":1,"
		    "\"expires\":2,\"last_use\":0,\"token\":\"vdt_x\"}");
	expect_header("location:", "/api/v1/users/4/tokens/2");

	send_call(VDT_GET, "/api/v1/users/4/tokens", NULL, NULL);
	TELL(TOKEN, .id = 2, .role = VDT_ROLE_VIEWER, .name = "recorder");
	TELL(DONE, .code = 0);
	expect(200,
	       "{\"tokens\":[{\"id\":2,\"name\":\"recorder\",\"role\":\"viewer\",\"created\":0,"
	       "\"expires\":0,\"last_use\":0}]}");
}

Test(api_tokens, of_a_certificate)
{
	const struct vdt_msg_TOKEN_EDIT *ask;

	send_call(VDT_POST, "/api/v1/users/4/tokens", NULL,
		  "{\"name\":\"vms\",\"role\":\"viewer\",\"certificate\":\"" DIGITS "\"}");
	ask = SENT(AUTH, TOKEN_EDIT);
	cr_assert_eq(ask->certificate_len, 32);
	cr_assert_eq(ask->certificate[1], 0xff);
	cr_assert_eq(ask->certificate[2], 0x7e);
	cr_assert_eq(ask->certificate[31], 1);
	TELL(TOKEN, .id = 3, .role = VDT_ROLE_VIEWER, .certificate_len = 2,
	     .certificate = {0, 255});
	TELL(DONE, .id = 3);
	cr_assert_not_null(strstr(answer(), "\"certificate\":\"00ff\""), "%s", answer());
	cr_assert_null(strstr(answer(), "\"token\""));
}

Test(api_tokens, revoked)
{
	const struct vdt_msg_TOKEN_EDIT *ask;

	send_call(VDT_DELETE, "/api/v1/users/4/tokens/2", NULL, NULL);
	ask = SENT(AUTH, TOKEN_EDIT);
	cr_assert_eq(ask->what, VDT_TOKEN_REVOKE);
	cr_assert_eq(ask->account_id, 4);
	cr_assert_eq(ask->id, 2);
	TELL(DONE, .code = -ENOENT);
	expect(404, NULL);
}

// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "tests/unit/daemon/web/call.h"

TestSuite(api_lockout, .fini = hang_up);

Test(api_lockout, shown)
{
	send_call(VDT_GET, "/api/v1/security/lockout", NULL, NULL);
	SENT(AUTH, LOCK_LIST);
	TELL(LOCK_RULES, .failures = 5, .first = 300, .longest = 1800, .daily = 200, .hashes = 2,
	     .queue = 8, .delay = 1000);
	TELL(LOCKED, .account_id = 1, .failures = 6, .left = 60, .source = "10.0.0.9");
	TELL(DONE, .code = 0);
	expect(200, "{\"rules\":{\"failures\":5,\"first_lock\":300,\"longest_lock\":1800,"
		    "\"daily\":200,\"hashes\":2,\"queue\":8,\"delay\":1000},\"locked\":["
		    "{\"account_id\":1,\"source\":\"10.0.0.9\",\"failures\":6,\"left\":60}]}");
}

Test(api_lockout, lifted)
{
	const struct vdt_msg_UNLOCK *ask;

	send_call(VDT_DELETE, "/api/v1/security/lockout?account_id=3&source=10.0.0.9", NULL, NULL);
	ask = SENT(AUTH, UNLOCK);
	cr_assert_eq(ask->account_id, 3);
	cr_assert_str_eq(ask->source, "10.0.0.9");
	send_call(VDT_DELETE, "/api/v1/security/lockout", NULL, NULL);
	expect(400, NULL);
	cr_assert_eq(sent.count, 0);
}

Test(api_lockout, parameters_that_mean_nothing_ask_nobody)
{
	static const char *const queries[] = {"account_id=0", "account_id=x",
					      "account_id=1&account_id=2",
					      "source=a%0ab"
					      "\n",
					      "user=1"};

	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		char target[128];

		snprintf(target, sizeof(target), "/api/v1/security/lockout?%s", queries[i]);
		cr_assert_not(send_call(VDT_DELETE, target, NULL, NULL), "%s", queries[i]);
		expect(400, NULL);
	}
}

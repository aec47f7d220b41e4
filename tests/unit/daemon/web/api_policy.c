// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <fcntl.h>

#include "tests/unit/daemon/web/call.h"

static int pipe_end[2];

static void begin_upload(const char *target)
{
	struct vdt_msg_UPLOAD_TO to = {.req = 7};

	send_call(VDT_PUT, target, NULL, NULL);
	cr_assert_eq(SENT(GUARD, UPLOAD)->what, VDT_UPLOAD_POLICY);
	cr_assert_not(call.body_wanted);
	cr_assert_eq(pipe2(pipe_end, O_CLOEXEC | O_NONBLOCK), 0);
	call.route->ops->message(&call, VDT_MSG_UPLOAD_TO, &to, pipe_end[1]);
	cr_assert(call.body_wanted);
}

Test(api_policy, goes_through_the_pipe)
{
	const struct vdt_msg_UPLOADED *ask;
	char data[16] = "";

	begin_upload("/api/v1/policy?dry_run=true&confirm=300");
	call.route->ops->piece(&call, (const uint8_t *)"sign", 4);
	call.route->ops->piece(&call, (const uint8_t *)"ature", 5);
	cr_assert_eq(sent.count, 0);
	call.route->ops->piece(&call, NULL, 0);
	ask = SENT(GUARD, UPLOADED);
	cr_assert_eq(ask->abandon, 0);
	cr_assert_eq(ask->dry_run, 1);
	cr_assert_eq(ask->confirm, 300);
	cr_assert_eq(read(pipe_end[0], data, sizeof(data)), 9);
	cr_assert_str_eq(data, "signature");
	cr_assert_eq(read(pipe_end[0], data, sizeof(data)), 0, "our end is closed");
	TELL(DONE, .code = -EKEYREJECTED, .reason = "not signed");
	expect(422, NULL);
	hang_up();
	cr_assert_eq(sent.count, 0);
	close(pipe_end[0]);
}

Test(api_policy, abandoned)
{
	begin_upload("/api/v1/policy");
	call.route->ops->piece(&call, (const uint8_t *)"sign", 4);
	call.route->ops->end(&call);
	cr_assert_eq(SENT(GUARD, UPLOADED)->abandon, 1);
	close(pipe_end[0]);
	hang_up();
}

Test(api_policy, more_than_was_announced_does_not_fit)
{
	static uint8_t large[1 << 20];

	begin_upload("/api/v1/policy");
	call.route->ops->piece(&call, large, sizeof(large));
	expect(503, NULL);
	call.route->ops->end(&call);
	cr_assert_eq(SENT(GUARD, UPLOADED)->abandon, 1);
	close(pipe_end[0]);
	hang_up();
}

Test(api_policy, refused_before_it_came)
{
	send_call(VDT_PUT, "/api/v1/policy", NULL, NULL);
	TELL(DONE, .code = -EBUSY, .reason = "two are loaded already");
	expect(503, NULL);
	hang_up();
}

// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/deactivation: the keys are destroyed, and with them all accounts. */
#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"

static void begin(struct vdt_request *request)
{
	const struct vdt_msg_DEACTIVATE ask = {.req = request->number};

	vdt_ask(request, VDT_AUTH, VDT_MSG_DEACTIVATE, &ask);
}

const struct vdt_route_ops vdt_api_deactivation = {
	.begin = begin,
	.message = vdt_answer_done,
};

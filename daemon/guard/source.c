// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/source.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/nl/bans.h"
#include "lib/nl/client.h"

static void log_refusal(const struct vdt_nl *nl, const char *what, const uint8_t source[16],
			int err)
{
	char text[INET6_ADDRSTRLEN];

	inet_ntop(AF_INET6, source, text, sizeof(text));
	vdt_log(LOG_NOTICE, "the kernel does not %s %s: %s %s", what, text, strerror(-err),
		vdt_nl_error(nl));
}

int vdt_source_ban(struct vdt_nl *nl, const struct vdt_msg_BAN *msg)
{
	struct vdt_nl_ban wish = {.source_len = sizeof(wish.source), .spare = true}, ban;
	int err;

	if (msg->source_len != sizeof(wish.source))
		return -EBADMSG;
	memcpy(wish.source, msg->source, sizeof(wish.source));
	memcpy(wish.text, msg->text, sizeof(wish.text));
	err = vdt_nl_ban_add(nl, &wish, &ban);
	if (err)
		log_refusal(nl, "ban", msg->source, err);
	return 0;
}

int vdt_source_trust(struct vdt_nl *nl, const struct vdt_msg_TRUST *msg)
{
	int err;

	if (msg->source_len != sizeof(msg->source))
		return -EBADMSG;
	err = vdt_nl_trust_add(nl, msg->source, msg->source_len, msg->seconds);
	if (err)
		log_refusal(nl, "prefer", msg->source, err);
	return 0;
}

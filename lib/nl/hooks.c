// SPDX-License-Identifier: BSD-3-Clause
/* Requests about the BPF programs. */
#include <errno.h>

#include <netlink/attr.h>
#include <netlink/msg.h>

#include "lib/nl/exchange.h"

int vdt_nl_hooks_hold(struct vdt_nl *nl, const int *links, unsigned int n, const char *text)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_HOOKS_HOLD, 0);
	int full = 0;
	unsigned int i;

	if (!msg)
		return -ENOMEM;
	for (i = 0; i < n; i++)
		full |= nla_put_s32(msg, VEDETTE_A_HOOKS_FD, links[i]);
	if (text)
		full |= nla_put_string(msg, VEDETTE_A_HOOKS_TEXT, text);
	if (full) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return vdt_nl_transact(nl, msg, NULL, NULL);
}

int vdt_nl_hooks_release(struct vdt_nl *nl, bool only_xdp)
{
	struct nl_msg *msg = vdt_nl_request(nl, VEDETTE_CMD_HOOKS_RELEASE, 0);

	if (!msg)
		return -ENOMEM;
	if (only_xdp && nla_put_flag(msg, VEDETTE_A_HOOKS_XDP)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return vdt_nl_transact(nl, msg, NULL, NULL);
}

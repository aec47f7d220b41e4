// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/early.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <event2/event.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <malloc.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bpf/xdp.skel.h"
#include "lib/base/log.h"

#define MODE_NONE UINT8_MAX

struct vdt_early {
	struct vdt_nl *nl;     /* not ours */
	struct vdt_xdp *xdp;   /* loaded; NULL: this kernel cannot */
	struct nl_sock *links; /* says which devices there are, and which come */
	struct event *on_links;
	uint8_t mode; /* enum vedette_xdp, MODE_NONE: nothing said yet */
};

/* A device may have a program already: ours of an earlier guard, or a stranger's, who came first.
 */
static void attach(struct vdt_early *early, int ifindex)
{
	const unsigned int flags =
		early->mode == VEDETTE_XDP_GENERIC ? XDP_FLAGS_SKB_MODE : XDP_FLAGS_DRV_MODE;
	LIBBPF_OPTS(bpf_link_create_opts, opts, .flags = flags);
	int link = bpf_link_create(bpf_program__fd(early->xdp->progs.vdt_xdp), ifindex, BPF_XDP,
				   &opts);
	int err;

	if (link < 0)
		return;
	err = vdt_nl_hooks_hold(early->nl, &link, 1, NULL);
	if (err)
		vdt_log(LOG_WARNING, "XDP is not held at device %d: %s", ifindex, strerror(-err));
	close(link);
}

static int on_link(struct nl_msg *msg, void *arg)
{
	const struct nlmsghdr *head = nlmsg_hdr(msg);
	const struct ifinfomsg *link = nlmsg_data(head);
	struct vdt_early *early = arg;

	if (head->nlmsg_type == RTM_NEWLINK && nlmsg_valid_hdr(head, sizeof(*link)) &&
	    !(link->ifi_flags & IFF_LOOPBACK) && early->mode != VEDETTE_XDP_OFF &&
	    early->mode != MODE_NONE)
		attach(early, link->ifi_index);
	return NL_OK;
}

/* What was lost on the way shows in a list of all. */
static void list_links(struct vdt_early *early)
{
	nl_send_simple(early->links, RTM_GETLINK, NLM_F_DUMP,
		       &(struct ifinfomsg){.ifi_family = AF_UNSPEC}, sizeof(struct ifinfomsg));
}

static void on_links(evutil_socket_t fd, short what, void *arg)
{
	struct vdt_early *early = arg;

	if (nl_recvmsgs_default(early->links) == -NLE_NOMEM)
		list_links(early);
}

void vdt_early_set(struct vdt_early *early, uint8_t mode)
{
	if (!early->xdp || early->mode == mode)
		return;
	if (early->mode != MODE_NONE || mode == VEDETTE_XDP_OFF)
		vdt_nl_hooks_release(early->nl, true);
	early->mode = mode;
	list_links(early);
}

static int listen_to_links(struct vdt_early *early, struct event_base *base)
{
	early->links = nl_socket_alloc();
	if (!early->links)
		return -ENOMEM;
	nl_socket_disable_seq_check(early->links);
	nl_socket_modify_cb(early->links, NL_CB_VALID, NL_CB_CUSTOM, on_link, early);
	if (nl_connect(early->links, NETLINK_ROUTE) ||
	    nl_socket_add_membership(early->links, RTNLGRP_LINK) ||
	    nl_socket_set_nonblocking(early->links))
		return -errno;
	early->on_links = event_new(base, nl_socket_get_fd(early->links), EV_READ | EV_PERSIST,
				    on_links, early);
	return early->on_links && !event_add(early->on_links, NULL) ? 0 : -ENOMEM;
}

int vdt_early_new(struct event_base *base, struct vdt_nl *nl, struct vdt_early **ret_early)
{
	struct vdt_early *early = calloc(1, sizeof(*early));
	int err;

	if (!early)
		return -ENOMEM;
	early->nl = nl;
	early->mode = MODE_NONE;
	early->xdp = vdt_xdp__open_and_load();
	if (!early->xdp)
		vdt_log(LOG_WARNING, "the kernel does not take the XDP program: %s",
			strerror(errno));
	malloc_trim(0); /* the types of the kernel were some megabytes */
	err = listen_to_links(early, base);
	if (err)
		vdt_early_free(early);
	else
		*ret_early = early;
	return err;
}

void vdt_early_free(struct vdt_early *early)
{
	if (!early)
		return;
	if (early->on_links)
		event_free(early->on_links);
	nl_socket_free(early->links);
	vdt_xdp__destroy(early->xdp);
	free(early);
}

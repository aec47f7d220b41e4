// SPDX-License-Identifier: GPL-2.0-only
/* Requests about connections: connection-get, connection-cut, limit-get, source-get. */
#include <linux/ktime.h>
#include <linux/math64.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "compat.h"
#include "conn_table.h"
#include "conns.h"
#include "genl.h"
#include "netlink.h"
#include "policy.h"
#include "trust.h"

/* A listing begins with the truth. cb->args: [0] whether it has begun, [1], [2] where it stands. */
static struct vdt_conn_cursor cursor_of(struct netlink_callback *cb)
{
	if (!cb->args[0]++)
		vdt_conns_sweep(false);
	return (struct vdt_conn_cursor){.bucket = cb->args[1], .nth = cb->args[2]};
}

static void keep_cursor(struct netlink_callback *cb, const struct vdt_conn_cursor *cursor)
{
	cb->args[1] = cursor->bucket;
	cb->args[2] = cursor->nth;
}

/* Under the policy's hold. */
static const char *service_on(const struct vdt_image *image, u16 port)
{
	int index = image ? vdt_policy_service(image->policy, IPPROTO_TCP, port) : -1;

	return index < 0 ? NULL : image->policy->services[index].name;
}

static int put_conn(struct sk_buff *skb, const struct vdt_conn *conn, const char *service)
{
	u64 age = ktime_get_boottime_ns() - conn->since;

	return vdt_netlink_put_u64(skb, VEDETTE_A_CONNECTION_ID, conn->id) ||
	       (service && nla_put_string(skb, VEDETTE_A_CONNECTION_SERVICE, service)) ||
	       vdt_netlink_put_addr(skb, VEDETTE_A_CONNECTION_SOURCE, &conn->source) ||
	       nla_put_u16(skb, VEDETTE_A_CONNECTION_SOURCE_PORT, conn->source_port) ||
	       vdt_netlink_put_addr(skb, VEDETTE_A_CONNECTION_DESTINATION, &conn->destination) ||
	       nla_put_u16(skb, VEDETTE_A_CONNECTION_PORT, conn->port) ||
	       vdt_netlink_put_u64(skb, VEDETTE_A_CONNECTION_AGE, div64_u64(age, VDT_SECOND)) ||
	       nla_put_u8(skb, VEDETTE_A_CONNECTION_STATE, conn->state) ||
	       (vdt_trust_has(&conn->source) && nla_put_flag(skb, VEDETTE_A_CONNECTION_TRUSTED));
}

static int put_conn_row(struct sk_buff *skb, struct netlink_callback *cb,
			const struct vdt_image *image, const struct vdt_conn *conn)
{
	void *head = vdt_netlink_row_start(skb, cb, VEDETTE_CMD_CONNECTION_GET);

	if (!head)
		return -EMSGSIZE;
	return vdt_netlink_row_end(skb, head, put_conn(skb, conn, service_on(image, conn->port)));
}

int vedette_nl_connection_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vdt_conn_cursor cursor = cursor_of(cb);
	const struct vdt_image *image = vdt_policy_hold();
	struct vdt_conn conn;

	while (vdt_conn_next(vdt_conns_table(), &cursor, &conn)) {
		if (put_conn_row(skb, cb, image, &conn))
			break;
		keep_cursor(cb, &cursor);
	}
	vdt_policy_release();
	return skb->len;
}

int vedette_nl_connection_cut_doit(struct sk_buff *skb, struct genl_info *info)
{
	int err;

	if (GENL_REQ_ATTR_CHECK(info, VEDETTE_A_CONNECTION_ID))
		return -EINVAL;
	err = vdt_conns_cut(nla_get_u64(info->attrs[VEDETTE_A_CONNECTION_ID]));
	if (err)
		return vdt_netlink_refuse(info, err, "id: no such connection (any more)");
	return 0;
}

static int put_source(struct sk_buff *skb, const struct vdt_conn_source *source)
{
	return vdt_netlink_put_addr(skb, VEDETTE_A_ADDRESS_SOURCE, &source->source) ||
	       nla_put_u8(skb, VEDETTE_A_ADDRESS_PREFIX_LENGTH, source->bits) ||
	       nla_put_u32(skb, VEDETTE_A_ADDRESS_CONNECTIONS, source->connections) ||
	       nla_put_u32(skb, VEDETTE_A_ADDRESS_HALF_OPEN, source->half_open);
}

int vedette_nl_source_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vdt_conn_cursor cursor = cursor_of(cb);
	struct vdt_conn_source source;
	void *head;

	while (vdt_conn_next_source(vdt_conns_table(), &cursor, &source)) {
		head = vdt_netlink_row_start(skb, cb, VEDETTE_CMD_SOURCE_GET);
		if (!head || vdt_netlink_row_end(skb, head, put_source(skb, &source)))
			break;
		keep_cursor(cb, &cursor);
	}
	return skb->len;
}

static int put_shared(struct sk_buff *skb, const struct vdt_limits *limits)
{
	struct vdt_conn_use use = vdt_conn_use(vdt_conns_table(), 0);

	return nla_put_u32(skb, VEDETTE_A_LIMIT_CONNECTIONS, use.connections) ||
	       nla_put_u32(skb, VEDETTE_A_LIMIT_LIMIT, limits->connections) ||
	       nla_put_u32(skb, VEDETTE_A_LIMIT_HALF_OPEN, use.half_open) ||
	       nla_put_u32(skb, VEDETTE_A_LIMIT_HALF_OPEN_LIMIT, limits->half_open) ||
	       nla_put_u32(skb, VEDETTE_A_LIMIT_RESERVED, limits->reserved) ||
	       vdt_netlink_put_u64(skb, VEDETTE_A_LIMIT_REFUSED, use.refused);
}

static int put_service(struct sk_buff *skb, const struct vdt_service *service)
{
	struct vdt_conn_use use = vdt_conn_use(vdt_conns_table(), service->port);

	return nla_put_string(skb, VEDETTE_A_LIMIT_SERVICE, service->name) ||
	       nla_put_u32(skb, VEDETTE_A_LIMIT_CONNECTIONS, use.connections) ||
	       nla_put_u32(skb, VEDETTE_A_LIMIT_LIMIT, service->connections) ||
	       nla_put_u32(skb, VEDETTE_A_LIMIT_PER_SOURCE, service->per_source) ||
	       vdt_netlink_put_u64(skb, VEDETTE_A_LIMIT_REFUSED, use.refused);
}

/* Row 0 is what all share, row i is service i - 1. Returns 0, or -EMSGSIZE. */
static int put_limit_row(struct sk_buff *skb, struct netlink_callback *cb,
			 const struct vdt_policy *policy, long row)
{
	const struct vdt_service *service = row ? &policy->services[row - 1] : NULL;
	void *head;

	if (service &&
	    (service->proto != IPPROTO_TCP || service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY))
		return 0;
	head = vdt_netlink_row_start(skb, cb, VEDETTE_CMD_LIMIT_GET);
	if (!head)
		return -EMSGSIZE;
	return vdt_netlink_row_end(
		skb, head, service ? put_service(skb, service) : put_shared(skb, &policy->limits));
}

/* cb->args: [1] the next row, [2] version of the policy that the dump tells of. */
int vedette_nl_limit_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct vdt_image *image;
	int err = 0;

	if (!cb->args[0]++)
		vdt_conns_sweep(false);
	image = vdt_policy_hold();
	if (image && !cb->args[1])
		cb->args[2] = image->policy->version;
	if (image && cb->args[2] != (long)image->policy->version)
		err = -EAGAIN;
	while (image && !err && cb->args[1] <= image->policy->n_services) {
		if (put_limit_row(skb, cb, image->policy, cb->args[1]))
			break;
		cb->args[1]++;
	}
	vdt_policy_release();
	return err ?: skb->len;
}

// SPDX-License-Identifier: GPL-2.0-only
/* Requests about the lock: lock, lock-get. And whom other requests are for once it is set. */
#include <net/genetlink.h>

#include "compat.h"
#include "genl.h"
#include "lock.h"
#include "netlink.h"
#include "netlink_lock.h"
#include "programs.h"

int vdt_netlink_check_lock(struct genl_info *info)
{
	if (!vdt_locked() || vdt_program_current() == VDT_PROGRAM_GUARD)
		return 0;
	return vdt_netlink_refuse(info, -EACCES, "the device is locked until it boots again");
}

int vedette_nl_lock_doit(struct sk_buff *skb, struct genl_info *info)
{
	const char *why;
	int err = vdt_lock(&why);

	return vdt_netlink_refuse(info, err, why);
}

struct rows {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	long skip; /* items that are told already */
	long told;
};

static int put_item(struct sk_buff *msg, const struct vdt_lock_item *item)
{
	return nla_put_string(msg, VEDETTE_A_LOCK_ITEM_NAME, item->name) ||
	       nla_put_u8(msg, VEDETTE_A_LOCK_ITEM_STATE, item->state) ||
	       (item->text && nla_put_string(msg, VEDETTE_A_LOCK_ITEM_TEXT, item->text));
}

static int put_row(const struct vdt_lock_item *item, void *ctx)
{
	struct rows *rows = ctx;
	void *head;
	int err;

	if (rows->skip) {
		rows->skip--;
		return 0;
	}
	head = vdt_netlink_row_start(rows->skb, rows->cb, VEDETTE_CMD_LOCK_GET);
	if (!head)
		return -EMSGSIZE;
	err = vdt_netlink_row_end(rows->skb, head, put_item(rows->skb, item));
	if (!err)
		rows->told++;
	return err;
}

int vedette_nl_lock_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rows rows = {.skb = skb, .cb = cb, .skip = cb->args[0]};

	vdt_lock_each(put_row, &rows);
	cb->args[0] += rows.told;
	return skb->len;
}

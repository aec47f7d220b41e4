/* SPDX-License-Identifier: GPL-2.0-only */
/* The generic netlink family; include/spec/vedette.yaml describes it. */
#ifndef VDT_NETLINK_FAMILY_H
#define VDT_NETLINK_FAMILY_H

#include <linux/types.h>

struct genl_info;
struct netlink_callback;
struct sk_buff;
struct vdt_addr;

int vdt_netlink_init(void);
void vdt_netlink_exit(void);

/* For the handlers. Starts a reply; returns its message with its header in *ret_head, or NULL. */
struct sk_buff *vdt_netlink_reply_new(struct genl_info *info, void **ret_head);

/* Sends the reply, or frees it when err is not zero. Returns 0 or a negative errno. */
int vdt_netlink_reply_send(struct sk_buff *msg, void *head, struct genl_info *info, int err);

/*
 * A row of a dump: starts its message, and ends it. err: whether the row did not fit, which leaves
 * the dump as it was before. Returns the header or NULL; 0 or -EMSGSIZE.
 */
void *vdt_netlink_row_start(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd);
int vdt_netlink_row_end(struct sk_buff *skb, void *head, int err);

/* Says why in the ack unless err is 0; why may be NULL and lasts as long as the module. Returns
 * err. */
int vdt_netlink_refuse(struct genl_info *info, int err, const char *why);

/* u64 without the padding attribute of nla_put_u64_64bit(). */
int vdt_netlink_put_u64(struct sk_buff *msg, int type, u64 value);

/* 4 bytes of an IPv4 address, 16 of an IPv6 address. */
int vdt_netlink_put_addr(struct sk_buff *msg, int type, const struct vdt_addr *addr);

#endif /* VDT_NETLINK_FAMILY_H */

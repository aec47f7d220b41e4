// SPDX-License-Identifier: GPL-2.0-only
/* Requests about integrity: integrity-get, -check, verdict-get, denial-get, -clear. */
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <net/genetlink.h>

#include "app_sig.h"
#include "compat.h"
#include "denials.h"
#include "genl.h"
#include "judge.h"
#include "netlink.h"
#include "netlink_lock.h"
#include "policy.h"
#include "verdict.h"

static u64 seconds_since(u64 time)
{
	return div64_u64(ktime_get_boottime_ns() - time, VDT_SECOND);
}

static int put_denial(struct sk_buff *skb, const struct vdt_denial_row *row)
{
	return nla_put_u8(skb, VEDETTE_A_DENIAL_KIND, row->key.kind) ||
	       nla_put_u8(skb, VEDETTE_A_DENIAL_REASON, row->key.reason) ||
	       (row->key.observed && nla_put_flag(skb, VEDETTE_A_DENIAL_OBSERVED)) ||
	       nla_put_string(skb, VEDETTE_A_DENIAL_EXECUTABLE, row->exe) ||
	       nla_put_string(skb, VEDETTE_A_DENIAL_PATH, row->path) ||
	       nla_put_u32(skb, VEDETTE_A_DENIAL_COUNT, row->count) ||
	       vdt_netlink_put_u64(skb, VEDETTE_A_DENIAL_FIRST, seconds_since(row->first)) ||
	       vdt_netlink_put_u64(skb, VEDETTE_A_DENIAL_LAST, seconds_since(row->last));
}

/* cb->args[0]: the place in the table. */
int vedette_nl_denial_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vdt_denial_row row;
	void *head;
	u32 next;

	while ((next = vdt_denials_next(cb->args[0], &row))) {
		head = vdt_netlink_row_start(skb, cb, VEDETTE_CMD_DENIAL_GET);
		if (!head || vdt_netlink_row_end(skb, head, put_denial(skb, &row)))
			break;
		cb->args[0] = next;
	}
	return skb->len;
}

int vedette_nl_denial_clear_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg;
	void *head;
	int err;

	err = vdt_netlink_check_lock(info);
	if (err)
		return err;
	msg = vdt_netlink_reply_new(info, &head);
	if (!msg)
		return -ENOMEM;
	return vdt_netlink_reply_send(
		msg, head, info, nla_put_u32(msg, VEDETTE_A_DENIAL_COUNT, vdt_denials_clear()));
}

static int put_verdict(struct sk_buff *msg, u32 dev, u64 ino, const struct vdt_verdict *verdict)
{
	const struct vdt_package *package = &verdict->package;
	size_t len = vdt_hash_size(verdict->hash);

	return nla_put_u8(msg, VEDETTE_A_VERDICT_REASON, verdict->reason) ||
	       (len && nla_put(msg, VEDETTE_A_VERDICT_DIGEST, len, verdict->digest)) ||
	       nla_put_u32(msg, VEDETTE_A_VERDICT_KEY_ID, verdict->key_id) ||
	       (package->label[0] &&
		(nla_put_string(msg, VEDETTE_A_VERDICT_LABEL, package->label) ||
		 nla_put_u32(msg, VEDETTE_A_VERDICT_BUILD, package->build))) ||
	       (verdict->verity && nla_put_flag(msg, VEDETTE_A_VERDICT_VERITY)) ||
	       nla_put_u32(msg, VEDETTE_A_VERDICT_DEVICE, dev) ||
	       vdt_netlink_put_u64(msg, VEDETTE_A_VERDICT_INODE, ino);
}

static int reply_verdict(struct genl_info *info, struct file *file)
{
	struct vdt_verdict verdict;
	const struct inode *inode;
	struct sk_buff *msg;
	void *head;

	vdt_judge_tell(file, &verdict);
	inode = file_inode(vdt_verdict_file(file) ?: file);
	msg = vdt_netlink_reply_new(info, &head);
	if (!msg)
		return -ENOMEM;
	return vdt_netlink_reply_send(
		msg, head, info,
		put_verdict(msg, inode->i_sb->s_dev, inode->i_ino, &verdict) ? -EMSGSIZE : 0);
}

int vedette_nl_integrity_check_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct file *file;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, VEDETTE_A_VERDICT_FD))
		return -EINVAL;
	file = fget(nla_get_s32(info->attrs[VEDETTE_A_VERDICT_FD]));
	if (!file)
		return vdt_netlink_refuse(info, -EBADF, "fd: not open for reading");
	if (S_ISREG(file_inode(file)->i_mode))
		err = reply_verdict(info, file);
	else
		err = vdt_netlink_refuse(info, -EINVAL, "fd: not a regular file");
	fput(file);
	return err;
}

/* cb->args[0]: the place in the table. */
int vedette_nl_verdict_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vdt_verdict verdict;
	u32 dev, next = cb->args[0];
	u64 ino;
	void *head;

	while (vdt_verdict_cache_next(vdt_verdict_cache(), &next, &dev, &ino, &verdict)) {
		head = vdt_netlink_row_start(skb, cb, VEDETTE_CMD_VERDICT_GET);
		if (!head || vdt_netlink_row_end(skb, head, put_verdict(skb, dev, ino, &verdict)))
			break;
		cb->args[0] = next;
	}
	return skb->len;
}

static int put_count(struct sk_buff *msg, u8 kind, u8 reason)
{
	struct vdt_denial_count count = vdt_denial_count(kind, reason);
	struct nlattr *nest;

	if (!count.refused && !count.observed)
		return 0;
	nest = nla_nest_start(msg, VEDETTE_A_INTEGRITY_STATE_COUNT);
	if (!nest || nla_put_u8(msg, VEDETTE_A_INTEGRITY_COUNT_KIND, kind) ||
	    nla_put_u8(msg, VEDETTE_A_INTEGRITY_COUNT_REASON, reason) ||
	    vdt_netlink_put_u64(msg, VEDETTE_A_INTEGRITY_COUNT_REFUSED, count.refused) ||
	    vdt_netlink_put_u64(msg, VEDETTE_A_INTEGRITY_COUNT_OBSERVED, count.observed))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int put_counts(struct sk_buff *msg)
{
	int kind, reason;

	for (kind = 0; kind <= VEDETTE_INTEGRITY_KIND_MAX; kind++)
		for (reason = 0; reason <= VEDETTE_INTEGRITY_REASON_MAX; reason++)
			if (put_count(msg, kind, reason))
				return -EMSGSIZE;
	return 0;
}

static int put_modes(struct sk_buff *msg)
{
	const struct vdt_image *image;
	u32 enforce = 0, log = 0;

	rcu_read_lock();
	image = vdt_policy_rcu();
	if (image) {
		enforce = image->policy->integrity.enforce;
		log = image->policy->integrity.log;
	}
	rcu_read_unlock();
	return nla_put_u32(msg, VEDETTE_A_INTEGRITY_STATE_ENFORCE, enforce) ||
	       nla_put_u32(msg, VEDETTE_A_INTEGRITY_STATE_LOG, log);
}

static int put_cache(struct sk_buff *msg)
{
	struct vdt_verdict_cache_stats stats;

	vdt_verdict_cache_stats(vdt_verdict_cache(), &stats);
	return nla_put_u32(msg, VEDETTE_A_INTEGRITY_STATE_CACHED, stats.entries) ||
	       nla_put_u32(msg, VEDETTE_A_INTEGRITY_STATE_CACHE_ROOM, stats.places) ||
	       vdt_netlink_put_u64(msg, VEDETTE_A_INTEGRITY_STATE_CACHE_BYTES, stats.bytes) ||
	       vdt_netlink_put_u64(msg, VEDETTE_A_INTEGRITY_STATE_HITS, stats.hits) ||
	       vdt_netlink_put_u64(msg, VEDETTE_A_INTEGRITY_STATE_MISSES, stats.misses);
}

static int put_algorithms(struct sk_buff *msg)
{
	const char *name;
	unsigned int i;
	bool available;

	for (i = 0; vdt_app_sig_scheme(i, &name, &available); i++)
		if (available && nla_put_string(msg, VEDETTE_A_INTEGRITY_STATE_ALGORITHM, name))
			return -EMSGSIZE;
	return 0;
}

static int put_state(struct sk_buff *msg)
{
	return put_modes(msg) || put_counts(msg) || put_cache(msg) || put_algorithms(msg) ||
	       vdt_netlink_put_u64(msg, VEDETTE_A_INTEGRITY_STATE_FORGOTTEN,
				   vdt_denials_forgotten());
}

int vedette_nl_integrity_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg;
	void *head;

	msg = vdt_netlink_reply_new(info, &head);
	if (!msg)
		return -ENOMEM;
	return vdt_netlink_reply_send(msg, head, info, put_state(msg) ? -EMSGSIZE : 0);
}

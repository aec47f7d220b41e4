// SPDX-License-Identifier: GPL-2.0-only
/* The requests that change the policy, or ask about one: policy-load, -check, -confirm, feed-load.
 */
#include <net/genetlink.h>

#include "compat.h"
#include "genl.h"
#include "netlink.h"
#include "policy.h"
#include "policy_attrs.h"

static int put_identity(struct sk_buff *msg, const struct vdt_identity *identity)
{
	if (nla_put_string(msg, VEDETTE_A_CONTROL_NAME, identity->name) ||
	    vdt_netlink_put_u64(msg, VEDETTE_A_CONTROL_VERSION, identity->version) ||
	    nla_put(msg, VEDETTE_A_CONTROL_DIGEST, sizeof(identity->digest), identity->digest))
		return -EMSGSIZE;
	return 0;
}

static int read_fds(struct nlattr **attrs, struct vdt_load *load, const char **ret_why)
{
	*ret_why = "blob-fd: missing";
	if (!attrs[VEDETTE_A_CONTROL_BLOB_FD])
		return -EINVAL;
	*ret_why = "signature-fd: missing, policies and feeds must be signed";
	if (!attrs[VEDETTE_A_CONTROL_SIGNATURE_FD])
		return -EBADMSG;
	load->fds.blob = nla_get_s32(attrs[VEDETTE_A_CONTROL_BLOB_FD]);
	load->fds.signature = nla_get_s32(attrs[VEDETTE_A_CONTROL_SIGNATURE_FD]);
	return 0;
}

static int read_feed(const struct nlattr *nest, struct vdt_load *load, const char **ret_why)
{
	struct nlattr *attrs[VEDETTE_A_FEED_FILES_MAX + 1];
	int err = nla_parse_nested(attrs, VEDETTE_A_FEED_FILES_MAX, nest,
				   vedette_feed_files_nl_policy, NULL);

	*ret_why = "feed: blob-fd or signature-fd missing";
	if (err || !attrs[VEDETTE_A_FEED_FILES_BLOB_FD] ||
	    !attrs[VEDETTE_A_FEED_FILES_SIGNATURE_FD])
		return -EINVAL;
	*ret_why = "feed: more feeds than fit";
	if (load->n_feeds == VDT_FEEDS_MAX)
		return -E2BIG;
	load->feeds[load->n_feeds++] = (struct vdt_fds){
		.blob = (int)nla_get_u32(attrs[VEDETTE_A_FEED_FILES_BLOB_FD]),
		.signature = (int)nla_get_u32(attrs[VEDETTE_A_FEED_FILES_SIGNATURE_FD]),
	};
	return 0;
}

/* The feeds come repeated, so they are taken from the message itself. */
static int read_feeds(struct genl_info *info, struct vdt_load *load, const char **ret_why)
{
	const struct nlmsghdr *nlh = info->nlhdr;
	const struct nlattr *attr;
	int rem, err = 0;

	nlmsg_for_each_attr(attr, nlh, GENL_HDRLEN, rem) {
		if (nla_type(attr) == VEDETTE_A_CONTROL_FEED)
			err = read_feed(attr, load, ret_why);
		if (err)
			break;
	}
	return err;
}

typedef int load_fn(const struct vdt_load *load, struct vdt_identity *ret_identity,
		    const char **ret_why);

static int load(struct genl_info *info, load_fn *do_load, bool dry)
{
	struct vdt_load request = {.portid = info->snd_portid, .dry = dry};
	struct vdt_identity identity;
	struct sk_buff *msg;
	const char *why;
	void *head;
	int err = read_fds(info->attrs, &request, &why);

	if (!err)
		err = read_feeds(info, &request, &why);
	if (err)
		return vdt_netlink_refuse(info, err, why);
	if (info->attrs[VEDETTE_A_CONTROL_CONFIRM])
		request.confirm = nla_get_u32(info->attrs[VEDETTE_A_CONTROL_CONFIRM]);
	/* The reply first: what was done must not be answered by "no memory". */
	msg = vdt_netlink_reply_new(info, &head);
	if (!msg)
		return -ENOMEM;
	err = do_load(&request, &identity, &why);
	if (!err)
		err = put_identity(msg, &identity);
	return vdt_netlink_refuse(info, vdt_netlink_reply_send(msg, head, info, err), why);
}

int vedette_nl_policy_load_doit(struct sk_buff *skb, struct genl_info *info)
{
	return load(info, vdt_policy_load, nla_get_flag(info->attrs[VEDETTE_A_CONTROL_DRY_RUN]));
}

int vedette_nl_feed_load_doit(struct sk_buff *skb, struct genl_info *info)
{
	/* Its attributes end before the one that asks for a dry run. */
	return load(info, vdt_feed_load, false);
}

int vedette_nl_policy_check_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *blob = info->attrs[VEDETTE_A_CONTROL_POLICY];
	struct vdt_identity identity;
	struct vdt_policy *policy;
	struct vdt_fault fault;
	struct sk_buff *msg;
	void *head;
	int err;

	if (!blob)
		return vdt_netlink_refuse(info, -EINVAL, "policy: missing");
	err = vdt_policy_parse(nla_data(blob), nla_len(blob), &policy, &fault);
	if (err)
		return vdt_netlink_refuse(info, err, fault.text);
	strscpy(identity.name, policy->name, sizeof(identity.name));
	identity.version = policy->version;
	sha256(nla_data(blob), nla_len(blob), identity.digest);
	vdt_policy_free(policy);
	msg = vdt_netlink_reply_new(info, &head);
	if (!msg)
		return -ENOMEM;
	return vdt_netlink_reply_send(msg, head, info, put_identity(msg, &identity));
}

int vedette_nl_policy_confirm_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *version = info->attrs[VEDETTE_A_CONTROL_VERSION];
	struct vdt_identity identity;
	const char *why = NULL;
	void *head;
	struct sk_buff *msg = vdt_netlink_reply_new(info, &head);
	int err;

	if (!msg)
		return -ENOMEM;
	err = vdt_policy_confirm(version ? nla_get_u64(version) : 0, info->snd_portid, &identity,
				 &why);
	if (!err)
		err = put_identity(msg, &identity);
	return vdt_netlink_refuse(info, vdt_netlink_reply_send(msg, head, info, err), why);
}

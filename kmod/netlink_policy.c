// SPDX-License-Identifier: GPL-2.0-only
/* The requests about the policy: policy-load, -check, -confirm, -get and service-get. */
#include <net/genetlink.h>

#include "compat.h"
#include "events.h"
#include "genl.h"
#include "netlink.h"
#include "policy.h"

enum {
	CHUNK_MAX = 4096, /* bytes of a policy or signature in one message of a dump */
};

/* The texts last as long as the module, so the ack may point to them. */
static int refuse(struct genl_info *info, int err, const char *why)
{
	if (why && info->extack)
		info->extack->_msg = why;
	return err;
}

static int put_identity(struct sk_buff *msg, const struct vdt_identity *identity)
{
	if (nla_put_string(msg, VEDETTE_A_CONTROL_NAME, identity->name) ||
	    vdt_netlink_put_u64(msg, VEDETTE_A_CONTROL_VERSION, identity->version) ||
	    nla_put(msg, VEDETTE_A_CONTROL_DIGEST, sizeof(identity->digest), identity->digest))
		return -EMSGSIZE;
	return 0;
}

int vedette_nl_policy_load_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr **attrs = info->attrs;
	struct vdt_load load = {.portid = info->snd_portid};
	struct vdt_identity identity;
	const char *why = NULL;
	struct sk_buff *msg;
	void *head;
	int err;

	if (!attrs[VEDETTE_A_CONTROL_BLOB_FD])
		return refuse(info, -EINVAL, "blob-fd: missing");
	if (!attrs[VEDETTE_A_CONTROL_SIGNATURE_FD])
		return refuse(info, -EBADMSG, "signature-fd: missing, policies must be signed");
	load.blob_fd = nla_get_s32(attrs[VEDETTE_A_CONTROL_BLOB_FD]);
	load.signature_fd = nla_get_s32(attrs[VEDETTE_A_CONTROL_SIGNATURE_FD]);
	if (attrs[VEDETTE_A_CONTROL_CONFIRM])
		load.confirm = nla_get_u32(attrs[VEDETTE_A_CONTROL_CONFIRM]);
	/* The reply first: what was done must not be answered by "no memory". */
	msg = vdt_netlink_reply_new(info, &head);
	if (!msg)
		return -ENOMEM;
	err = vdt_policy_load(&load, &identity, &why);
	if (!err)
		err = put_identity(msg, &identity);
	return refuse(info, vdt_netlink_reply_send(msg, head, info, err), why);
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
		return refuse(info, -EINVAL, "policy: missing");
	err = vdt_policy_parse(nla_data(blob), nla_len(blob), &policy, &fault);
	if (err)
		return refuse(info, err, fault.text);
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
	return refuse(info, vdt_netlink_reply_send(msg, head, info, err), why);
}

static void *start_part(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &vedette_nl_family,
			   NLM_F_MULTI, cmd);
}

/* What comes next at an offset into the blob with the signature behind it. */
struct chunk {
	const void *data;
	size_t len;
	int type;
};

static struct chunk find_chunk(const struct vdt_image *image, size_t offset)
{
	if (offset < image->blob_len)
		return (struct chunk){image->blob + offset, image->blob_len - offset,
				      VEDETTE_A_CONTROL_CHUNK};
	offset -= image->blob_len;
	return (struct chunk){image->signature + offset, image->signature_len - offset,
			      VEDETTE_A_CONTROL_SIGNATURE_CHUNK};
}

/* Returns the length of the piece that fitted into the message, 0: none. */
static size_t put_chunk(struct sk_buff *skb, struct netlink_callback *cb,
			const struct vdt_image *image, size_t offset)
{
	struct chunk chunk = find_chunk(image, offset);
	void *head = start_part(skb, cb, VEDETTE_CMD_POLICY_GET);

	if (!head)
		return 0;
	chunk.len = min_t(size_t, chunk.len, CHUNK_MAX);
	if (vdt_netlink_put_u64(skb, VEDETTE_A_CONTROL_VERSION, image->policy->version) ||
	    skb_tailroom(skb) <= NLA_HDRLEN + NLA_ALIGNTO)
		goto full;
	chunk.len = min_t(size_t, chunk.len, skb_tailroom(skb) - NLA_HDRLEN - NLA_ALIGNTO);
	if (nla_put(skb, chunk.type, chunk.len, chunk.data))
		goto full;
	genlmsg_end(skb, head);
	return chunk.len;
full:
	genlmsg_cancel(skb, head);
	return 0;
}

/* cb->args[1] is the version that the dump began with; one dump tells of one policy only. */
static bool is_same_policy(struct netlink_callback *cb, const struct vdt_image *image)
{
	if (!cb->args[0])
		cb->args[1] = image->policy->version;
	return cb->args[1] == (long)image->policy->version;
}

/* cb->args: [0] bytes that were put, [1] as above. */
static int dump_image(struct sk_buff *skb, struct netlink_callback *cb,
		      const struct vdt_image *image)
{
	size_t total = image->blob_len + image->signature_len, len;

	if (!is_same_policy(cb, image))
		return -EAGAIN;
	while (cb->args[0] < total) {
		len = put_chunk(skb, cb, image, cb->args[0]);
		if (!len)
			break;
		cb->args[0] += len;
	}
	return skb->len;
}

int vedette_nl_policy_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct vdt_image *image = vdt_policy_hold();
	int err = 0;

	if (image)
		err = dump_image(skb, cb, image);
	else if (cb->args[0])
		err = -EAGAIN;
	vdt_policy_release();
	return err;
}

static int put_from(struct sk_buff *skb, const struct vdt_policy *policy, u64 from)
{
	int i;

	for (i = 0; i < policy->n_sets; i++)
		if (from & BIT_ULL(i) &&
		    nla_put_string(skb, VEDETTE_A_SERVICE_STATS_FROM, policy->sets[i].name))
			return -EMSGSIZE;
	return 0;
}

static int put_service(struct sk_buff *skb, const struct vdt_image *image, int index)
{
	const struct vdt_service *service = &image->policy->services[index];
	struct vdt_service_count count = vdt_image_sum(image, index);

	return nla_put_string(skb, VEDETTE_A_SERVICE_STATS_NAME, service->name) ||
	       nla_put_u8(skb, VEDETTE_A_SERVICE_STATS_PROTO, service->proto) ||
	       nla_put_u16(skb, VEDETTE_A_SERVICE_STATS_PORT, service->port) ||
	       (service->flags &&
		nla_put_u32(skb, VEDETTE_A_SERVICE_STATS_FLAGS, service->flags)) ||
	       put_from(skb, image->policy, service->from) ||
	       (service->exe != VDT_NO_EXE && nla_put_string(skb, VEDETTE_A_SERVICE_STATS_EXE,
							     image->policy->exes[service->exe])) ||
	       vdt_netlink_put_u64(skb, VEDETTE_A_SERVICE_STATS_PASSED, count.passed) ||
	       vdt_netlink_put_u64(skb, VEDETTE_A_SERVICE_STATS_DROPPED, count.dropped);
}

/* cb->args: [0] services that were put, [1] as above. */
static int dump_services(struct sk_buff *skb, struct netlink_callback *cb,
			 const struct vdt_image *image)
{
	void *head;

	if (!is_same_policy(cb, image))
		return -EAGAIN;
	for (; cb->args[0] < image->policy->n_services; cb->args[0]++) {
		head = start_part(skb, cb, VEDETTE_CMD_SERVICE_GET);
		if (!head)
			break;
		if (put_service(skb, image, cb->args[0])) {
			genlmsg_cancel(skb, head);
			break;
		}
		genlmsg_end(skb, head);
	}
	return skb->len;
}

int vedette_nl_service_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct vdt_image *image = vdt_policy_hold();
	int len = image ? dump_services(skb, cb, image) : 0;

	vdt_policy_release();
	return len;
}

// SPDX-License-Identifier: GPL-2.0-only
/* What the active policy is: policy-get, service-get and feed-get. */
#include <net/genetlink.h>

#include "compat.h"
#include "genl.h"
#include "netlink.h"
#include "policy.h"

enum {
	CHUNK_MAX = 4096, /* bytes of a policy or signature in one message of a dump */
};

/* What comes next at an offset into the blob with the signature behind it. */
struct chunk {
	const void *data;
	size_t len;
	int type;
};

static struct chunk find_chunk(const struct vdt_image *image, size_t offset)
{
	const struct vdt_signed_file *file = &image->source->file;

	if (offset < file->len)
		return (struct chunk){file->data + offset, file->len - offset,
				      VEDETTE_A_CONTROL_CHUNK};
	offset -= file->len;
	return (struct chunk){file->signature + offset, file->signature_len - offset,
			      VEDETTE_A_CONTROL_SIGNATURE_CHUNK};
}

/* Returns the length of the piece that fitted into the message, 0: none. */
static size_t put_chunk(struct sk_buff *skb, struct netlink_callback *cb,
			const struct vdt_image *image, size_t offset)
{
	struct chunk chunk = find_chunk(image, offset);
	void *head = vdt_netlink_row_start(skb, cb, VEDETTE_CMD_POLICY_GET);

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
	size_t total = image->source->file.len + image->source->file.signature_len, len;

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

static int put_feed(struct sk_buff *skb, const struct vdt_image *image, int set)
{
	const struct vdt_feed_identity *feed = &image->rules.feeds[set];

	return nla_put_string(skb, VEDETTE_A_FEED_NAME, image->policy->sets[set].name) ||
	       vdt_netlink_put_u64(skb, VEDETTE_A_FEED_VERSION, feed->version) ||
	       vdt_netlink_put_u64(skb, VEDETTE_A_FEED_MINIMUM, image->policy->sets[set].feed) ||
	       nla_put(skb, VEDETTE_A_FEED_DIGEST, sizeof(feed->digest), feed->digest) ||
	       nla_put_u32(skb, VEDETTE_A_FEED_PREFIXES, feed->prefixes);
}

/* A list in the active policy. */
struct rows {
	u8 cmd;
	int (*count)(const struct vdt_policy *policy);
	bool (*has)(const struct vdt_image *image, int index);
	int (*put)(struct sk_buff *skb, const struct vdt_image *image, int index);
};

static int count_services(const struct vdt_policy *policy)
{
	return policy->n_services;
}

static bool has_service(const struct vdt_image *image, int index)
{
	return true;
}

static int count_sets(const struct vdt_policy *policy)
{
	return policy->n_sets;
}

static bool has_feed(const struct vdt_image *image, int index)
{
	return image->rules.feeds[index].version;
}

static const struct rows service_rows = {
	VEDETTE_CMD_SERVICE_GET,
	count_services,
	has_service,
	put_service,
};
static const struct rows feed_rows = {VEDETTE_CMD_FEED_GET, count_sets, has_feed, put_feed};

/* cb->args: [0] rows that were done, [1] as above. */
static int dump_rows(struct sk_buff *skb, struct netlink_callback *cb, const struct rows *rows,
		     const struct vdt_image *image)
{
	void *head;

	if (!is_same_policy(cb, image))
		return -EAGAIN;
	for (; cb->args[0] < rows->count(image->policy); cb->args[0]++) {
		if (!rows->has(image, cb->args[0]))
			continue;
		head = vdt_netlink_row_start(skb, cb, rows->cmd);
		if (!head || vdt_netlink_row_end(skb, head, rows->put(skb, image, cb->args[0])))
			break;
	}
	return skb->len;
}

static int dump(struct sk_buff *skb, struct netlink_callback *cb, const struct rows *rows)
{
	const struct vdt_image *image = vdt_policy_hold();
	int len = image ? dump_rows(skb, cb, rows, image) : 0;

	vdt_policy_release();
	return len;
}

int vedette_nl_service_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump(skb, cb, &service_rows);
}

int vedette_nl_feed_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump(skb, cb, &feed_rows);
}

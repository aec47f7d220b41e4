// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "feed.h"
#include "limits.h"
#include "policy_text.h"

static int refuse(int err, const char *why, const char **ret_why)
{
	*ret_why = why;
	return err;
}

static int check_format(const struct vdt_feed_header *header, const char **ret_why)
{
	if (memcmp(header->magic, VDT_FEED_MAGIC, sizeof(header->magic)))
		return refuse(-EINVAL, "feed: this is no feed", ret_why);
	if (vdt_prefix_read_be32(header->format) != VDT_FEED_FORMAT)
		return refuse(-EOPNOTSUPP, "feed format: not the one of this module", ret_why);
	if (vdt_prefix_read_be32(header->reserved))
		return refuse(-EINVAL, "feed: reserved bytes are not zero", ret_why);
	return 0;
}

static int read_name(const struct vdt_feed_header *header, const char **ret_name,
		     const char **ret_why)
{
	size_t len = strnlen(header->name, sizeof(header->name)), i;

	for (i = len; i < sizeof(header->name); i++)
		if (header->name[i])
			return refuse(-EINVAL, "feed name: something behind its end", ret_why);
	if (len == sizeof(header->name) || !vdt_text_is_name(header->name))
		return refuse(-EINVAL, "feed name: not of the form [a-z][a-z0-9_-]*", ret_why);
	*ret_name = header->name;
	return 0;
}

static int read_version(const struct vdt_feed_header *header, u64 *ret_version,
			const char **ret_why)
{
	u64 version = vdt_prefix_read_be64(header->version);

	if (!version || version > S64_MAX)
		return refuse(-EINVAL, "feed version: not in 1 to 2^63 - 1", ret_why);
	*ret_version = version;
	return 0;
}

static int read_prefixes(const struct vdt_feed_header *header, size_t len,
			 struct vdt_prefixes *ret_prefixes, const char **ret_why)
{
	u64 n4 = vdt_prefix_read_be32(header->n4), n6 = vdt_prefix_read_be32(header->n6);
	u64 want = n4 * VDT_PREFIX_PACKED4 + n6 * VDT_PREFIX_PACKED6;
	const u8 *packed = (const u8 *)(header + 1);

	len -= sizeof(*header);
	if (n4 + n6 > VDT_FEED_PREFIXES_MAX)
		return refuse(-E2BIG, "feed: more than 1000000 prefixes", ret_why);
	if (len < want)
		return refuse(-ENODATA, "feed: cut off", ret_why);
	if (len > want)
		return refuse(-EMSGSIZE, "feed: something behind the last prefix", ret_why);
	*ret_prefixes = (struct vdt_prefixes){
		.ipv4 = packed,
		.ipv4_len = n4 * VDT_PREFIX_PACKED4,
		.ipv6 = packed + n4 * VDT_PREFIX_PACKED4,
		.ipv6_len = n6 * VDT_PREFIX_PACKED6,
	};
	return 0;
}

int vdt_feed_parse(const void *blob, size_t len, struct vdt_feed *ret_feed, const char **ret_why)
{
	const struct vdt_feed_header *header = blob;
	struct vdt_feed feed = {};
	int err;

	if (len > VDT_FEED_MAX)
		return refuse(-E2BIG, "feed: larger than fits", ret_why);
	if (len < sizeof(*header))
		return refuse(-ENODATA, "feed: cut off in the header", ret_why);
	err = check_format(header, ret_why);
	if (!err)
		err = read_name(header, &feed.name, ret_why);
	if (!err)
		err = read_version(header, &feed.version, ret_why);
	if (!err)
		err = read_prefixes(header, len, &feed.prefixes, ret_why);
	feed.digest = header->digest;
	if (!err)
		*ret_feed = feed;
	return err;
}

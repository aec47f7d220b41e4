// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <linux/netlink.h>

#include "lib/nl/extack.h"

struct words {
	const char *text; /* not terminated */
	int text_len;
	uint32_t offset, missing; /* of the bad attribute; type of the absent one */
};

static void take_word(struct words *words, uint16_t type, const uint8_t *data, size_t len)
{
	switch (type) {
	case NLMSGERR_ATTR_MSG:
		words->text = (const char *)data;
		words->text_len = strnlen(words->text, len);
		break;
	case NLMSGERR_ATTR_OFFS:
		if (len == sizeof(words->offset))
			memcpy(&words->offset, data, len);
		break;
	case NLMSGERR_ATTR_MISS_TYPE:
		if (len == sizeof(words->missing))
			memcpy(&words->missing, data, len);
		break;
	}
}

static void walk_words(const uint8_t *pos, size_t len, struct words *words)
{
	struct nlattr head;

	while (len >= sizeof(head)) {
		memcpy(&head, pos, sizeof(head));
		if (head.nla_len < sizeof(head) || head.nla_len > len)
			return;
		take_word(words, head.nla_type & NLA_TYPE_MASK, pos + sizeof(head),
			  head.nla_len - sizeof(head));
		if (NLA_ALIGN(head.nla_len) >= len)
			return;
		pos += NLA_ALIGN(head.nla_len);
		len -= NLA_ALIGN(head.nla_len);
	}
}

static void say(const struct words *words, char *text, size_t size)
{
	if (words->missing)
		snprintf(text, size, "%.*s%sattribute %u is missing", words->text_len,
			 words->text_len ? words->text : "", words->text_len ? ": " : "",
			 words->missing);
	else if (words->text_len)
		snprintf(text, size, "%.*s", words->text_len, words->text);
	else if (words->offset)
		snprintf(text, size, "bad attribute at byte %u of the request", words->offset);
}

int vdt_nl_extack(const struct nlmsghdr *hdr, char *text, size_t size)
{
	const uint8_t *payload = (const uint8_t *)hdr + NLMSG_HDRLEN;
	struct words words = {0};
	size_t skip, len;
	int error;

	text[0] = '\0';
	if (hdr->nlmsg_len < NLMSG_HDRLEN + sizeof(error))
		return -EBADMSG;
	len = hdr->nlmsg_len - NLMSG_HDRLEN;
	memcpy(&error, payload, sizeof(error));
	if (error > 0)
		return -EBADMSG;
	if (!(hdr->nlmsg_flags & NLM_F_ACK_TLVS))
		return error;

	skip = sizeof(error);
	if (hdr->nlmsg_type == NLMSG_ERROR) {
		/* The request comes back: its header only, when it was cut off by NETLINK_CAP_ACK.
		 */
		struct nlmsgerr echo;

		if (len < sizeof(echo))
			return error;
		memcpy(&echo, payload, sizeof(echo));
		skip = sizeof(echo);
		if (!(hdr->nlmsg_flags & NLM_F_CAPPED) && echo.msg.nlmsg_len > NLMSG_HDRLEN)
			skip += NLMSG_ALIGN((size_t)echo.msg.nlmsg_len) - NLMSG_HDRLEN;
	}
	if (skip < len)
		walk_words(payload + skip, len - skip, &words);
	say(&words, text, size);
	return error;
}

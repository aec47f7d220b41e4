// SPDX-License-Identifier: BSD-3-Clause
#include "lib/nl/fields.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include <netlink/attr.h>

int vdt_nl_text_store(const uint8_t *data, size_t len, char *room, size_t size, bool cut)
{
	size_t n = strnlen((const char *)data, len);

	if (n >= size) {
		if (!cut)
			return -EBADMSG;
		n = size - 1;
	}
	memcpy(room, data, n);
	room[n] = '\0';
	return 0;
}

static int store_field(const struct vdt_nl_field *f, const uint8_t *data, size_t len, void *obj)
{
	char *member = (char *)obj + f->offset;

	switch ((enum vdt_nl_kind)f->kind) {
	case NUMBER:
	case BYTES:
		if (len != f->room)
			return -EBADMSG;
		memcpy(member, data, len);
		return 0;
	case FLAG:
		*(bool *)member = true;
		return 0;
	case NAME:
		return vdt_nl_text_store(data, len, member, f->room, false);
	case TEXT:
		return vdt_nl_text_store(data, len, member, f->room, true);
	case TAKE:
		return f->take(data, len, obj);
	}
	return -EBADMSG;
}

int vdt_nl_fields_read(const void *attrs, size_t len, const struct vdt_nl_field *table,
		       size_t count, void *obj)
{
	const uint8_t *pos = attrs;
	struct nlattr head;
	size_t i;
	int ret;

	while (len >= sizeof(head)) {
		memcpy(&head, pos, sizeof(head));
		if (head.nla_len < sizeof(head) || head.nla_len > len)
			return -EBADMSG;
		for (i = 0; i < count; i++) {
			if (table[i].attr != (head.nla_type & NLA_TYPE_MASK))
				continue;
			ret = store_field(&table[i], pos + sizeof(head),
					  head.nla_len - sizeof(head), obj);
			if (ret)
				return ret;
		}
		if (NLA_ALIGN(head.nla_len) >= len)
			return 0;
		pos += NLA_ALIGN(head.nla_len);
		len -= NLA_ALIGN(head.nla_len);
	}
	return len ? -EBADMSG : 0;
}

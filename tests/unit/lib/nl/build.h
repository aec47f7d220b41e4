/* SPDX-License-Identifier: BSD-3-Clause */
/* Attributes made by hand, right and wrong ones. */
#ifndef VDT_TEST_NL_BUILD_H
#define VDT_TEST_NL_BUILD_H

#include <stdint.h>
#include <string.h>

#include <linux/netlink.h>

struct attrs {
	uint8_t bytes[8192];
	size_t len;
};

/* Append an attribute that says it has @claimed bytes of payload, and has @len. */
static inline void put_claiming(struct attrs *attrs, uint16_t type, size_t claimed,
				const void *data, size_t len)
{
	struct nlattr head = {.nla_len = sizeof(head) + claimed, .nla_type = type};

	memcpy(attrs->bytes + attrs->len, &head, sizeof(head));
	if (len)
		memcpy(attrs->bytes + attrs->len + sizeof(head), data, len);
	attrs->len += NLA_ALIGN(sizeof(head) + len);
}

static inline void put(struct attrs *attrs, uint16_t type, const void *data, size_t len)
{
	put_claiming(attrs, type, len, data, len);
}

static inline void put_string(struct attrs *attrs, uint16_t type, const char *text)
{
	put(attrs, type, text, strlen(text) + 1);
}

static inline void put_u8(struct attrs *attrs, uint16_t type, uint8_t number)
{
	put(attrs, type, &number, sizeof(number));
}

static inline void put_u32(struct attrs *attrs, uint16_t type, uint32_t number)
{
	put(attrs, type, &number, sizeof(number));
}

static inline void put_u64(struct attrs *attrs, uint16_t type, uint64_t number)
{
	put(attrs, type, &number, sizeof(number));
}

static inline void put_nest(struct attrs *attrs, uint16_t type, const struct attrs *nest)
{
	put(attrs, type | NLA_F_NESTED, nest->bytes, nest->len);
}

#endif /* VDT_TEST_NL_BUILD_H */

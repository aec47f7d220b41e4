// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "daemon/stream/span.h"

struct vdt_span vdt_span_cut(struct vdt_span *rest, char sep)
{
	struct vdt_span piece = *rest;
	const char *end;

	if (!rest->len)
		return piece;
	end = memchr(rest->at, sep, rest->len);
	if (end)
		piece.len = end - rest->at;
	rest->at += piece.len + !!end;
	rest->len -= piece.len + !!end;
	return piece;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct vdt_span vdt_span_trim(struct vdt_span span)
{
	while (span.len && is_blank(span.at[0])) {
		span.at++;
		span.len--;
	}
	while (span.len && is_blank(span.at[span.len - 1]))
		span.len--;
	return span;
}

int vdt_span_number(struct vdt_span span, unsigned long max, unsigned long *ret_value)
{
	unsigned long value = 0;

	if (!span.len)
		return -EINVAL;
	for (size_t i = 0; i < span.len; i++) {
		unsigned int digit = (unsigned char)span.at[i] - '0';

		if (digit > 9 || digit > max || value > (max - digit) / 10)
			return -EINVAL;
		value = value * 10 + digit;
	}
	*ret_value = value;
	return 0;
}

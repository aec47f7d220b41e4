/* SPDX-License-Identifier: BSD-3-Clause */
/* A piece of somebody else's bytes: never terminated, never owned. */
#ifndef VDT_STREAM_SPAN_H
#define VDT_STREAM_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct vdt_span {
	const char *at;
	size_t len;
};

static inline bool vdt_span_is(struct vdt_span span, const char *text)
{
	return span.len == strlen(text) && !memcmp(span.at, text, span.len);
}

/* As vdt_span_is(), for names that the RFCs compare without regard to case. */
static inline bool vdt_span_names(struct vdt_span span, const char *text)
{
	return span.len == strlen(text) && !strncasecmp(span.at, text, span.len);
}

static inline bool vdt_span_starts(struct vdt_span span, const char *text)
{
	size_t len = strlen(text);

	return span.len >= len && !strncasecmp(span.at, text, len);
}

/* Cut the piece before the first @sep off *@rest; the separator belongs to neither. */
struct vdt_span vdt_span_cut(struct vdt_span *rest, char sep);
/* Without spaces and tabs at both ends. */
struct vdt_span vdt_span_trim(struct vdt_span span);
/* Decimal digits only, at most @max. Returns 0, or -EINVAL. */
int vdt_span_number(struct vdt_span span, unsigned long max, unsigned long *ret_value);

#endif /* VDT_STREAM_SPAN_H */

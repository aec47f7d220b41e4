// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/utf8.h"

#include "lib/policy/complain.h"

/* RFC 3629, section 4: by lead byte, how many bytes follow and what the second may be. */
static const struct {
	uint8_t from, to, follow, second_from, second_to;
} leads[] = {
	{0x00, 0x7f, 0, 0, 0},	     {0xc2, 0xdf, 1, 0x80, 0xbf}, {0xe0, 0xe0, 2, 0xa0, 0xbf},
	{0xe1, 0xec, 2, 0x80, 0xbf}, {0xed, 0xed, 2, 0x80, 0x9f}, {0xee, 0xef, 2, 0x80, 0xbf},
	{0xf0, 0xf0, 3, 0x90, 0xbf}, {0xf1, 0xf3, 3, 0x80, 0xbf}, {0xf4, 0xf4, 3, 0x80, 0x8f},
};

/* Bytes of the character at @at, 0: it is none. */
static size_t character(const uint8_t *at, size_t left)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(*leads); i++) {
		size_t follow = leads[i].follow;

		if (*at < leads[i].from || *at > leads[i].to)
			continue;
		if (follow >= left)
			return 0;
		if (follow && (at[1] < leads[i].second_from || at[1] > leads[i].second_to))
			return 0;
		for (size_t k = 2; k <= follow; k++)
			if (at[k] < 0x80 || at[k] > 0xbf)
				return 0;
		return follow + 1;
	}
	return 0;
}

static bool is_control(uint8_t byte)
{
	return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
}

int vdt_utf8_check(const char *text, size_t len, const char *file,
		   struct vdt_model_error *ret_error)
{
	const uint8_t *bytes = (const uint8_t *)text;
	struct vdt_model_mark at = {file, 1, 1};
	size_t step;

	for (size_t i = 0; i < len; i += step) {
		step = character(bytes + i, len - i);
		if (!step)
			return vdt_complain(ret_error, &at, "byte 0x%02x is not UTF-8 text",
					    bytes[i]);
		if (is_control(bytes[i]))
			return vdt_complain(ret_error, &at,
					    "control character 0x%02x; only text is taken",
					    bytes[i]);
		at.column++;
		if (bytes[i] == '\n') {
			at.line++;
			at.column = 1;
		}
	}
	return 0;
}

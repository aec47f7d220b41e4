// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/plain_text.h"

#include <stddef.h>
#include <stdint.h>

/* RFC 3629, section 3: by lead byte, how many bytes follow and the first code point that needs
 * them. */
static const struct {
	uint8_t mask, lead, follow;
	uint32_t first;
} forms[] = {
	{0x80, 0x00, 0, 0},
	{0xe0, 0xc0, 1, 0x80},
	{0xf0, 0xe0, 2, 0x800},
	{0xf8, 0xf0, 3, 0x10000},
};

static const struct {
	uint32_t from, to;
} refused[] = {
	{0x0000, 0x001f},	/* C0 */
	{0x007f, 0x009f},	/* DEL, C1 */
	{0x061c, 0x061c},	/* Arabic letter mark */
	{0x200e, 0x200f},	/* left-to-right, right-to-left mark */
	{0x2028, 0x202e},	/* separators, embeddings, overrides */
	{0x2066, 0x2069},	/* isolates */
	{0xd800, 0xdfff},	/* surrogates */
	{0xfeff, 0xfeff},	/* byte order mark */
	{0x110000, UINT32_MAX}, /* not Unicode */
};

/* Read one code point at @at. Returns its bytes, 0 if it is none. */
static size_t read_point(const uint8_t *at, uint32_t *ret_point)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		uint32_t point = *at & (uint8_t)~forms[i].mask;

		if ((*at & forms[i].mask) != forms[i].lead)
			continue;
		for (size_t k = 1; k <= forms[i].follow; k++) {
			if ((at[k] & 0xc0) != 0x80) /* the NUL too */
				return 0;
			point = point << 6 | (at[k] & 0x3f);
		}
		*ret_point = point;
		return point < forms[i].first ? 0 : forms[i].follow + 1u;
	}
	return 0;
}

static bool is_refused(uint32_t point)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		if (point >= refused[i].from && point <= refused[i].to)
			return true;
	return false;
}

bool vdt_plain_text(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	uint32_t point;

	while (*at) {
		size_t step = read_point(at, &point);

		if (!step || is_refused(point))
			return false;
		at += step;
	}
	return true;
}

// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "der.h"

enum {
	SEQUENCE = 0x30,
	LONG_FORM = 0x80, /* the other bits: how many bytes of length follow */
};

size_t vdt_der_sequence(const u8 *der, size_t len)
{
	size_t head = 2, content = 0;

	if (len < head || der[0] != SEQUENCE)
		return 0;
	if (der[1] < LONG_FORM) {
		content = der[1];
	} else {
		head += der[1] & ~LONG_FORM;
		if (head == 2 || head > 2 + sizeof(u32) || head > len)
			return 0;
		for (size_t i = 2; i < head; i++)
			content = content << 8 | der[i];
	}
	return content <= len - head ? head + content : 0;
}

// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/number.h"

#include <errno.h>

int vdt_number_parse(const char *text, uint64_t min, uint64_t max, uint64_t *ret_number)
{
	uint64_t number = 0;

	if (!*text || (*text == '0' && text[1]))
		return -EINVAL;
	for (; *text; text++) {
		if (*text < '0' || *text > '9' || __builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, (uint64_t)(*text - '0'), &number))
			return -EINVAL;
	}
	if (number < min || number > max)
		return -EINVAL;
	*ret_number = number;
	return 0;
}

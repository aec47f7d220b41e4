// SPDX-License-Identifier: BSD-3-Clause
#include "tools/vedette/duration.h"

#include <errno.h>
#include <stdlib.h>

static uint32_t seconds_of(char unit)
{
	switch (unit) {
	case 's':
		return 1;
	case 'm':
		return 60;
	case 'h':
		return 3600;
	case 'd':
		return 86400;
	default:
		return 0;
	}
}

int vdt_duration_parse(const char *text, uint32_t max, uint32_t *ret_seconds)
{
	unsigned long long number;
	uint32_t unit;
	char *end;

	if (*text < '0' || *text > '9')
		return -EINVAL;
	errno = 0;
	number = strtoull(text, &end, 10);
	unit = seconds_of(*end);
	if (errno || !unit || end[1] || !number || number > max / unit)
		return -EINVAL;
	*ret_seconds = (uint32_t)number * unit;
	return 0;
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/random.h"

#include <errno.h>

#include <sys/random.h>

int vdt_random(void *buf, size_t len)
{
	uint8_t *to = buf;
	ssize_t n;

	while (len) {
		n = getrandom(to, len, GRND_NONBLOCK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		to += n;
		len -= n;
	}
	return 0;
}

int vdt_random_below(uint32_t bound, uint32_t *ret_number)
{
	/* The largest multiple of bound: what lies above would favour the small numbers. */
	uint32_t limit = UINT32_MAX - UINT32_MAX % bound, number;
	int err;

	do {
		err = vdt_random(&number, sizeof(number));
		if (err)
			return err;
	} while (number >= limit);
	*ret_number = number % bound;
	return 0;
}

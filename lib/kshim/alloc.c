// SPDX-License-Identifier: BSD-3-Clause
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/kshim/alloc.h"

#define LINE 64 /* of a cache; kvmalloc() aligns at least so what is larger */

unsigned int vdt_kshim_fail_alloc;

void *vdt_kshim_zalloc(size_t n, size_t size)
{
	void *p;

	if (vdt_kshim_fail_alloc && !--vdt_kshim_fail_alloc)
		return NULL;
	if (size && n > (SIZE_MAX - LINE) / size)
		return NULL;
	size = (n * size + LINE - 1) / LINE * LINE;
	p = aligned_alloc(LINE, size);
	return p ? memset(p, 0, size) : NULL;
}

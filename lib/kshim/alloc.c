// SPDX-License-Identifier: BSD-3-Clause
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "lib/kshim/alloc.h"

/* kvmalloc() aligns at least so what is larger, and takes huge pages for what fills them. */
#define LINE	  ((size_t)64)
#define HUGE_PAGE ((size_t)2 << 20)

unsigned int vdt_kshim_fail_alloc;

void *vdt_kshim_zalloc(size_t n, size_t size)
{
	size_t align;
	void *p;

	if (vdt_kshim_fail_alloc && !--vdt_kshim_fail_alloc)
		return NULL;
	if (size && n > (SIZE_MAX - HUGE_PAGE) / size)
		return NULL;
	size *= n;
	align = size < HUGE_PAGE ? LINE : HUGE_PAGE;
	size = (size + align - 1) / align * align;
	p = aligned_alloc(align, size);
	if (p && align == HUGE_PAGE)
		madvise(p, size, MADV_HUGEPAGE);
	return p ? memset(p, 0, size) : NULL;
}

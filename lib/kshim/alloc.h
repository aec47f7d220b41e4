/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory as kzalloc(), kvzalloc() and kvcalloc() give it, and its absence on demand. */
#ifndef VDT_KSHIM_ALLOC_H
#define VDT_KSHIM_ALLOC_H

#include <stddef.h>
#include <stdlib.h>

/* For tests: the allocation of this number from now on fails, one time; 0: none. */
extern unsigned int vdt_kshim_fail_alloc;

void *vdt_kshim_zalloc(size_t n, size_t size);

enum { GFP_KERNEL, GFP_ATOMIC };

static inline void *kvzalloc(size_t size, int gfp)
{
	return vdt_kshim_zalloc(1, size);
}

static inline void *kvcalloc(size_t n, size_t size, int gfp)
{
	return vdt_kshim_zalloc(n, size);
}

static inline void *kzalloc(size_t size, int gfp)
{
	return vdt_kshim_zalloc(1, size);
}

static inline void kfree(const void *p)
{
	free((void *)p);
}

static inline void kvfree(const void *p)
{
	free((void *)p);
}

#endif /* VDT_KSHIM_ALLOC_H */

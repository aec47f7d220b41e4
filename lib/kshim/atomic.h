/* SPDX-License-Identifier: BSD-3-Clause */
/* Counters and accesses that other CPUs see whole, for a single thread. */
#ifndef VDT_KSHIM_ATOMIC_H
#define VDT_KSHIM_ATOMIC_H

#include <stdint.h>

#define READ_ONCE(x)	     (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile __typeof__(x) *)&(x) = (value))

typedef struct {
	int64_t value;
} atomic64_t;

static inline int64_t atomic64_read(const atomic64_t *v)
{
	return v->value;
}

static inline void atomic64_set(atomic64_t *v, int64_t value)
{
	v->value = value;
}

static inline void atomic64_inc(atomic64_t *v)
{
	v->value++;
}

#endif /* VDT_KSHIM_ATOMIC_H */

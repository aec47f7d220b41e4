/* SPDX-License-Identifier: BSD-3-Clause */
/* A seqlock for a single thread: it only finds out who writes twice at a time or reads meanwhile.
 */
#ifndef VDT_KSHIM_SEQLOCK_H
#define VDT_KSHIM_SEQLOCK_H

#include <stdbool.h>
#include <stdlib.h>

typedef struct {
	unsigned int sequence; /* odd: somebody writes */
} seqlock_t;

static inline void seqlock_init(seqlock_t *lock)
{
	lock->sequence = 0;
}

static inline unsigned int read_seqbegin(const seqlock_t *lock)
{
	if (lock->sequence % 2)
		abort();
	return lock->sequence;
}

static inline bool read_seqretry(const seqlock_t *lock, unsigned int start)
{
	return lock->sequence != start;
}

static inline void write_seqlock_bh(seqlock_t *lock)
{
	if (lock->sequence++ % 2)
		abort();
}

static inline void write_sequnlock_bh(seqlock_t *lock)
{
	if (++lock->sequence % 2)
		abort();
}

#endif /* VDT_KSHIM_SEQLOCK_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* A spinlock for a single thread: it only finds out who takes it twice or gives it back unheld. */
#ifndef VDT_KSHIM_SPINLOCK_H
#define VDT_KSHIM_SPINLOCK_H

#include <stdbool.h>
#include <stdlib.h>

typedef struct {
	bool held;
} spinlock_t;

static inline void spin_lock_init(spinlock_t *lock)
{
	lock->held = false;
}

static inline void spin_lock(spinlock_t *lock)
{
	if (lock->held)
		abort();
	lock->held = true;
}

static inline void spin_unlock(spinlock_t *lock)
{
	if (!lock->held)
		abort();
	lock->held = false;
}

static inline void spin_lock_bh(spinlock_t *lock)
{
	spin_lock(lock);
}

static inline void spin_unlock_bh(spinlock_t *lock)
{
	spin_unlock(lock);
}

#endif /* VDT_KSHIM_SPINLOCK_H */

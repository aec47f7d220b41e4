/* SPDX-License-Identifier: BSD-3-Clause */
/* How long to wait before a process is started again. */
#ifndef VDT_SUPER_BACKOFF_H
#define VDT_SUPER_BACKOFF_H

#include <stdint.h>

#define VDT_BACKOFF_FIRST   200	  /* milliseconds */
#define VDT_BACKOFF_LAST    30000 /* milliseconds */
#define VDT_BACKOFF_HEALTHY 60000 /* milliseconds up after which the past is forgotten */

/* @last: the wait before the run that ended, 0 before the first; @uptime: how long it lasted.
 * Milliseconds. */
uint32_t vdt_backoff(uint32_t last, uint64_t uptime);

#endif /* VDT_SUPER_BACKOFF_H */

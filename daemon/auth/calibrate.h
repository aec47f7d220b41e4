/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a password hash may cost on this machine: as much memory as OWASP recommends for argon2id
 * and the machine can spare, then as many passes as fit into the time that a login may take. Never
 * less than OWASP's least for that memory.
 */
#ifndef VDT_AUTH_CALIBRATE_H
#define VDT_AUTH_CALIBRATE_H

#include <stdint.h>

#include "daemon/auth/password.h"

#define VDT_CALIBRATE_SHARE  20		  /* a hash takes at most 1/20 of the memory, 5 % */
#define VDT_CALIBRATE_LEAST  250000000ull /* nanoseconds */
#define VDT_CALIBRATE_MOST   500000000ull
#define VDT_CALIBRATE_PASSES 16 /* however fast the machine is */

/* Nanoseconds that one hash of @cost takes; 0 if it could not be made. */
typedef uint64_t (*vdt_calibrate_measure)(const struct vdt_cost *cost);

/* The real thing, in the CPU time of this thread: what else runs does not count. */
uint64_t vdt_calibrate_hash(const struct vdt_cost *cost);
/*
 * The cost for a machine with @memory KiB. It takes two hashes at most: one of the least cost, and
 * one to see that the passes derived from it fit.
 */
struct vdt_cost vdt_calibrate(uint64_t memory, vdt_calibrate_measure measure);
/* KiB of memory that this machine has. */
uint64_t vdt_calibrate_memory(void);

#endif /* VDT_AUTH_CALIBRATE_H */

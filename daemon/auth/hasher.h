/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Verifies passwords in a thread of its own, one at a time: a hash takes a tenth of a second and
 * many megabytes, and the process has signatures to make meanwhile.
 */
#ifndef VDT_AUTH_HASHER_H
#define VDT_AUTH_HASHER_H

#include <stdint.h>

struct event_base;
struct vdt_hasher;

#define VDT_HASHER_QUEUE 8 /* jobs waiting or being done */
#define VDT_HASHER_CALM	 4 /* from here on newcomers are dropped at random, the more the fuller */

/* @result as vdt_password_verify(). */
typedef void (*vdt_hasher_done)(void *ctx, uint32_t job, int result);

/* Start the thread. Returns 0, -ENOMEM, or an errno of eventfd(2) and pthread_create(3). */
int vdt_hasher_new(struct event_base *base, vdt_hasher_done done, void *ctx,
		   struct vdt_hasher **ret_hasher);
/* Wait for the hash being computed, then end; what still waits is not answered. NULL is fine. */
void vdt_hasher_free(struct vdt_hasher *hasher);
/*
 * Verify @password against @hash; both are copied. The done function gets @job, in the event loop.
 * Returns 0, or -EBUSY (the queue is full, or chance wants it).
 */
int vdt_hasher_submit(struct vdt_hasher *hasher, uint32_t job, const char *hash,
		      const char *password);

#endif /* VDT_AUTH_HASHER_H */

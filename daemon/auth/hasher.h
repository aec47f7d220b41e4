/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Hashes passwords in threads of their own, two at once: a hash takes a quarter of a second and
 * many megabytes, and the process has signatures to make meanwhile.
 *
 * There are two lanes. Strangers share a short queue, and lose at random before it is full; who is
 * logged in waits in another one, which is served first, so that a flood of logins costs him at
 * most the hash being computed.
 */
#ifndef VDT_AUTH_HASHER_H
#define VDT_AUTH_HASHER_H

#include <stdint.h>

#include "daemon/auth/password.h"

struct event_base;
struct vdt_hasher;

#define VDT_HASHER_THREADS 2
#define VDT_HASHER_QUEUE   8 /* jobs of strangers, waiting or being done */
#define VDT_HASHER_CALM	   4 /* from here on newcomers are dropped at random, the more the fuller */
#define VDT_HASHER_USERS   8 /* jobs of those who are logged in */

enum vdt_lane { VDT_LANE_STRANGER, VDT_LANE_USER };

/* @result as vdt_password_do(); @hash is what was made, "" if nothing was. */
typedef void (*vdt_hasher_done)(void *ctx, uint32_t id, int result, const char *hash);

/* Who asks: @done is called with @ctx and @id, in the event loop. */
struct vdt_hasher_ask {
	enum vdt_lane lane;
	vdt_hasher_done done;
	void *ctx;
	uint32_t id;
};

/* Start the threads. Returns 0, -ENOMEM, or an errno of eventfd(2) and pthread_create(3). */
int vdt_hasher_new(struct event_base *base, struct vdt_hasher **ret_hasher);
/* Wait for the hashes being computed, then end; what still waits is not answered. NULL is fine. */
void vdt_hasher_free(struct vdt_hasher *hasher);
/* Do @job, which is copied. Returns 0, or -EBUSY (the lane is full, or chance wants it). */
int vdt_hasher_submit(struct vdt_hasher *hasher, const struct vdt_hasher_ask *ask,
		      const struct vdt_password_job *job);

#endif /* VDT_AUTH_HASHER_H */

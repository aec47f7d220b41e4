/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Handshakes under way. A SYN proves nothing about who sent it, so its number must never shut
 * anybody out. Within the budget it passes and its handshake is noted. Beyond, it passes only if
 * the stack answers with a SYN cookie and keeps no state; so what is noted bounds what the stack
 * keeps.
 *
 * One source may note a part of the budget. What comes beyond is a flood, or forged in the name of
 * the source, and passes at a rate, likewise for a cookie. There a SYN that comes again goes before
 * those that come first: an honest host repeats its SYN after a second, a flood seldom does. The
 * caller keeps out others while it calls.
 */
#ifndef VDT_CONN_PENDING_H
#define VDT_CONN_PENDING_H

#include "core.h"
#include "addr.h"
#include "bucket.h"
#include "conn_group.h"
#include "limits.h"

/* What becomes of a SYN. */
enum vdt_syn {
	VDT_SYN_DROP,
	VDT_SYN_PASS,
	VDT_SYN_COOKIE, /* passes if the stack keeps no state for it */
};

struct vdt_handshake {
	struct vdt_addr source;
	u16 source_port, port; /* port: of the service */
	u64 lasts;	       /* nanoseconds that the stack waits for its end */
};

struct vdt_pending {
	struct vdt_pending *next;
	struct vdt_handshake handshake;
	struct vdt_group *source; /* counts it; there is no port in its key */
	u64 deadline;
};

struct vdt_pending_table {
	siphash_key_t key; /* never changes */
	u32 n;
	u64 swept;			/* when the given up were last looked for */
	struct vdt_bucket first, again; /* for SYNs beyond the part of their source */
	u64 turned;			/* when the older of the two memories was last wiped */
	u8 newer;			/* index of the memory that is written */
	u8 memory[2][VDT_SYN_MEMORY];	/* a bit for every such SYN */
	struct vdt_pending *heads[VDT_PENDING_BUCKETS];
};

void vdt_pending_init(struct vdt_pending_table *table, const siphash_key_t *key, u64 now);
void vdt_pending_done(struct vdt_pending_table *table);

/* budget: of handshakes, of all sources. Without memory a SYN is as beyond the budget. Atomic. */
enum vdt_syn vdt_pending_take(struct vdt_pending_table *table, struct vdt_group_table *groups,
			      const struct vdt_handshake *handshake, u32 budget, u64 now);

/* The handshake has become a connection. */
void vdt_pending_end(struct vdt_pending_table *table, struct vdt_group_table *groups,
		     const struct vdt_handshake *handshake);

/* Forgets the handshakes that the stack has given up. */
void vdt_pending_sweep(struct vdt_pending_table *table, struct vdt_group_table *groups, u64 now);

#endif /* VDT_CONN_PENDING_H */

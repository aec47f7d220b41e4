/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * The TCP connections of other hosts to services, and who may make one more.
 *
 * A connection counts from the end of its handshake until its socket is closed, whatever packets
 * come and go. At the SYN nothing is counted against a source, for the SYN may be forged; so more
 * handshakes may come to their end than there is room for. What is then too much is kept apart, is
 * not counted and has to be cut.
 */
#ifndef VDT_CONN_TABLE_H
#define VDT_CONN_TABLE_H

#include "core.h"
#include "addr.h"

struct vdt_conn_table;
struct vdt_limits;
struct vdt_service;

/* What the active policy says about one service. */
struct vdt_conn_rules {
	const struct vdt_limits *limits;
	const struct vdt_service *service; /* NULL: the policy does not have it (any more) */
	bool observe;			   /* nothing is cut */
};

struct vdt_conn {
	u64 id;	   /* cookie of the socket */
	u64 sock;  /* address of the socket, which nobody else has until it is closed */
	u64 since; /* CLOCK_BOOTTIME ns; of those found by a sweep when they were found */
	struct vdt_addr source, destination;
	u16 source_port, port;
	u8 state; /* of the socket when it was seen last, TCP_ESTABLISHED and so on */
};

/* A SYN, or the last packet of a handshake by SYN cookie, for a service of the policy. */
struct vdt_wish {
	struct vdt_addr source;
	u16 source_port;
	bool trusted; /* the source has an authenticated session */
	bool cookie;
	u32 queued, queue; /* connections that wait for accept(), and how many may */
	u64 lasts;	   /* nanoseconds that the stack waits for the end of the handshake */
};

/* How much is used. */
struct vdt_conn_use {
	u32 connections, half_open;
	u64 refused;
};

struct vdt_conn_source {
	struct vdt_addr source; /* zero behind the bits that count */
	u8 bits;		/* 32, or 64 of IPv6 */
	u32 connections, half_open;
};

/* Where a listing stands; begins as zero. */
struct vdt_conn_cursor {
	u32 bucket, nth;
};

/* Returns an empty table or NULL without memory. The key makes the places unpredictable. */
struct vdt_conn_table *vdt_conn_table_new(const siphash_key_t *key, u64 now);
void vdt_conn_table_free(struct vdt_conn_table *table);

/*
 * Returns VEDETTE_REASON_SERVICE when the wish may go on, or the reason to drop it: those of
 * vdt_limit_counts(), then
 *   rate	  the source makes connections too fast
 *   accept-queue vdt_limit_queue()
 *   half-open	  too many handshakes of the source are under way and too many SYNs come
 * *ret_stateless: it may go on only if the stack answers with a SYN cookie, as too many handshakes
 * are under way. rules->service is not NULL. Any context.
 */
u8 vdt_conn_judge(struct vdt_conn_table *table, const struct vdt_conn_rules *rules,
		  const struct vdt_wish *wish, u64 now, bool *ret_stateless);

/*
 * A handshake came to its end. Returns VEDETTE_REASON_SERVICE when the connection counts from now
 * on, or the reason it must be cut for. Without memory nobody gets in any more until a sweep found
 * the connection. Any context.
 */
u8 vdt_conn_add(struct vdt_conn_table *table, const struct vdt_conn_rules *rules,
		const struct vdt_conn *conn, bool trusted);

/* The socket is closed. Returns whether it was known. Any context. */
bool vdt_conn_remove(struct vdt_conn_table *table, u64 sock);

/*
 * Sweeps, one at a time: begin, see every connection there is, end. To see returns whether it was
 * known; of the others those are found that came in, and count from now on even over a limit. The
 * end returns how many counts were wrong: connections found, and known ones that are gone. A
 * connection may be about to close or to be counted while the sweep passes, so one is gone only
 * when two sweeps missed it; all: when this one did.
 */
void vdt_conn_sweep_begin(struct vdt_conn_table *table);
bool vdt_conn_sweep_see(struct vdt_conn_table *table, const struct vdt_conn *conn);
void vdt_conn_sweep_found(struct vdt_conn_table *table, const struct vdt_conn *conn);
u32 vdt_conn_sweep_end(struct vdt_conn_table *table, bool all, u64 now);

/* Returns whether a connection could not be counted, so that a sweep is due. */
bool vdt_conn_is_blind(struct vdt_conn_table *table);

/*
 * hold() takes a reference on a socket that is not closed and returns whether it could; it is
 * called under the table's lock. The caller gives the reference back.
 */
typedef bool (*vdt_conn_hold)(u64 sock);

/* Finds a connection by its id and holds it. */
bool vdt_conn_find(struct vdt_conn_table *table, u64 id, vdt_conn_hold hold,
		   struct vdt_conn *ret_conn);

/* Finds a connection that must be cut, each only once, and holds it. */
bool vdt_conn_next_cut(struct vdt_conn_table *table, vdt_conn_hold hold, struct vdt_conn *ret_conn,
		       u8 *ret_reason);

/* Copies the next connection that counts, or the next source with a connection or a handshake;
 * returns whether there was one. What changes meanwhile may be missed or come twice. */
bool vdt_conn_next(struct vdt_conn_table *table, struct vdt_conn_cursor *cursor,
		   struct vdt_conn *ret_conn);
bool vdt_conn_next_source(struct vdt_conn_table *table, struct vdt_conn_cursor *cursor,
			  struct vdt_conn_source *ret_source);

/* Of the service on the port, or of all services when port is 0. */
struct vdt_conn_use vdt_conn_use(struct vdt_conn_table *table, u16 port);

#endif /* VDT_CONN_TABLE_H */

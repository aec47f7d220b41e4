/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The sessions of those who are logged in at the API: a table of fixed size. What counts is what
 * stands here and in the account at the time of a request; the token is a random number that means
 * nothing, and only its digest is kept. A session begins after a good login and with nothing less,
 * so strangers cannot fill the table.
 *
 * All times are CLOCK_BOOTTIME in nanoseconds.
 */
#ifndef VDT_AUTH_SESSIONS_H
#define VDT_AUTH_SESSIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/auth/lockout.h"
#include "daemon/auth/source.h"
#include "lib/crypto/digest.h"
#include "lib/ipc/msgs.h"

#define VDT_SESSIONS		 64 /* at once */
#define VDT_SESSIONS_PER_ACCOUNT 8
#define VDT_SESSION_IDLE	 900   /* seconds without anything done by a person */
#define VDT_SESSION_ABSOLUTE	 43200 /* seconds from the login */
#define VDT_SESSION_FRESH	 300   /* seconds that a proof of identity counts as fresh */

#define VDT_SESSION_BYTES 32 /* of a token: 256 random bits */

struct vdt_session {
	uint32_t account;	    /* id, 0: the place is free */
	uint32_t generation;	    /* of the account then; another one now: the session is void */
	uint8_t digest[VDT_SHA256]; /* of the token */
	uint8_t id[VDT_AUDIT_SESSION];
	uint8_t carrier;   /* enum vdt_carrier, the only way in which the token counts */
	uint8_t transport; /* enum vdt_audit_transport */
	uint64_t created, used, proved;
	uint64_t guess_until; /* a secret that came with it is being checked, at most until then */
	uint8_t guess[VDT_LOCK_PASSWORD]; /* which */
	uint64_t since;			  /* created, in seconds since 1970, for people */
	struct vdt_source from;
	char source[VDT_ADDRESS_ROOM];
};

/* A change counts for the sessions that are there as well. */
struct vdt_session_limits {
	unsigned int total, per_account; /* total: at most VDT_SESSIONS */
	unsigned int idle, absolute;	 /* seconds */
};

struct vdt_sessions {
	struct vdt_session_limits limits;
	struct vdt_session session[VDT_SESSIONS];
};

/* What a session is over by. */
enum vdt_session_over {
	VDT_SESSION_LIVES,
	VDT_SESSION_WAS_IDLE,
	VDT_SESSION_EXPIRED,
	VDT_SESSION_CROWDED, /* it made room for another one of its account */
};

/* Called for a session that ends, before its place is wiped. */
typedef void (*vdt_session_ended)(void *ctx, const struct vdt_session *session,
				  enum vdt_session_over cause);

/* No session, and the limits above. */
void vdt_sessions_init(struct vdt_sessions *sessions);
/*
 * Put @session, complete but for its times, into the table at @now. If the account, or the table,
 * is full, that session of the same account that was idle for longest ends, and @ended is told.
 * Returns its place, or NULL: the table is full of the sessions of others.
 */
struct vdt_session *vdt_sessions_add(struct vdt_sessions *sessions,
				     const struct vdt_session *session, uint64_t now,
				     vdt_session_ended ended, void *ctx);
/*
 * The session whose token has @digest, if it came by its @carrier and is not over at @now; else
 * NULL. Takes as long either way.
 */
struct vdt_session *vdt_sessions_find(struct vdt_sessions *sessions,
				      const uint8_t digest[VDT_SHA256], enum vdt_carrier carrier,
				      uint64_t now);
/* The session of that name, or NULL. */
struct vdt_session *vdt_sessions_by_id(struct vdt_sessions *sessions,
				       const uint8_t id[VDT_AUDIT_SESSION]);
/* End one session. */
void vdt_sessions_end(struct vdt_session *session);
/* End all that are over at @now; @ended is told of each. */
void vdt_sessions_sweep(struct vdt_sessions *sessions, uint64_t now, vdt_session_ended ended,
			void *ctx);
/* When the next one is over if nobody does anything; UINT64_MAX: there is none. */
uint64_t vdt_sessions_deadline(const struct vdt_sessions *sessions);

/* Seconds that are left, not rounded up; 0: it is over. */
uint32_t vdt_session_idle_left(const struct vdt_sessions *sessions,
			       const struct vdt_session *session, uint64_t now);
uint32_t vdt_session_absolute_left(const struct vdt_sessions *sessions,
				   const struct vdt_session *session, uint64_t now);
/* Whether whoever has it proved a short while ago who he is. */
bool vdt_session_is_fresh(const struct vdt_session *session, uint64_t now);

#endif /* VDT_AUTH_SESSIONS_H */

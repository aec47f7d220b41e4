/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Logins, from the question of a peer to its answer.
 *
 * Whatever is wrong, the answer is the same and comes a fixed time after the question at the
 * earliest, and the same amount of hashing is done, but for who is locked out and not looked at;
 * only the log tells the cause. How long to wait follows from what the source itself tried, and is
 * counted for names that do not exist, too. A password that the device made itself, and that must
 * be changed, is good for watching.
 */
#ifndef VDT_AUTH_LOGIN_H
#define VDT_AUTH_LOGIN_H

#include "daemon/auth/accounts.h"
#include "daemon/auth/lockout_file.h"
#include "daemon/auth/source.h"
#include "lib/ipc/msgs.h"

struct event_base;
struct vdt_hasher;
struct vdt_logins;

#define VDT_LOGIN_PENDING    64 /* not yet answered */
#define VDT_LOGIN_PER_SOURCE 4	/* of them from one source */
#define VDT_LOGIN_DELAY	     1	/* seconds from a question to a refusal */

/* How a login ended. */
struct vdt_login_end {
	enum vdt_proc gate; /* which asked */
	uint32_t req;
	uint8_t transport; /* enum vdt_audit_transport */
	uint8_t carrier;   /* enum vdt_carrier */
	enum vdt_outcome outcome;
	const struct vdt_account *account; /* NULL unless it is OK */
	const char *named;		   /* name of the account that was asked for, "unknown" */
	const char *source;
	const char *device; /* the device cookie, if it was good for the account; else NULL */
	const char *reason; /* for the log; NULL if it was good */
	const struct vdt_source *from;
	bool wrong; /* a new guess of name and password, and not a good one */
	bool locks; /* by it the pair, or its source, or the account for strangers was locked */
	bool news;  /* the pair was not known to be good */
	uint32_t retry_after; /* seconds for which all is refused */
};

/* @answer is called once for every login, from the event loop or from vdt_logins_ask(). */
typedef void (*vdt_login_answer)(void *ctx, const struct vdt_login_end *end);

/* What logins are judged by; all of it outlives them, but for the hasher, which ends before. */
struct vdt_login_parts {
	struct vdt_accounts *accounts;
	struct vdt_hasher *hasher;
	struct vdt_lockout *lockout;
	const struct vdt_lockout_file *lockout_file;
	bool (*clock_is_right)(void); /* one-time passwords count only then */
	vdt_login_answer answer;
	void *ctx; /* of answer */
};

/* Returns 0, -ENOMEM, or a negative errno of vdt_random(). */
int vdt_logins_new(struct event_base *base, const struct vdt_login_parts *parts,
		   struct vdt_logins **ret_logins);
void vdt_logins_free(struct vdt_logins *logins);
/* Begin a login that @gate asks for. BUSY at once if too many are pending. */
void vdt_logins_ask(struct vdt_logins *logins, enum vdt_proc gate, const struct vdt_msg_LOGIN *msg);
/* What the lockout calls that secret of an account. Returns 0 or -EIO. */
int vdt_logins_digest(const struct vdt_logins *logins, const char *name, const char *secret,
		      uint8_t ret_password[VDT_LOCK_PASSWORD]);
/* @gate is gone: answer none of what it asked. */
void vdt_logins_forget(struct vdt_logins *logins, enum vdt_proc gate);
/* Some account is not what it was: what is remembered of good passwords is forgotten. */
void vdt_logins_changed(struct vdt_logins *logins);

#endif /* VDT_AUTH_LOGIN_H */

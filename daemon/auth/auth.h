/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of auth share: its state, and the handlers of the messages. Decisions are made in
 * files that know nothing of this one. */
#ifndef VDT_AUTH_H
#define VDT_AUTH_H

#include "daemon/auth/accounts.h"
#include "daemon/auth/activation.h"
#include "daemon/auth/budget.h"
#include "daemon/auth/hasher.h"
#include "daemon/auth/lockout_file.h"
#include "daemon/auth/login.h"
#include "daemon/auth/offender.h"
#include "daemon/auth/presence.h"
#include "daemon/auth/sessions.h"
#include "daemon/auth/unit_key.h"
#include "daemon/auth/witness.h"
#include "lib/access/grant.h"
#include "lib/ipc/child.h"

struct event;
struct vdt_manage;

#define VDT_AUTH_NEWS 4 /* records from the time before audit was there */

struct vdt_auth {
	struct vdt_child *child;
	uint8_t *seal_key; /* secret memory */
	struct vdt_accounts accounts;
	struct vdt_activation activation;
	struct vdt_unit_key *unit_key;
	struct vdt_hasher *hasher;
	struct vdt_logins *logins;
	struct vdt_manage *manage;
	struct vdt_lockout lockout;
	struct vdt_lockout_file lockout_file;
	struct event *lockout_save;	  /* what need not be written at once */
	struct vdt_budget lockout_budget; /* of writing at once */
	struct vdt_offenders offenders;
	struct vdt_presence presence; /* of streams */
	struct vdt_sessions sessions; /* of the API */
	struct vdt_grants grants;     /* for what web asks of auth itself */
	struct event *tell_again;     /* guard, of the sources that have a session */
	struct event *session_over;   /* the next one */
	struct vdt_budget sign_budget[VDT_PROC_COUNT]; /* of those who may ask */
	struct vdt_budget cosign_budget;
	struct vdt_witness witness;
	struct vdt_msg_RECORD news[VDT_AUTH_NEWS];
	unsigned int n_news;
};

/* As snprintf(to, room, "%s", from). */
void vdt_auth_text(char *to, size_t room, const char *from);
/* Whether something else than the unit itself keeps its clock right. */
bool vdt_auth_clock_is_right(void);
/* Give audit a record; losing it is logged. */
void vdt_auth_record(struct vdt_auth *auth, const struct vdt_msg_RECORD *record);
/* A record of what the bearer of @who did. */
struct vdt_msg_RECORD vdt_auth_record_of(const struct vdt_msg_GRANT *who, enum vdt_audit_type type,
					 enum vdt_audit_result result);
/* The end of an answer to web. */
void vdt_auth_done(struct vdt_auth *auth, uint32_t req, int code, const char *reason);
/* Use up the grant for request @req. False: there is none, and web was told. */
bool vdt_auth_may(struct vdt_auth *auth, uint32_t req, enum vdt_class class,
		  struct vdt_msg_GRANT *ret_who);
/*
 * Sessions, grants and streams of account @id end; those of the session of @except, if not NULL, go
 * on under the account's new generation.
 */
void vdt_auth_revoke(struct vdt_auth *auth, uint32_t id, const struct vdt_msg_GRANT *except);

/* on_login.c */
int vdt_on_login(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_logout(void *ctx, enum vdt_proc from, const void *payload, int fd);
void vdt_auth_answer_login(void *ctx, const struct vdt_login_end *end);
/* Tell guard which sources have a session. */
void vdt_auth_tell_sources(struct vdt_auth *auth);

/* on_check.c */
int vdt_on_check(void *ctx, enum vdt_proc from, const void *payload, int fd);

/* on_session.c */
int vdt_on_session_list(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_session_end(void *ctx, enum vdt_proc from, const void *payload, int fd);
/*
 * Begin a session for the login that ended well. Its token, text of VDT_TOKEN_ROOM, is in
 * @ret_token only. Returns 0, -ENOSPC (the table is full of the sessions of others), or a negative
 * errno of vdt_random() and vdt_sha256().
 */
int vdt_auth_begin_session(struct vdt_auth *auth, const struct vdt_login_end *end,
			   uint8_t ret_id[VDT_AUDIT_SESSION], char *ret_token);
/* Watch that sessions end in time, from now on and after every change of the table. */
void vdt_auth_watch_sessions(struct vdt_auth *auth);
/* The event of session_over. */
void vdt_auth_on_session_over(int fd, short events, void *ctx);

/* on_manage.c; @dir: of auth's files. Errors as vdt_manage_new(). */
int vdt_auth_make_manage(struct vdt_auth *auth, const char *dir);
int vdt_on_activate(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_account_list(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_account_edit(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_password(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_otp(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_token_edit(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_reauth(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_deactivate(void *ctx, enum vdt_proc from, const void *payload, int fd);

/* on_lock.c */
int vdt_on_lock_list(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_unlock(void *ctx, enum vdt_proc from, const void *payload, int fd);
/* Leave the record of the lock that @end caused. */
void vdt_auth_record_lock(struct vdt_auth *auth, const struct vdt_login_end *end);
/* Somebody was locked out, or let in again: write it at once, so that who cuts the power gains no
 * guesses by it; soon if there was too much of that. */
void vdt_auth_keep_lockout(struct vdt_auth *auth);
/* The lockout learned who is known: write it soon. */
void vdt_auth_keep_known(struct vdt_auth *auth);
/* The event of lockout_save. */
void vdt_auth_on_lockout_save(int fd, short events, void *ctx);
/* The process ends. */
void vdt_auth_stop_lockout(struct vdt_auth *auth);

/* on_sign.c */
int vdt_on_sign(void *ctx, enum vdt_proc from, const void *payload, int fd);
/* What a gate has to know at once: the certificate, and then whether the unit is activated. */
void vdt_auth_tell_gate(struct vdt_auth *auth, enum vdt_proc gate);
void vdt_auth_tell_unit(struct vdt_auth *auth, enum vdt_proc gate);

/* on_certificate.c */
int vdt_on_csr(void *ctx, enum vdt_proc from, const void *payload, int fd);
int vdt_on_certify(void *ctx, enum vdt_proc from, const void *payload, int fd);

/* on_witness.c */
int vdt_on_witness(void *ctx, enum vdt_proc from, const void *payload, int fd);

#endif /* VDT_AUTH_H */

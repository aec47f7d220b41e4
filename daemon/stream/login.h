/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who is at the other end: Basic credentials (RFC 7617), which only ever travel inside TLS, checked
 * by `auth`. One connection is one account.
 */
#ifndef VDT_STREAM_LOGIN_H
#define VDT_STREAM_LOGIN_H

#include "daemon/stream/span.h"
#include "lib/ipc/child.h"

#define VDT_LOGIN_REALM	   "vedette"
#define VDT_LOGIN_FAILURES 3	/* then the connection is closed */
#define VDT_LOGIN_DELAY_MS 1000 /* before a refusal is told */
#define VDT_LOGIN_PROOF	   32

enum vdt_login_state { VDT_LOGIN_NONE, VDT_LOGIN_ASKED, VDT_LOGIN_GRANTED, VDT_LOGIN_REFUSED };

struct vdt_login {
	enum vdt_login_state state;
	uint32_t req;	  /* of the question to auth */
	uint32_t session; /* the question that auth said yes to, 0: none */
	unsigned int failures;
	uint8_t proof[VDT_LOGIN_PROOF]; /* keyed digest of the header that the state belongs to */
	char account[VDT_NAME_ROOM];	/* empty until the first success */
	uint32_t account_id;
	uint8_t id[VDT_AUDIT_SESSION]; /* of the session, by which auth ends it */
	uint8_t role;
};

/*
 * Judge the value of an Authorization header (.at NULL: none), asking auth if it is not the one
 * already judged. Returns the state; VDT_LOGIN_ASKED means that vdt_login_answer() follows.
 */
enum vdt_login_state vdt_login_judge(struct vdt_login *login, struct vdt_child *child,
				     const char *source, struct vdt_span header);
/* What auth says. Returns the question whose session is over by it, or 0. */
uint32_t vdt_login_answer(struct vdt_login *login, const struct vdt_msg_LOGIN_RESULT *msg);
/* Whether the session of @login is among those that auth ended. */
bool vdt_login_is_of(const struct vdt_login *login, const struct vdt_msg_REVOKED *msg);
/* The refusal was told. Returns false if the connection has to end. */
bool vdt_login_retry(struct vdt_login *login);

/* Take "Basic ..." apart. Returns 0, or -EBADMSG; the caller wipes @ret_password. */
int vdt_login_basic(struct vdt_span header, char ret_name[VDT_NAME_ROOM],
		    char ret_password[VDT_PASSWORD_ROOM]);

#endif /* VDT_STREAM_LOGIN_H */

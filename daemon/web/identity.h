/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * By what a request says who it is from, and that no other site made it. Pure; whether it is true,
 * auth says.
 */
#ifndef VDT_WEB_IDENTITY_H
#define VDT_WEB_IDENTITY_H

#include "daemon/web/strict.h"
#include "lib/ipc/msgs.h"

/* The browser sends these back over TLS, to this host, from this site only (RFC 6265bis). */
#define VDT_SESSION_COOKIE "__Host-session"
#define VDT_DEVICE_COOKIE  "__Host-device"
#define VDT_COOKIE_FLAGS   "; Path=/; Secure; HttpOnly; SameSite=Strict"

#define VDT_CSRF_ROOM 44 /* with NUL */

struct vdt_identity {
	enum vdt_carrier carrier;
	char token[VDT_TOKEN_ROOM];  /* empty: none */
	char device[VDT_TOKEN_ROOM]; /* empty: none */
};

/*
 * Read the cookies and the Authorization of @head. Unknown cookies are ignored. Returns 0, or
 * -EINVAL: there are two tokens, in whatever way, or one is no token.
 */
int vdt_identity_read(const struct vdt_head *head, struct vdt_identity *ret_identity);
/*
 * What a page must say in X-Auth-Token beside the cookie with @token: only who got the answer to
 * the login knows it. (The name is one that libwebsockets lets through in HTTP/2 too.) Returns 0 or
 * -EIO.
 */
int vdt_identity_csrf(const char *token, char ret_csrf[VDT_CSRF_ROOM]);
/*
 * May this request change something? Where a browser says what page made it, it must be ours; if
 * the session came in a cookie, it must say so, and know what a page of ours knows.
 */
bool vdt_identity_same_site(const struct vdt_head *head, const struct vdt_identity *identity);

#endif /* VDT_WEB_IDENTITY_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a viewer may ask for, and when (RFC 2326, appendix A): a machine without sockets. Every
 * request gets one verdict; the caller carries it out.
 */
#ifndef VDT_STREAM_SESSION_H
#define VDT_STREAM_SESSION_H

#include <stdint.h>

#include "daemon/stream/rtsp.h"

#define VDT_SESSION_ID_ROOM 33 /* 128 random bits in hexadecimal, with NUL */
#define VDT_SESSION_TIMEOUT 60 /* seconds without a sign of life, told to the viewer */

enum vdt_session_state { VDT_SESSION_INIT, VDT_SESSION_READY, VDT_SESSION_PLAYING };

/* Belongs to one connection: an id that came from another one is unknown here. */
struct vdt_session {
	enum vdt_session_state state;
	bool login; /* the account on this connection is known */
	char id[VDT_SESSION_ID_ROOM];
};

/* What the machine must know of the world outside. */
struct vdt_session_env {
	const char *path; /* of the one stream, "/main" */
	bool full;	  /* as many viewers as the policy allows */
};

enum vdt_action {
	VDT_ACTION_NONE,
	VDT_ACTION_DESCRIBE, /* the reply needs the description */
	VDT_ACTION_SETUP,    /* the viewer takes one of the places from now on */
	VDT_ACTION_PLAY,
	VDT_ACTION_PAUSE,
	VDT_ACTION_TEARDOWN, /* the place is free again */
};

struct vdt_verdict {
	unsigned int status;
	enum vdt_action action;
	bool allow; /* the reply lists the methods */
};

/* Judge @req and move on to the next state. */
struct vdt_verdict vdt_session_judge(struct vdt_session *session, const struct vdt_session_env *env,
				     const struct vdt_rtsp *req);
/* The methods, for Public and Allow. */
extern const char vdt_session_methods[];

#endif /* VDT_STREAM_SESSION_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* One viewer: a connection, what was said on it (dialogue.c), and the pictures that go out. */
#ifndef VDT_STREAM_VIEWER_H
#define VDT_STREAM_VIEWER_H

#include "daemon/stream/gateway.h"
#include "daemon/stream/login.h"
#include "daemon/stream/session.h"

/* Deadlines in milliseconds. */
#define VDT_VIEWER_HANDSHAKE_MS 5000
#define VDT_VIEWER_REQUEST_MS	10000 /* for the first request, and for the rest of a begun one */
#define VDT_VIEWER_LOGIN_MS	30000 /* from the connection to a login */
#define VDT_VIEWER_STALL_MS	30000 /* with bytes waiting and none taken */
#define VDT_VIEWER_SILENCE_MS	(VDT_SESSION_TIMEOUT * 1000)
#define VDT_VIEWER_DESCRIBE_MS	8000  /* for the encoder to come up */
#define VDT_VIEWER_ASK_MS	10000 /* for auth to answer */

/* Why the request at the start of the input has to wait; it is looked at again afterwards. */
enum vdt_viewer_wait { VDT_WAIT_NONE, VDT_WAIT_LOGIN, VDT_WAIT_REFUSAL, VDT_WAIT_ENCODER };

struct vdt_viewer {
	struct vdt_conn conn; /* first: a conn is its viewer */
	struct vdt_sink sink;
	struct vdt_gateway *gateway;
	LIST_ENTRY(vdt_viewer) link;
	struct vdt_session session;
	struct vdt_login login;
	enum vdt_viewer_wait wait;
	uint64_t wait_until;
	uint64_t begun;	   /* the phase of the connection */
	uint64_t alive;	   /* the last sign of life */
	uint64_t progress; /* the last time that bytes went out or there were none */
	uint64_t partial;  /* since when a request is incomplete, or 0 */
	bool spoke;	   /* one whole request came */
	bool placed;	   /* holds one of gateway->taken */
	bool playing;	   /* sink is in the fan-out */
	bool ending;	   /* close after the reply */
	size_t skip;	   /* bytes of an incoming frame still to be passed over */
	char *reply;	   /* NULL: nothing to say; no request is read until it is sent */
	size_t reply_len, reply_sent;
	uint8_t network[16];	       /* IPv6 address, or the /64 of one, for counting */
	char source[VDT_ADDRESS_ROOM]; /* "address:port" */
};

struct sockaddr;

/* A connection was accepted; @fd is the viewer's on success. Returns 0 or -ENOMEM. */
int vdt_viewer_new(struct vdt_gateway *gateway, int fd, const struct sockaddr *peer);
/* Free what vdt_conn_close() left. */
void vdt_viewer_free(struct vdt_viewer *viewer);
/* Look at the deadlines. */
void vdt_viewer_check(struct vdt_viewer *viewer, uint64_t now);
/* Send what can be sent. */
void vdt_viewer_pump(struct vdt_viewer *viewer);
/* What the first request waited for is there. */
void vdt_viewer_go_on(struct vdt_viewer *viewer);
void vdt_viewer_wait(struct vdt_viewer *viewer, enum vdt_viewer_wait wait, uint64_t ms);
/* The key under which @peer counts: IPv4 whole, IPv6 by /64. */
void vdt_viewer_network(const struct sockaddr *peer, uint8_t ret_network[16]);

/* dialogue.c: read and answer requests until one has to wait. */
void vdt_dialogue_input(struct vdt_viewer *viewer);
/* What the first request waited for did not come in time. */
void vdt_dialogue_overdue(struct vdt_viewer *viewer);
/* Give the place back, stop the pictures. */
void vdt_dialogue_end(struct vdt_viewer *viewer);

#endif /* VDT_STREAM_VIEWER_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One request and its answer, as handlers see it: nothing of HTTP/1.1, HTTP/2, TLS or libwebsockets
 * is here. What carries the answer away is woken by request->wake() and takes it from
 * request->reply.
 */
#ifndef VDT_WEB_REQUEST_H
#define VDT_WEB_REQUEST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include <jansson.h>

#include "daemon/web/problem.h"
#include "daemon/web/route.h"
#include "lib/ipc/msgs.h"

struct vdt_web; /* the process: web.h */

#define VDT_REPLY_HEADERS     4
#define VDT_REPLY_HEADER_ROOM 256
#define VDT_REPLY_QUEUE	      (1024 * 1024) /* bytes that a slow client has not taken yet */

struct vdt_parameter {
	char name[32];
	char value[256];
};

struct vdt_piece {
	STAILQ_ENTRY(vdt_piece) next;
	size_t len, sent;
	uint8_t data[];
};

/* request.c's, and what carries it away reads it. */
struct vdt_reply {
	unsigned int status; /* 0: none yet */
	const char *type;    /* Content-Type; NULL: no body */
	bool streamed;	     /* more pieces may come until `whole` */
	bool whole;	     /* nothing will be added */
	bool broken;	     /* cut the connection: what was sent is not all there is */
	struct {
		const char *name; /* constant, small letters, with colon: "etag:" */
		char value[VDT_REPLY_HEADER_ROOM];
	} header[VDT_REPLY_HEADERS];
	unsigned int n_headers;
	STAILQ_HEAD(, vdt_piece) pieces;
	size_t queued; /* bytes in pieces, not sent */
};

struct vdt_request {
	/* what is asked: constant after begin() */
	struct vdt_web *web;
	uint32_t number; /* the req of every message about it; never 0, never twice at a time */
	const struct vdt_route *route;
	char source[VDT_ADDRESS_ROOM];			    /* "[address]:port" of the client */
	char param[VDT_ROUTE_PARAMS][VDT_ROUTE_PARAM_ROOM]; /* what stands for {…} in the path */
	struct vdt_parameter query[VDT_ROUTE_QUERIES];
	unsigned int n_queries;
	char if_match[64];	     /* without quotes; empty: none */
	bool cookie;		     /* the session came in a cookie, not as Bearer */
	json_t *body;		     /* JSON, valid until the end of the request; NULL: none */
	uint64_t body_size;	     /* Content-Length */
	char csrf[64];		     /* what a page with this cookie must say; empty: no cookie */
	char device[VDT_TOKEN_ROOM]; /* the device cookie that came along; wiped at the end */
	struct vdt_msg_CHECKED who;  /* by auth's word; zero for PRE_AUTH */
	/* the handler's */
	void *state;	  /* ops->end() frees it */
	bool body_wanted; /* set it when pieces of a STREAMED body may come */
	bool lasting;	  /* set it if the answer has no end of its own: events */
	/* the answer */
	struct vdt_reply reply;
	void (*wake)(struct vdt_request *request); /* there is something to carry away */
	/* ask.c's */
	LIST_ENTRY(vdt_request) link;
	bool asking;
	unsigned int asked; /* mask of VDT_FROM() */
	uint64_t deadline;  /* CLOCK_BOOTTIME, nanoseconds */
};

/* The value of parameter @name, or NULL if it was not given. */
const char *vdt_request_query(const struct vdt_request *request, const char *name);

/*
 * Answers: one of these, once; a second one is ignored. None of them frees the request, and the
 * handler may be called no more after a whole answer but for ops->end().
 */
/* @body is taken over; NULL: no body (204, or 201 with only a header). */
void vdt_request_reply(struct vdt_request *request, unsigned int status, json_t *body);
/* @detail may be NULL: for whom it is safe to know more. */
void vdt_request_problem(struct vdt_request *request, enum vdt_problem problem, const char *detail);
/* As above, with a list of {"pointer", "detail"}, taken over. */
void vdt_request_invalid(struct vdt_request *request, enum vdt_problem problem, const char *detail,
			 json_t *errors);
/* What DONE said: 0 is 204 (or what vdt_request_reply() would say instead), else the problem of its
 * code with its reason. */
void vdt_request_done(struct vdt_request *request, const struct vdt_msg_DONE *done);
/* A whole answer that is no JSON; copied. @type is a constant. */
void vdt_request_text(struct vdt_request *request, unsigned int status, const char *type,
		      const void *data, size_t len);

/*
 * An answer in parts: open, write…, close. What a client does not take waits, up to
 * VDT_REPLY_QUEUE; then vdt_request_write() returns -ENOBUFS, the connection is cut, and the
 * handler's end() is called.
 */
void vdt_request_open(struct vdt_request *request, unsigned int status, const char *type);
int vdt_request_write(struct vdt_request *request, const void *data, size_t len);
void vdt_request_close(struct vdt_request *request);
/* The rest cannot be had: cut the connection, so that nobody takes the part for the whole. */
void vdt_request_break(struct vdt_request *request);

/* Before the answer. @name is a constant with colon, as "etag:". Returns 0, -ENOSPC (too many, or
 * too long), -EINVAL (a control character). */
int vdt_request_header(struct vdt_request *request, const char *name, const char *value);

/* For what carries it away: make @request, all zero, ready; free what it holds, and wipe it. */
void vdt_request_init(struct vdt_request *request);
void vdt_request_finish(struct vdt_request *request);

#endif /* VDT_WEB_REQUEST_H */

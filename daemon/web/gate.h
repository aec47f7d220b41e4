/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The way of a request to its handler: is it well formed, which route is meant, who says to be
 * asking, does auth agree, is the body there. Whoever carries requests in (http.c) calls these in
 * this order: enter, body…, body_end, leave.
 */
#ifndef VDT_WEB_GATE_H
#define VDT_WEB_GATE_H

#include "daemon/web/identity.h"
#include "daemon/web/request.h"
#include "daemon/web/strict.h"

#define VDT_GATE_HOLD (256 * 1024) /* bytes of a streamed body that come before they are wanted */

/* What lives as long as the request. All zero to begin with. */
struct vdt_gate {
	struct vdt_request request; /* first: handlers have a pointer to it */
	uint8_t *body;		    /* JSON as it came, or what is held back */
	size_t held, room;
	uint64_t got; /* bytes of the body so far */
	bool whole;   /* of the body */
	bool checked; /* auth agrees, or nobody had to be asked */
	bool begun;
	bool known;		      /* auth has said so: no stranger */
	struct vdt_identity identity; /* of a lasting route, to be asked about again */
};

/* How the request came; methods that change something by another name are not looked at. */
enum vdt_verb { VDT_VERB_ROUTED, VDT_VERB_HEAD, VDT_VERB_OPTIONS, VDT_VERB_UNKNOWN };

struct vdt_asked {
	struct vdt_head head;
	enum vdt_verb verb;
	enum vdt_method method; /* if it is ROUTED */
	struct vdt_parameter query[VDT_ROUTE_QUERIES];
	unsigned int n_queries;
	int fault; /* of what could not even be read, as vdt_strict_head() would say it */
};

/* gate->request.web, .source, .number and .wake are set. The request may be answered after it. */
void vdt_gate_enter(struct vdt_gate *gate, const struct vdt_asked *asked);
void vdt_gate_body(struct vdt_gate *gate, const uint8_t *data, size_t len);
void vdt_gate_body_end(struct vdt_gate *gate);
/* A message with the number of this request came. */
void vdt_gate_message(struct vdt_gate *gate, enum vdt_msg id, const void *payload, int fd);
/* Ask auth once more whether this request, of a lasting route, may be. If so begin() is called once
 * more, else its connection is cut. */
void vdt_gate_renew(struct vdt_request *request);
/* The request is over; frees all but the gate itself. */
void vdt_gate_leave(struct vdt_gate *gate);

#endif /* VDT_WEB_GATE_H */

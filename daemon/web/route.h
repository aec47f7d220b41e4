/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which request does what: THE table of the API is vdt_routes[] in routes.c, one row a method of a
 * resource. The look-up (route.c) is pure.
 */
#ifndef VDT_WEB_ROUTE_H
#define VDT_WEB_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/access/access.h"
#include "lib/ipc/msgs.h"

struct vdt_request;
struct vdt_schema; /* schema.h */

#define VDT_ROUTE_PARAMS     2	/* {…} in one path */
#define VDT_ROUTE_PARAM_ROOM 72 /* with NUL */
#define VDT_ROUTE_QUERIES    8

enum vdt_method { VDT_GET, VDT_POST, VDT_PUT, VDT_PATCH, VDT_DELETE, VDT_METHOD_END };

enum vdt_route_flag {
	VDT_ROUTE_FRESH = 1,	/* dangerous: only soon after the password was given */
	VDT_ROUTE_QUIET = 2,	/* polled by a page: the session does not count as used by it */
	VDT_ROUTE_STREAMED = 4, /* the body is no JSON; it goes to ops->piece as it comes */
	VDT_ROUTE_IF_MATCH = 8, /* 428 without If-Match */
	VDT_ROUTE_LASTING = 16, /* may be asked about again: vdt_gate_renew() */
};

/*
 * What a resource does with one request. Handlers are state machines: none of these calls waits.
 * Each request gets exactly one answer (request.h), which any of them may give, now or later.
 */
struct vdt_route_ops {
	/* The request was checked, and may be; its body, if JSON, is request->body. */
	void (*begin)(struct vdt_request *request);
	/* A message with the number of this request came; payload is of VDT_MSG_@id. @fd (-1: none)
	 * is the handler's. Not needed where nobody is asked. */
	void (*message)(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd);
	/* STREAMED: a part of the body; and its end, with len 0. Parts come after begin(), and only
	 * while request->body_wanted: what comes before is held back. */
	void (*piece)(struct vdt_request *request, const uint8_t *data, size_t len);
	/* The request is over, answered or not: cancel what still runs. */
	void (*end)(struct vdt_request *request);
};

struct vdt_route {
	enum vdt_method method;
	const char *path;	/* "/api/v1/users/{id}" */
	enum vdt_class class;	/* auth is asked before begin(), but for PRE_AUTH */
	enum vdt_proc grant_to; /* whom begin() is going to ask; VDT_WEB: nobody */
	uint64_t body;		/* bytes at most; 0: no body */
	unsigned int flags;	/* enum vdt_route_flag */
	const char *query;	/* names of known parameters: "after,limit"; NULL: none */
	const struct vdt_route_ops *ops;
	/* for the document */
	const char *summary;
	const struct vdt_schema *takes, *gives; /* JSON body and answer; NULL: none */
	unsigned int status;			/* of a success */
	const char *type;			/* of its body, where that is no JSON */
};

extern const struct vdt_route vdt_routes[];
extern const size_t vdt_routes_count;

struct vdt_route_match {
	const struct vdt_route *route; /* NULL: none */
	unsigned int
		methods; /* 1 << enum vdt_method: what the path knows; 0: there is no such path */
	char param[VDT_ROUTE_PARAMS][VDT_ROUTE_PARAM_ROOM];
};

/*
 * Look @method of @path up. A pattern's segment in braces takes any one segment that is not empty
 * and fits its room; a path that a pattern without braces matches is that one's.
 */
void vdt_route_find(const struct vdt_route *routes, size_t count, enum vdt_method method,
		    const char *path, struct vdt_route_match *ret_match);
/* "GET" ... */
const char *vdt_method_name(enum vdt_method method);
/* Is @name one of the parameters that @route knows? */
bool vdt_route_knows(const struct vdt_route *route, const char *name);

#endif /* VDT_WEB_ROUTE_H */

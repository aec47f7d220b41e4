/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a request must look like before anything else is done with it. One message, one meaning:
 * what two readers could take for two different things is refused, not repaired. Pure.
 */
#ifndef VDT_WEB_STRICT_H
#define VDT_WEB_STRICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/web/problem.h"
#include "daemon/web/request.h"

#define VDT_STRICT_PATH	 256 /* with NUL */
#define VDT_STRICT_DEPTH 16  /* of JSON */

/* The headers that count; empty: not there. Others are ignored, whatever they say. */
struct vdt_head {
	bool http2;
	bool coded; /* there is a Transfer-Encoding */
	char version[12];
	char path[VDT_STRICT_PATH];
	char host[128];
	char length[24];
	char type[64];
	char origin[160];
	char site[16]; /* Sec-Fetch-Site */
	char if_match[64];
	char authorization[160];
	char csrf[64];
	char cookie[2048];
};

/* 0, or what is wrong with it: an enum vdt_problem, negated and less one. */
int vdt_strict_head(const struct vdt_head *head, const char *hostname);
/* The problem that one of these functions told. */
enum vdt_problem vdt_strict_problem(int err);

/*
 * Is @path one that could be ours? It begins with a slash, and its segments are of letters, digits
 * and -._~, not empty, not "." or "..".
 */
bool vdt_strict_path(const char *path);
/* Content-Length: digits, nothing else; one value. */
bool vdt_strict_length(const char *text, uint64_t *ret_length);
/*
 * Is the camera meant by @host? An address always: a page that was loaded from an address has no
 * name that could be bound to another. A name only if it is "localhost" or @hostname, with or
 * without ".local"; so no name of a stranger leads a browser here (DNS rebinding).
 */
bool vdt_strict_host(const char *host, const char *hostname);
/* Is @host, that vdt_strict_host() took, a name? */
bool vdt_strict_is_name(const char *host);
/* Split "name=value"; false if one does not fit, is empty (the name), or has control characters. */
bool vdt_strict_query(const char *text, struct vdt_parameter *ret_query);
/* Is @type JSON in UTF-8? */
bool vdt_strict_json_type(const char *type);
/* Is no bracket of this JSON deeper than VDT_STRICT_DEPTH? That it is JSON, jansson says. */
bool vdt_strict_depth(const char *json, size_t len);

#endif /* VDT_WEB_STRICT_H */

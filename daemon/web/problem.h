/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What went wrong, for clients: application/problem+json of RFC 9457. Each row is one type; its URI
 * reference is /problems/NAME, where NAME is the identifier in small letters with hyphens.
 */
#ifndef VDT_WEB_PROBLEM_H
#define VDT_WEB_PROBLEM_H

#include <jansson.h>

/* clang-format off */
/* identifier, name, status, title: what every answer of this type says */
#define VDT_PROBLEMS(X) \
	X(BAD_REQUEST, "bad-request", 400, "The request is malformed") \
	X(UNAUTHENTICATED, "unauthenticated", 401, "Authentication is required") \
	X(SECOND_FACTOR, "second-factor-required", 401, "The second factor is missing") \
	X(FORBIDDEN, "forbidden", 403, "The role of this account does not reach") \
	X(CROSS_SITE, "cross-site", 403, "The request came from another site") \
	X(MUST_CHANGE, "password-change-required", 403, "The password must be changed first") \
	X(REAUTHENTICATE, "reauthentication-required", 403, "The password is required once more") \
	X(INACTIVE, "not-activated", 403, "The unit is not activated") \
	X(NOT_FOUND, "not-found", 404, "There is no such resource") \
	X(METHOD, "method-not-allowed", 405, "The resource does not know this method") \
	X(CONFLICT, "conflict", 409, "The state of the resource does not allow this") \
	X(GONE, "gone", 410, "This was there, and is no more") \
	X(LENGTH_REQUIRED, "length-required", 411, "The body needs a Content-Length") \
	X(PRECONDITION, "precondition-failed", 412, "The resource was changed meanwhile") \
	X(TOO_LARGE, "body-too-large", 413, "The body is larger than this resource takes") \
	X(URI_TOO_LONG, "uri-too-long", 414, "The address is too long") \
	X(MEDIA_TYPE, "media-type", 415, "The body must be of another type") \
	X(MISDIRECTED, "misdirected", 421, "This host is not known here") \
	X(INVALID, "invalid", 422, "The body breaks a rule") \
	X(PRECONDITION_REQUIRED, "precondition-required", 428, "The request needs If-Match") \
	X(TOO_MANY, "too-many-requests", 429, "Too many requests") \
	X(HEADERS_TOO_LARGE, "headers-too-large", 431, "The headers are too large") \
	X(INTERNAL, "internal", 500, "The unit failed at this") \
	X(NOT_IMPLEMENTED, "not-implemented", 501, "The unit does not do this") \
	X(UNAVAILABLE, "unavailable", 503, "The unit cannot do this now") \
	X(TIMEOUT, "timeout", 504, "The answer took too long")
/* clang-format on */

#define VDT_PROBLEM_ENUM(id, name, status, title) VDT_PROBLEM_##id,
enum vdt_problem { VDT_PROBLEMS(VDT_PROBLEM_ENUM) VDT_PROBLEM_END };

/* "bad-request" ... */
const char *vdt_problem_name(enum vdt_problem problem);
unsigned int vdt_problem_status(enum vdt_problem problem);
/*
 * {"type", "title", "status"} and, unless NULL, "detail" and "errors": a list of {"pointer",
 * "detail"}, taken over by the call. UNAUTHENTICATED never has more than the first three: all its
 * causes look the same. NULL without memory.
 */
json_t *vdt_problem_json(enum vdt_problem problem, const char *detail, json_t *errors);
/* What to answer to the negative errno @code of a DONE; 0 is none. */
enum vdt_problem vdt_problem_of_code(int code);

#endif /* VDT_WEB_PROBLEM_H */

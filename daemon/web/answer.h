/* SPDX-License-Identifier: BSD-3-Clause */
/* The few ways in which what other processes say becomes the answer to a request. The functions
 * with four parameters are made for vdt_route_ops.message. */
#ifndef VDT_WEB_ANSWER_H
#define VDT_WEB_ANSWER_H

#include "daemon/web/request.h"

#define VDT_ANSWER_MEMBERS 256 /* of a list; no process has as many */

/* DONE: 204, or the problem of its code. */
void vdt_answer_done(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd);
/* The same where -EACCES means that a password or a code in the body is wrong: 422. */
void vdt_answer_proof(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd);
/*
 * DONE after a POST: 201 with {"id": …}, the number that DONE tells, and Location: @collection, a
 * slash and that number; or the problem of its code.
 */
void vdt_answer_made(struct vdt_request *request, const struct vdt_msg_DONE *done,
		     const char *collection);

/* Messages that are the members of a list, one each, and then DONE. */
struct vdt_answer_list {
	const char *name; /* the list is the one member of the answer */
	enum vdt_msg member;
	json_t *(*to_json)(const void *payload);
};
/* Takes request->state for what has come; end() is vdt_answer_list_end(). */
void vdt_answer_list(struct vdt_request *request, const struct vdt_answer_list *list,
		     enum vdt_msg id, const void *payload);
void vdt_answer_list_end(struct vdt_request *request);

/*
 * Ask guard or audit for TEXT, which is handed on as it comes, until DONE. A client that stops
 * reading, or an end with an error when the answer has begun, cuts the connection: a part is never
 * taken for the whole. Takes request->state; end() is vdt_answer_relay_end(), which cancels what
 * still runs.
 */
void vdt_answer_relay_ask(struct vdt_request *request, enum vdt_proc proc, enum vdt_msg id,
			  const void *payload);
void vdt_answer_relay(struct vdt_request *request, enum vdt_msg id, const void *payload, int fd);
void vdt_answer_relay_end(struct vdt_request *request);

/* Bytes as lower hexadecimal digits. */
json_t *vdt_answer_hex(const uint8_t *bytes, size_t len);

#endif /* VDT_WEB_ANSWER_H */

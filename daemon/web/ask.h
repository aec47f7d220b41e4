/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Questions to other processes and their answers. Every message about a request has its number as
 * first field (req); what comes back with that number goes to the route's ops->message(), as long
 * as the request lives and has asked.
 */
#ifndef VDT_WEB_ASK_H
#define VDT_WEB_ASK_H

#include "daemon/web/request.h"

#define VDT_ASKS     128 /* requests that wait for an answer, all together */
#define VDT_ASK_TIME 10	 /* seconds to the next message; then 504 */

/*
 * Ask @proc: send @payload, the struct vdt_msg_X of @id, whose req is request->number. After it
 * answers are expected, each within VDT_ASK_TIME of the one before. On failure (nobody there, too
 * many wait) the request has been answered with 503 and the handler is done with it. Returns 0 or
 * that negative errno, to be looked at only if there is something to free.
 */
int vdt_ask(struct vdt_request *request, enum vdt_proc proc, enum vdt_msg id, const void *payload);

/* For the process: the request that waits for @from under @number, its time anew; NULL: none. */
struct vdt_request *vdt_ask_find(struct vdt_web *web, uint32_t number, enum vdt_proc from);
/* It waits no more. */
void vdt_ask_end(struct vdt_request *request);
/* @proc is gone, and will not answer: 503 to all who wait for it. */
void vdt_ask_lost(struct vdt_web *web, enum vdt_proc proc);
/* 504 to those who waited too long. */
void vdt_ask_sweep(struct vdt_web *web, uint64_t now);

#endif /* VDT_WEB_ASK_H */

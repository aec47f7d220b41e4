/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Audit records as they are written, to clients that keep a request open for them (server-sent
 * events, https://html.spec.whatwg.org/multipage/server-sent-events.html). Whether they still may
 * is asked again before what audit was granted runs out.
 */
#ifndef VDT_WEB_EVENTS_H
#define VDT_WEB_EVENTS_H

#include "daemon/web/request.h"

#define VDT_EVENTS_CLIENTS 8
#define VDT_EVENTS_QUEUE   (128 * 1024) /* bytes that one has not taken; then it is cut off */
#define VDT_EVENTS_RENEW   (VDT_SUBSCRIPTION / 2) /* seconds */
#define VDT_EVENTS_BEAT	   15 /* seconds without a word, so that nobody takes it for dead */

extern const struct vdt_route_ops vdt_api_events;

/* A record was written. */
void vdt_events_tell(const struct vdt_msg_EVENT *event);
void vdt_events_sweep(uint64_t now);

#endif /* VDT_WEB_EVENTS_H */

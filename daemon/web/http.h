/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests as libwebsockets brings them, in HTTP/1.1 and HTTP/2, and answers as it takes them. */
#ifndef VDT_WEB_HTTP_H
#define VDT_WEB_HTTP_H

#include <libwebsockets.h>

#include "daemon/web/web.h"

#define VDT_HTTP_BODY_TIME   60	 /* seconds for a body of JSON to be there */
#define VDT_HTTP_STREAM_TIME 600 /* the same for a streamed one */
#define VDT_HTTP_STILL_TIME  60	 /* without a byte moving, or a message coming */

/* The callback of the protocol; @user is one pointer. */
int vdt_http(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len);
/* The request with that number to whom @from has to say something; NULL: none. */
struct vdt_gate *vdt_http_find(struct vdt_web *web, uint32_t number, enum vdt_proc from);
/* End the answers that go on, of this session (@account 0), or of all of that account. */
void vdt_http_revoke(uint32_t account, const uint8_t *session, size_t len);
/* End what is too slow. */
void vdt_http_sweep(struct vdt_web *web, uint64_t now);

#endif /* VDT_WEB_HTTP_H */

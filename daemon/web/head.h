/* SPDX-License-Identifier: BSD-3-Clause */
/* The head of a request, out of what libwebsockets has made of it. */
#ifndef VDT_WEB_HEAD_H
#define VDT_WEB_HEAD_H

#include <libwebsockets.h>

#include "daemon/web/gate.h"

/*
 * What cannot be read as it must be is told in ret_asked->fault. libwebsockets has decoded the
 * path and resolved its dots already, in both versions of HTTP: what counts here is what it came
 * to, and nobody before this process looks at paths.
 */
void vdt_head_read(struct lws *wsi, struct vdt_asked *ret_asked);

#endif /* VDT_WEB_HEAD_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The event loop. libwebsockets turns it, and knows nothing of ours: all channels are in one epoll
 * descriptor, which it watches like a file; when that is readable, and now and then, ours has its
 * turn.
 */
#ifndef VDT_WEB_LOOP_H
#define VDT_WEB_LOOP_H

#include <libwebsockets.h>

#include <openssl/ssl.h>

#include "daemon/web/web.h"

/* Returns 0, -ENOMEM or another negative errno. */
int vdt_loop_new(struct vdt_web *web, struct vdt_loop **ret_loop);
void vdt_loop_free(struct vdt_loop *loop);
/* Until vdt_child_over(). */
void vdt_loop_turn(struct vdt_loop *loop);
/* Wake when @fd is readable: a channel . Closing it ends that. */
int vdt_loop_watch(struct vdt_loop *loop, int fd);
/*
 * Call back protocol @name when @fd is readable (LWS_CALLBACK_RAW_RX_FILE). Returns 0 or -ENOMEM;
 * @fd is the loop's from now on.
 */
int vdt_loop_file(struct vdt_loop *loop, const char *name, int fd);
struct vdt_web *vdt_loop_web(struct lws_context *context);
struct lws_vhost *vdt_loop_vhost(struct vdt_loop *loop);
/* The TLS of all connections to come. */
SSL_CTX *vdt_loop_tls(struct vdt_loop *loop);

#endif /* VDT_WEB_LOOP_H */

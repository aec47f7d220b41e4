/* SPDX-License-Identifier: BSD-3-Clause */
/* The door: who may come in, how many at a time, and how long. */
#ifndef VDT_WEB_DOOR_H
#define VDT_WEB_DOOR_H

#include <libwebsockets.h>
#include <sys/queue.h>

#include "daemon/web/web.h"

#define VDT_DOOR_SOCKETS     4
#define VDT_DOOR_CONNECTIONS 192 /* a descriptor each; plan.c gives the process 256 */
/* Connections of nobody that auth knows, so that strangers cannot take the places of others. */
#define VDT_DOOR_STRANGERS    128
#define VDT_DOOR_FROM_NETWORK 16 /* of these, from one IPv4 address or IPv6 /64 */

#define VDT_DOOR_STRANGER_TIME 60  /* seconds; then only a request that is being done keeps it */
#define VDT_DOOR_STRANGER_MAX  180 /* seconds, whatever is being done */
#define VDT_DOOR_REST_TIME     120 /* seconds without a request, for those who are known */

struct vdt_conn {
	LIST_ENTRY(vdt_conn) link;
	struct vdt_door *door;
	struct lws *wsi; /* of the TCP connection */
	uint8_t network[16];
	char source[VDT_ADDRESS_ROOM];
	bool known;	       /* auth has recognised somebody here */
	unsigned int requests; /* being done */
	uint64_t came, used;   /* CLOCK_BOOTTIME, nanoseconds */
};

/* Returns 0 or -ENOMEM. */
int vdt_door_new(struct vdt_web *web, struct vdt_door **ret_door);
void vdt_door_free(struct vdt_door *door);
/* Accept on @fd, which is the door's from now on, also on failure. Returns 0, -ENOSPC, -ENOMEM. */
int vdt_door_add(struct vdt_door *door, int fd);
/* End what has stayed too long. */
void vdt_door_sweep(struct vdt_door *door, uint64_t now);
/* The connection is gone; NULL is fine. */
void vdt_door_close(struct vdt_conn *conn);

int vdt_door_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		      size_t len);

#endif /* VDT_WEB_DOOR_H */

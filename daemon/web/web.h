/* SPDX-License-Identifier: BSD-3-Clause */
/* The process: what all requests share. */
#ifndef VDT_WEB_WEB_H
#define VDT_WEB_WEB_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "daemon/web/request.h"
#include "lib/ipc/child.h"

struct vdt_door;
struct vdt_key;
struct vdt_loop;

struct vdt_web {
	struct vdt_child *child;
	struct vdt_loop *loop;
	struct vdt_door *door;
	struct vdt_key *key;
	struct vdt_msg_CERTIFICATE certificate; /* ours; for show */
	bool certified;				/* there is a certificate: connections may come */
	bool activated;				/* by auth's word */
	char hostname[65];
	uint32_t last_number;		 /* of a request */
	LIST_HEAD(, vdt_request) asking; /* ask.c's */
	unsigned int asks;
};

extern const struct vdt_child_ops vdt_web_ops;

#endif /* VDT_WEB_WEB_H */

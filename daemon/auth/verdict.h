/* SPDX-License-Identifier: BSD-3-Clause */
/* The verdict on one request: what auth found out about who asks, against what the request needs.
 */
#ifndef VDT_AUTH_VERDICT_H
#define VDT_AUTH_VERDICT_H

#include <stdbool.h>

#include "lib/ipc/msgs.h"

struct vdt_inquiry {
	bool activated;	    /* the unit has an administrator */
	bool known;	    /* a session, token or certificate that counts */
	bool must_change;   /* the password, before anything else */
	bool proved;	    /* who asks has proved a short while ago who he is */
	unsigned int role;  /* enum vdt_role, of the account at this moment */
	unsigned int class; /* enum vdt_class, of the request */
	bool fresh;	    /* the request is dangerous */
};

/* VDT_SESSION_OK, or the first thing that is missing. */
enum vdt_session_verdict vdt_verdict(const struct vdt_inquiry *inquiry);

#endif /* VDT_AUTH_VERDICT_H */

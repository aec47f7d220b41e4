/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of the gateway share: one source, many viewers. */
#ifndef VDT_STREAM_GATEWAY_H
#define VDT_STREAM_GATEWAY_H

#include <vedette/audit.h>

#include "daemon/stream/conn.h"
#include "daemon/stream/encoder.h"
#include "daemon/stream/fanout.h"
#include "daemon/stream/sdp.h"
#include "lib/ipc/child.h"

struct vdt_upstream;
struct vdt_viewer;

LIST_HEAD(vdt_viewers, vdt_viewer);

struct vdt_gateway {
	struct vdt_child *child;
	struct vdt_signer *signer;
	SSL_CTX *tls; /* NULL until auth sent the certificate */
	struct vdt_conns conns;
	struct vdt_listener *listener;
	struct vdt_viewers viewers; /* with a connection */
	struct vdt_viewers gone;    /* closed, to be freed by the next sweep */
	unsigned int connections;
	struct event *sweep, *flush, *rotate;

	bool activated; /* by auth's word; before that nobody is served */

	/* from the policy; without one there are no places */
	struct vdt_encoder encoder;
	unsigned int places; /* for viewers */

	unsigned int taken; /* places */
	struct vdt_upstream *upstream;
	struct vdt_fanout fanout;
	bool described; /* the encoder plays and this is its picture */
	struct vdt_sdp sdp;
};

/* Milliseconds since the boot. */
uint64_t vdt_gateway_now(void);
/* Leave a record; @count is 0 if it says nothing. Empty strings for what is not known. */
void vdt_gateway_record(struct vdt_gateway *gateway, enum vdt_audit_type type,
			enum vdt_audit_result result, const struct vdt_viewer *viewer,
			uint32_t count, const char *reason);

/* Tell auth that the session that began with this question is over; 0: there is none. */
void vdt_gateway_log_out(struct vdt_gateway *gateway, uint32_t session);

extern const struct vdt_child_ops vdt_gateway_ops;

#endif /* VDT_STREAM_GATEWAY_H */

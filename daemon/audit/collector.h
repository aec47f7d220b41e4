/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The log, sent to a collector by syslog over TLS (RFC 5425): each record once it is on the medium,
 * each checkpoint with those that it is over. The log itself is the queue, so an outage holds no
 * memory. There is no way but TLS, and no record goes to a server that cannot prove its name.
 */
#ifndef VDT_AUDIT_COLLECTOR_H
#define VDT_AUDIT_COLLECTOR_H

#include <sys/socket.h>

#include <event2/event.h>
#include <openssl/ssl.h>

#include "daemon/audit/delivery.h"
#include "daemon/audit/journal.h"
#include "lib/audit/syslog.h"
#include "lib/ipc/msgs.h"

#define VDT_COLLECTOR_CA "/etc/vedette/syslog-ca.pem" /* who vouches for the collector */

enum vdt_collector_state {
	VDT_COLLECTOR_IDLE,    /* nothing to send, or nowhere */
	VDT_COLLECTOR_PAUSE,   /* the last try failed */
	VDT_COLLECTOR_CONNECT, /* TCP */
	VDT_COLLECTOR_SHAKE,   /* TLS */
	VDT_COLLECTOR_OPEN,
	VDT_COLLECTOR_CLOSE, /* close_notify was sent */
};

struct vdt_collector {
	/* set once; the caller's */
	struct event_base *base;
	const struct vdt_journal *journal;
	const char *ca, *kept; /* file of the position */
	/* of the policy; no address length: nothing is sent */
	struct sockaddr_storage to;
	socklen_t to_len;
	char address[VDT_ADDRESS_ROOM], name[256], url[VDT_ADDRESS_ROOM];
	/* where the log is read, as long as nothing breaks */
	struct vdt_audit_reader *reader;
	char frame[VDT_SYSLOG_ROOM + 8]; /* octet count and message */
	size_t len;			 /* 0: none waits */
	uint64_t seq;			 /* of the record in it; 0: a checkpoint */
	bool writing;			 /* a part of it may be on its way */
	/* of this connection */
	enum vdt_collector_state state;
	int fd;
	SSL_CTX *ctx;
	SSL *ssl;
	struct event *io, *timer;
	/* over connections */
	struct vdt_delivery delivery;
	uint8_t log[VDT_AUDIT_LOG_ID]; /* that the position is of */
	bool failing;		       /* and it was logged */
	char host[VDT_SYSLOG_HOST];
};

/*
 * @kept is the file of the position, read now. Loads what TLS needs later. Returns 0 or -ENOMEM.
 */
int vdt_collector_init(struct vdt_collector *collector, struct event_base *base,
		       const struct vdt_journal *journal, const char *ca, const char *kept);
void vdt_collector_done(struct vdt_collector *collector);
/* Send to @url, "tls://ADDRESS:PORT", whose certificate says @name; "" is nowhere. Returns 0, or
 * -EINVAL: no such form. */
int vdt_collector_set(struct vdt_collector *collector, const char *url, const char *name);
/* The log has more on the medium. */
void vdt_collector_wake(struct vdt_collector *collector);

#endif /* VDT_AUDIT_COLLECTOR_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A TLS connection from outside, without knowledge of what is said on it. Handshakes are expensive
 * and strangers start them: they are done a few at a time, between the pictures of those who watch.
 */
#ifndef VDT_STREAM_CONN_H
#define VDT_STREAM_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>
#include <sys/types.h>

#include <event2/event.h>
#include <event2/event_struct.h>
#include <openssl/ssl.h>

#define VDT_CONN_IN	    (32 * 1024) /* bytes not understood yet; more is refused */
#define VDT_CONN_HANDSHAKES 4		/* steps of handshakes in one turn of the loop */

struct vdt_signer;
struct vdt_conn;

struct vdt_conn_ops {
	/* The handshake is done. */
	void (*opened)(struct vdt_conn *conn);
	/* There are new bytes in conn->in. */
	void (*input)(struct vdt_conn *conn);
	/* What vdt_conn_write() did not take it may take now. */
	void (*room)(struct vdt_conn *conn);
	/* The connection ended, by the peer or by vdt_conn_close(). Must not free it at once. */
	void (*closed)(struct vdt_conn *conn);
};

/* What all connections share. */
struct vdt_conns {
	struct event_base *base;
	struct vdt_signer *signer;
	struct event *turn;
	TAILQ_HEAD(, vdt_conn) ready; /* handshakes that can go a step on */
};

enum vdt_conn_phase { VDT_CONN_HANDSHAKE, VDT_CONN_OPEN, VDT_CONN_CLOSED };

struct vdt_conn {
	struct vdt_conns *all;
	const struct vdt_conn_ops *ops;
	enum vdt_conn_phase phase;
	int fd;
	SSL *ssl;
	struct event readable, writable;
	bool queued;  /* is on all->ready */
	bool blocked; /* waits for room to write */
	bool paused;  /* does not read */
	char *in;     /* NULL while there is nothing */
	size_t in_len, in_room;
	TAILQ_ENTRY(vdt_conn) link;
};

/* Returns 0 or -ENOMEM. */
int vdt_conns_init(struct vdt_conns *all, struct event_base *base, struct vdt_signer *signer);
void vdt_conns_done(struct vdt_conns *all);
/* For vdt_signer_new(): the handshake of @conn, a struct vdt_conn, can go on. */
void vdt_conns_wake(void *conn);

/* Start the handshake on @fd, which belongs to the connection on success. Returns 0 or -ENOMEM. */
int vdt_conn_init(struct vdt_conn *conn, struct vdt_conns *all, SSL_CTX *ctx, int fd,
		  const struct vdt_conn_ops *ops);
/* End it, now and without waiting for the peer. Calls ops->closed, once. */
void vdt_conn_close(struct vdt_conn *conn);
/* The first @len bytes of conn->in are done with. */
void vdt_conn_consume(struct vdt_conn *conn, size_t len);
/* Stop reading, go on. vdt_conn_resume() may call ops->input. */
void vdt_conn_pause(struct vdt_conn *conn);
void vdt_conn_resume(struct vdt_conn *conn);
/*
 * Returns the bytes taken; 0 if there is no room, then the same bytes have to be offered again when
 * ops->room is called; -EPIPE after an error, the connection is then closed.
 */
ssize_t vdt_conn_write(struct vdt_conn *conn, const void *data, size_t len);

#endif /* VDT_STREAM_CONN_H */

// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <unistd.h>

#include <openssl/err.h>

#include "daemon/stream/conn.h"
#include "lib/tls/signer.h"

#define READ_STEP   2048
#define READ_TURN   8		/* steps in a row before others get their turn */
#define NOTSENT_MAX (64 * 1024) /* bytes in the kernel that are not even on the wire */
#define SEND_BUFFER (256 * 1024)

static const struct timeval now = {0, 0};
static const struct timeval soon = {0, 5000}; /* until a signature came back */

static void queue_handshake(struct vdt_conn *conn)
{
	if (conn->queued || conn->phase != VDT_CONN_HANDSHAKE)
		return;
	conn->queued = true;
	TAILQ_INSERT_TAIL(&conn->all->ready, conn, link);
	if (!evtimer_pending(conn->all->turn, NULL))
		evtimer_add(conn->all->turn, &now);
}

static void finish_handshake(struct vdt_conn *conn)
{
	conn->phase = VDT_CONN_OPEN;
	/* Nothing after this needs the key, and every call would have a stack of its own. */
	SSL_clear_mode(conn->ssl, SSL_MODE_ASYNC);
	conn->ops->opened(conn);
	if (conn->phase == VDT_CONN_OPEN)
		vdt_conn_resume(conn);
}

/* Returns false if there was no job left for it. */
static bool step_handshake(struct vdt_conn *conn)
{
	int done = vdt_signer_handshake(conn->all->signer, conn->ssl, conn);

	switch (done == 1 ? SSL_ERROR_NONE : SSL_get_error(conn->ssl, done)) {
	case SSL_ERROR_NONE:
		finish_handshake(conn);
		break;
	case SSL_ERROR_WANT_READ:
		event_add(&conn->readable, NULL);
		break;
	case SSL_ERROR_WANT_WRITE:
		event_add(&conn->writable, NULL);
		break;
	case SSL_ERROR_WANT_ASYNC:
		break;
	case SSL_ERROR_WANT_ASYNC_JOB:
		return false;
	default:
		vdt_conn_close(conn);
	}
	ERR_clear_error();
	return true;
}

static void on_turn(evutil_socket_t fd, short what, void *ctx)
{
	struct vdt_conns *all = ctx;
	struct vdt_conn *conn;

	for (int i = 0; i < VDT_CONN_HANDSHAKES && (conn = TAILQ_FIRST(&all->ready)); i++) {
		TAILQ_REMOVE(&all->ready, conn, link);
		conn->queued = false;
		if (!step_handshake(conn)) {
			queue_handshake(conn);
			evtimer_add(all->turn, &soon);
			return;
		}
	}
	if (!TAILQ_EMPTY(&all->ready))
		evtimer_add(all->turn, &now);
}

int vdt_conns_init(struct vdt_conns *all, struct event_base *base, struct vdt_signer *signer)
{
	all->base = base;
	all->signer = signer;
	TAILQ_INIT(&all->ready);
	all->turn = evtimer_new(base, on_turn, all);
	return all->turn ? 0 : -ENOMEM;
}

void vdt_conns_done(struct vdt_conns *all)
{
	if (all->turn)
		event_free(all->turn);
	all->turn = NULL;
}

void vdt_conns_wake(void *conn)
{
	queue_handshake(conn);
}

static bool make_room(struct vdt_conn *conn)
{
	size_t room = conn->in_room ? conn->in_room * 2 : READ_STEP;
	char *in;

	if (conn->in_room - conn->in_len >= READ_STEP / 2)
		return true;
	if (room > VDT_CONN_IN)
		return false;
	in = realloc(conn->in, room);
	if (!in)
		return false;
	conn->in = in;
	conn->in_room = room;
	return true;
}

static void read_on(struct vdt_conn *conn)
{
	for (int i = 0; i < READ_TURN && conn->phase == VDT_CONN_OPEN && !conn->paused; i++) {
		int got, room;

		if (!make_room(conn)) {
			vdt_conn_close(conn);
			return;
		}
		room = conn->in_room - conn->in_len;
		got = SSL_read(conn->ssl, conn->in + conn->in_len, room);
		if (got <= 0) {
			if (SSL_get_error(conn->ssl, got) != SSL_ERROR_WANT_READ)
				vdt_conn_close(conn);
			ERR_clear_error();
			break;
		}
		conn->in_len += got;
		conn->ops->input(conn);
	}
	if (!conn->in_len)
		vdt_conn_consume(conn, 0);
	/* What OpenSSL holds back makes no socket readable. */
	if (conn->phase == VDT_CONN_OPEN && !conn->paused && SSL_pending(conn->ssl))
		event_active(&conn->readable, EV_READ, 0);
}

static void on_readable(evutil_socket_t fd, short what, void *ctx)
{
	struct vdt_conn *conn = ctx;

	if (conn->phase == VDT_CONN_OPEN) {
		read_on(conn);
		return;
	}
	event_del(&conn->readable);
	queue_handshake(conn);
}

static void on_writable(evutil_socket_t fd, short what, void *ctx)
{
	struct vdt_conn *conn = ctx;

	conn->blocked = false;
	if (conn->phase == VDT_CONN_OPEN)
		conn->ops->room(conn);
	else
		queue_handshake(conn);
}

/* A viewer that is behind shall have its pictures waiting here, where they can be left out, and not
 * in the kernel. */
static void tune_socket(int fd)
{
	int one = 1, notsent = NOTSENT_MAX, buffer = SEND_BUFFER;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &notsent, sizeof(notsent));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof(buffer));
}

int vdt_conn_init(struct vdt_conn *conn, struct vdt_conns *all, SSL_CTX *ctx, int fd,
		  const struct vdt_conn_ops *ops)
{
	*conn = (struct vdt_conn){.all = all, .ops = ops, .fd = fd};
	event_assign(&conn->readable, all->base, fd, EV_READ | EV_PERSIST, on_readable, conn);
	event_assign(&conn->writable, all->base, fd, EV_WRITE, on_writable, conn);
	conn->ssl = SSL_new(ctx);
	if (!conn->ssl || !SSL_set_fd(conn->ssl, fd)) {
		SSL_free(conn->ssl);
		ERR_clear_error();
		return -ENOMEM;
	}
	tune_socket(fd);
	SSL_set_accept_state(conn->ssl);
	event_add(&conn->readable, NULL);
	return 0;
}

static void unwind_handshake(struct vdt_conn *conn)
{
	/* A job that waits for a signature holds what SSL_free() would take away. */
	if (!SSL_waiting_for_async(conn->ssl))
		return;
	vdt_signer_cancel(conn->all->signer, conn);
	vdt_signer_handshake(conn->all->signer, conn->ssl, conn);
}

void vdt_conn_close(struct vdt_conn *conn)
{
	if (conn->phase == VDT_CONN_CLOSED)
		return;
	if (conn->phase == VDT_CONN_OPEN)
		SSL_shutdown(conn->ssl);
	else
		unwind_handshake(conn);
	conn->phase = VDT_CONN_CLOSED;
	if (conn->queued)
		TAILQ_REMOVE(&conn->all->ready, conn, link);
	conn->queued = false;
	event_del(&conn->readable);
	event_del(&conn->writable);
	SSL_free(conn->ssl);
	ERR_clear_error();
	conn->ssl = NULL;
	close(conn->fd);
	free(conn->in);
	conn->in = NULL;
	conn->in_len = conn->in_room = 0;
	conn->ops->closed(conn);
}

void vdt_conn_consume(struct vdt_conn *conn, size_t len)
{
	conn->in_len -= len;
	if (conn->in_len) {
		memmove(conn->in, conn->in + len, conn->in_len);
		return;
	}
	free(conn->in);
	conn->in = NULL;
	conn->in_room = 0;
}

void vdt_conn_pause(struct vdt_conn *conn)
{
	conn->paused = true;
	event_del(&conn->readable);
}

void vdt_conn_resume(struct vdt_conn *conn)
{
	conn->paused = false;
	event_add(&conn->readable, NULL);
	if (conn->in_len)
		conn->ops->input(conn);
	if (conn->phase == VDT_CONN_OPEN && !conn->paused && SSL_pending(conn->ssl))
		event_active(&conn->readable, EV_READ, 0);
}

ssize_t vdt_conn_write(struct vdt_conn *conn, const void *data, size_t len)
{
	int sent;

	if (conn->phase != VDT_CONN_OPEN)
		return -EPIPE;
	if (conn->blocked)
		return 0;
	sent = SSL_write(conn->ssl, data, len);
	if (sent > 0)
		return sent;
	switch (SSL_get_error(conn->ssl, sent)) {
	case SSL_ERROR_WANT_WRITE:
		conn->blocked = true;
		event_add(&conn->writable, NULL);
		return 0;
	default:
		ERR_clear_error();
		vdt_conn_close(conn);
		return -EPIPE;
	}
}

// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/stream/listener.h"
#include "daemon/stream/viewer.h"

#define ACCEPT_TURN 16 /* connections in a row before others get their turn */

struct vdt_listener {
	struct vdt_gateway *gateway;
	struct event *socket[VDT_LISTENER_SOCKETS];
	unsigned int count;
};

/* May another one come in from where @peer is? */
static bool has_room(const struct vdt_gateway *gateway, const struct sockaddr *peer)
{
	unsigned int strangers = 0, neighbours = 0;
	struct vdt_viewer *viewer;
	uint8_t network[16];

	if (!gateway->tls || gateway->connections >= VDT_LISTENER_CONNECTIONS)
		return false;
	vdt_viewer_network(peer, network);
	LIST_FOREACH(viewer, &gateway->viewers, link) {
		if (viewer->session.login)
			continue;
		strangers++;
		neighbours += !memcmp(viewer->network, network, sizeof(network));
	}
	return strangers < VDT_LISTENER_STRANGERS && neighbours < VDT_LISTENER_FROM_NETWORK;
}

/* What cannot be accepted stays readable, and would keep the loop busy. */
static void pause_all(struct vdt_listener *listener)
{
	for (unsigned int i = 0; i < listener->count; i++)
		event_del(listener->socket[i]);
}

void vdt_listener_resume(struct vdt_listener *listener)
{
	for (unsigned int i = 0; i < listener->count; i++)
		event_add(listener->socket[i], NULL);
}

static void on_readable(evutil_socket_t socket, short what, void *ctx)
{
	struct vdt_listener *listener = ctx;
	struct sockaddr_storage addr;

	for (int i = 0; i < ACCEPT_TURN; i++) {
		struct sockaddr *peer = (struct sockaddr *)&addr;
		socklen_t len = sizeof(addr);
		int fd = accept4(socket, peer, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd < 0) {
			if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
				pause_all(listener);
			return;
		}
		if (!has_room(listener->gateway, peer) ||
		    vdt_viewer_new(listener->gateway, fd, peer))
			close(fd);
	}
}

int vdt_listener_new(struct vdt_gateway *gateway, struct vdt_listener **ret_listener)
{
	struct vdt_listener *listener = calloc(1, sizeof(*listener));

	if (!listener)
		return -ENOMEM;
	listener->gateway = gateway;
	*ret_listener = listener;
	return 0;
}

void vdt_listener_free(struct vdt_listener *listener)
{
	if (!listener)
		return;
	for (unsigned int i = 0; i < listener->count; i++) {
		close(event_get_fd(listener->socket[i]));
		event_free(listener->socket[i]);
	}
	free(listener);
}

int vdt_listener_add(struct vdt_listener *listener, int fd)
{
	struct event *event = NULL;
	int err = listener->count < VDT_LISTENER_SOCKETS ? 0 : -ENOSPC;

	if (!err && !evutil_make_socket_nonblocking(fd))
		event = event_new(listener->gateway->conns.base, fd, EV_READ | EV_PERSIST,
				  on_readable, listener);
	if (!event) {
		close(fd);
		return err ? err : -ENOMEM;
	}
	listener->socket[listener->count++] = event;
	event_add(event, NULL);
	return 0;
}

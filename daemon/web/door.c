// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/door.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/web/loop.h"
#include "lib/base/clock.h"

#define ACCEPT_TURN 16 /* connections in a row before others get their turn */

struct vdt_door {
	struct vdt_web *web;
	LIST_HEAD(, vdt_conn) conns;
	unsigned int count;
	int socket[VDT_DOOR_SOCKETS];
	unsigned int sockets;
	int ready; /* epoll of the sockets; the loop closes it */
};

/* IPv4 is looked at as IPv6, as a socket for both tells it. */
static void map_address(const struct sockaddr *peer, struct in6_addr *ret_addr, uint16_t *ret_port)
{
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)peer;
	const struct sockaddr_in *four = (const struct sockaddr_in *)peer;

	if (peer->sa_family == AF_INET6) {
		*ret_addr = six->sin6_addr;
		*ret_port = ntohs(six->sin6_port);
		return;
	}
	memset(ret_addr, 0, sizeof(*ret_addr));
	memset(&ret_addr->s6_addr[10], 0xff, 2);
	memcpy(&ret_addr->s6_addr[12], &four->sin_addr, 4);
	*ret_port = ntohs(four->sin_port);
}

static void name_source(struct vdt_conn *conn, const struct sockaddr *peer)
{
	char text[INET6_ADDRSTRLEN] = "";
	struct in6_addr addr;
	uint16_t port;

	map_address(peer, &addr, &port);
	memcpy(conn->network, &addr, sizeof(addr));
	if (IN6_IS_ADDR_V4MAPPED(&addr)) {
		inet_ntop(AF_INET, &addr.s6_addr[12], text, sizeof(text));
		snprintf(conn->source, sizeof(conn->source), "%s:%u", text, port);
	} else {
		memset(conn->network + 8, 0, 8);
		inet_ntop(AF_INET6, &addr, text, sizeof(text));
		snprintf(conn->source, sizeof(conn->source), "[%s]:%u", text, port);
	}
}

static bool has_room(const struct vdt_door *door, const struct vdt_conn *newcomer)
{
	unsigned int strangers = 0, neighbours = 0;
	const struct vdt_conn *conn;

	if (!door->web->certified || door->count >= VDT_DOOR_CONNECTIONS)
		return false;
	LIST_FOREACH(conn, &door->conns, link) {
		if (conn->known)
			continue;
		strangers++;
		neighbours += !memcmp(conn->network, newcomer->network, sizeof(conn->network));
	}
	return strangers < VDT_DOOR_STRANGERS && neighbours < VDT_DOOR_FROM_NETWORK;
}

static bool is_here(const struct vdt_door *door, const struct vdt_conn *wanted)
{
	const struct vdt_conn *conn;

	LIST_FOREACH(conn, &door->conns, link)
		if (conn == wanted)
			return true;
	return false;
}

static void adopt(struct vdt_door *door, struct vdt_conn *conn, int fd)
{
	const lws_adopt_desc_t plan = {
		.vh = vdt_loop_vhost(door->web->loop),
		.type = LWS_ADOPT_SOCKET | LWS_ADOPT_HTTP | LWS_ADOPT_ALLOW_SSL,
		.fd = {.sockfd = fd},
		.opaque = conn,
	};
	const int on = 1;
	struct lws *wsi;

	/* Headers and body are two writes; without this the second waits for the first's ACK. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	wsi = lws_adopt_descriptor_vhost_via_info(&plan);
	if (wsi)
		conn->wsi = wsi;
	else if (is_here(door, conn)) /* it failed before it came to vdt_door_close() */
		vdt_door_close(conn);
}

/* @fd is taken over. */
static void let_in(struct vdt_door *door, int fd, const struct sockaddr *peer)
{
	struct vdt_conn *conn = calloc(1, sizeof(*conn));

	if (conn)
		name_source(conn, peer);
	if (!conn || !has_room(door, conn)) {
		free(conn);
		close(fd);
		return;
	}
	conn->door = door;
	conn->came = conn->used = vdt_clock_boottime();
	LIST_INSERT_HEAD(&door->conns, conn, link);
	door->count++;
	adopt(door, conn, fd);
}

static void listen_to(struct vdt_door *door, int socket, uint32_t events)
{
	struct epoll_event event = {.events = events};

	epoll_ctl(door->ready, EPOLL_CTL_MOD, socket, &event);
}

static void accept_some(struct vdt_door *door, int socket)
{
	for (int i = 0; i < ACCEPT_TURN; i++) {
		struct sockaddr_storage addr;
		socklen_t len = sizeof(addr);
		int fd = accept4(socket, (struct sockaddr *)&addr, &len,
				 SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd < 0) {
			/* What cannot be accepted stays readable, and would keep the loop busy. */
			if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
				listen_to(door, socket, 0);
			return;
		}
		let_in(door, fd, (const struct sockaddr *)&addr);
	}
}

int vdt_door_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
		      size_t len)
{
	struct vdt_door *door;

	if (reason != LWS_CALLBACK_RAW_RX_FILE)
		return 0;
	door = vdt_loop_web(lws_get_context(wsi))->door;
	for (unsigned int i = 0; i < door->sockets; i++)
		accept_some(door, door->socket[i]);
	return 0;
}

void vdt_door_close(struct vdt_conn *conn)
{
	if (!conn)
		return;
	LIST_REMOVE(conn, link);
	conn->door->count--;
	free(conn);
}

static bool stays_too_long(const struct vdt_conn *conn, uint64_t now)
{
	uint64_t age = (now - conn->came) / VDT_NS_PER_SECOND;
	uint64_t rest = (now - conn->used) / VDT_NS_PER_SECOND;

	if (conn->known)
		return !conn->requests && rest >= VDT_DOOR_REST_TIME;
	return age >= (conn->requests ? VDT_DOOR_STRANGER_MAX : VDT_DOOR_STRANGER_TIME);
}

void vdt_door_sweep(struct vdt_door *door, uint64_t now)
{
	struct vdt_conn *conn;

	LIST_FOREACH(conn, &door->conns, link)
		if (conn->wsi && stays_too_long(conn, now))
			lws_set_timeout(conn->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
	for (unsigned int i = 0; i < door->sockets; i++)
		listen_to(door, door->socket[i], EPOLLIN);
}

int vdt_door_new(struct vdt_web *web, struct vdt_door **ret_door)
{
	struct vdt_door *door = calloc(1, sizeof(*door));
	int err;

	if (!door)
		return -ENOMEM;
	door->web = web;
	LIST_INIT(&door->conns);
	door->ready = epoll_create1(EPOLL_CLOEXEC);
	err = door->ready < 0 ? -errno : vdt_loop_file(web->loop, "door", door->ready);
	if (err) {
		free(door);
		return err;
	}
	*ret_door = door;
	return 0;
}

void vdt_door_free(struct vdt_door *door)
{
	if (!door)
		return;
	for (unsigned int i = 0; i < door->sockets; i++)
		close(door->socket[i]);
	free(door);
}

int vdt_door_add(struct vdt_door *door, int fd)
{
	struct epoll_event event = {.events = EPOLLIN};
	int err = 0;

	if (door->sockets == VDT_DOOR_SOCKETS)
		err = -ENOSPC;
	else if (epoll_ctl(door->ready, EPOLL_CTL_ADD, fd, &event) < 0)
		err = -errno;
	if (err) {
		close(fd);
		return err;
	}
	door->socket[door->sockets++] = fd;
	return 0;
}

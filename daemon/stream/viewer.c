// SPDX-License-Identifier: BSD-3-Clause
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/stream/viewer.h"

static struct vdt_viewer *of_conn(struct vdt_conn *conn)
{
	return (struct vdt_viewer *)conn;
}

static struct vdt_viewer *of_sink(struct vdt_sink *sink)
{
	return (struct vdt_viewer *)((char *)sink - offsetof(struct vdt_viewer, sink));
}

static void on_opened(struct vdt_conn *conn)
{
	struct vdt_viewer *viewer = of_conn(conn);

	viewer->begun = viewer->alive = viewer->progress = vdt_gateway_now();
}

static void on_input(struct vdt_conn *conn)
{
	vdt_dialogue_input(of_conn(conn));
}

static void on_room(struct vdt_conn *conn)
{
	vdt_viewer_pump(of_conn(conn));
}

static void on_closed(struct vdt_conn *conn)
{
	struct vdt_viewer *viewer = of_conn(conn);

	vdt_dialogue_end(viewer);
	vdt_gateway_log_out(viewer->gateway, viewer->login.session);
	viewer->gateway->connections--;
	LIST_REMOVE(viewer, link);
	LIST_INSERT_HEAD(&viewer->gateway->gone, viewer, link);
}

static const struct vdt_conn_ops conn_ops = {
	.opened = on_opened,
	.input = on_input,
	.room = on_room,
	.closed = on_closed,
};

static void on_burst(struct vdt_sink *sink)
{
	struct vdt_viewer *viewer = of_sink(sink);

	if (!viewer->conn.blocked)
		vdt_viewer_pump(viewer);
}

/* IPv4 wears its IPv6 form here, so that both come to one spelling. */
static void map_address(const struct sockaddr *peer, struct in6_addr *ret_addr, uint16_t *ret_port)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)peer;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)peer;

	if (peer->sa_family == AF_INET6) {
		*ret_addr = in6->sin6_addr;
		*ret_port = ntohs(in6->sin6_port);
		return;
	}
	*ret_addr = (struct in6_addr){.s6_addr = {[10] = 0xff, [11] = 0xff}};
	memcpy(&ret_addr->s6_addr[12], &in->sin_addr, sizeof(in->sin_addr));
	*ret_port = ntohs(in->sin_port);
}

void vdt_viewer_network(const struct sockaddr *peer, uint8_t ret_network[16])
{
	struct in6_addr addr;
	uint16_t port;

	map_address(peer, &addr, &port);
	if (!IN6_IS_ADDR_V4MAPPED(&addr))
		memset(&addr.s6_addr[8], 0, 8);
	memcpy(ret_network, &addr, sizeof(addr));
}

static void name_source(struct vdt_viewer *viewer, const struct sockaddr *peer)
{
	char text[INET6_ADDRSTRLEN] = "";
	struct in6_addr addr;
	uint16_t port;

	map_address(peer, &addr, &port);
	if (IN6_IS_ADDR_V4MAPPED(&addr)) {
		inet_ntop(AF_INET, &addr.s6_addr[12], text, sizeof(text));
		snprintf(viewer->source, sizeof(viewer->source), "%s:%u", text, port);
	} else {
		inet_ntop(AF_INET6, &addr, text, sizeof(text));
		snprintf(viewer->source, sizeof(viewer->source), "[%s]:%u", text, port);
	}
}

int vdt_viewer_new(struct vdt_gateway *gateway, int fd, const struct sockaddr *peer)
{
	struct vdt_viewer *viewer = calloc(1, sizeof(*viewer));
	int err = -ENOMEM;

	if (viewer)
		err = vdt_conn_init(&viewer->conn, &gateway->conns, gateway->tls, fd, &conn_ops);
	if (err) {
		free(viewer);
		return err;
	}
	viewer->gateway = gateway;
	viewer->sink.ready = on_burst;
	viewer->begun = vdt_gateway_now();
	name_source(viewer, peer);
	vdt_viewer_network(peer, viewer->network);
	LIST_INSERT_HEAD(&gateway->viewers, viewer, link);
	gateway->connections++;
	return 0;
}

void vdt_viewer_free(struct vdt_viewer *viewer)
{
	LIST_REMOVE(viewer, link);
	free(viewer->reply);
	free(viewer);
}

/* Returns whether more may follow at once. */
static bool send_reply(struct vdt_viewer *viewer)
{
	ssize_t sent = vdt_conn_write(&viewer->conn, viewer->reply + viewer->reply_sent,
				      viewer->reply_len - viewer->reply_sent);

	if (sent <= 0)
		return false;
	viewer->reply_sent += sent;
	if (viewer->reply_sent < viewer->reply_len)
		return true;
	free(viewer->reply);
	viewer->reply = NULL;
	if (viewer->ending)
		vdt_conn_close(&viewer->conn);
	else if (viewer->conn.paused)
		vdt_conn_resume(&viewer->conn);
	return viewer->conn.phase == VDT_CONN_OPEN;
}

static bool send_pictures(struct vdt_viewer *viewer)
{
	const uint8_t *data;
	ssize_t sent;
	size_t len;

	if (!vdt_queue_peek(&viewer->sink.queue, &data, &len))
		return false;
	sent = vdt_conn_write(&viewer->conn, data, len);
	if (sent <= 0)
		return false;
	vdt_queue_sent(&viewer->sink.queue, sent);
	return true;
}

void vdt_viewer_pump(struct vdt_viewer *viewer)
{
	bool more = true, moved = false;

	while (more) {
		bool reply = viewer->reply && !viewer->sink.queue.busy;

		more = reply ? send_reply(viewer) : send_pictures(viewer);
		moved |= more;
	}
	if (moved)
		viewer->progress = viewer->alive = vdt_gateway_now();
}

void vdt_viewer_wait(struct vdt_viewer *viewer, enum vdt_viewer_wait wait, uint64_t ms)
{
	viewer->wait = wait;
	viewer->wait_until = vdt_gateway_now() + ms;
	vdt_conn_pause(&viewer->conn);
}

void vdt_viewer_go_on(struct vdt_viewer *viewer)
{
	viewer->wait = VDT_WAIT_NONE;
	vdt_conn_resume(&viewer->conn);
}

static bool is_late(const struct vdt_viewer *viewer, uint64_t now)
{
	if (viewer->conn.phase == VDT_CONN_HANDSHAKE)
		return now - viewer->begun > VDT_VIEWER_HANDSHAKE_MS;
	if (!viewer->spoke && now - viewer->begun > VDT_VIEWER_REQUEST_MS)
		return true;
	if (!viewer->session.login && now - viewer->begun > VDT_VIEWER_LOGIN_MS)
		return true;
	if (viewer->partial && now - viewer->partial > VDT_VIEWER_REQUEST_MS)
		return true;
	if (viewer->conn.blocked && now - viewer->progress > VDT_VIEWER_STALL_MS)
		return true;
	return now - viewer->alive > VDT_VIEWER_SILENCE_MS;
}

void vdt_viewer_check(struct vdt_viewer *viewer, uint64_t now)
{
	if (viewer->wait != VDT_WAIT_NONE && now >= viewer->wait_until)
		vdt_dialogue_overdue(viewer);
	else if (is_late(viewer, now))
		vdt_conn_close(&viewer->conn);
}

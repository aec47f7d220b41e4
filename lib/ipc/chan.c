// SPDX-License-Identifier: BSD-3-Clause

#include "lib/ipc/chan.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#define BURST	    16 /* messages taken in a row before other channels get their turn */
#define SURPLUS_FDS 4  /* room to receive, so that what is too much can be counted and closed */
#define NO_PID	    0

struct packet {
	struct {
		uint16_t id;
		uint16_t zero;
		uint32_t len; /* of the payload */
	} head;
	alignas(8) uint8_t payload[VDT_MSG_ROOM];
};

struct waiting {
	STAILQ_ENTRY(waiting) next;
	int fd; /* our own duplicate, or -1 */
	size_t len;
	uint8_t bytes[]; /* the start of a struct packet */
};

STAILQ_HEAD(waiting_list, waiting);

struct vdt_chan {
	int fd;
	enum vdt_proc self, peer;
	pid_t pid; /* of the peer, NO_PID: anyone */
	struct event *readable, *writable;
	const struct vdt_chan_ops *ops;
	void *ctx;
	struct waiting_list queue;
	unsigned int queued;
	bool busy; /* a handler runs: vdt_chan_free() only marks */
	bool dead; /* closed, waits for the handler to return */
};

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof(int) * SURPLUS_FDS)];
};

/* What came along with a packet. */
struct attached {
	int fds[sizeof(union control) / sizeof(int)]; /* never less than the kernel delivers */
	unsigned int n_fds;
	pid_t pid;
};

int vdt_chan_pair(int ret_fd[2])
{
	const int on = 1;
	int fd[2], i;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fd) < 0)
		return -errno;
	for (i = 0; i < 2; i++) {
		if (setsockopt(fd[i], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0) {
			int err = -errno;

			close(fd[0]);
			close(fd[1]);
			return err;
		}
	}
	memcpy(ret_fd, fd, sizeof(fd));
	return 0;
}

/* sending */

static int send_bytes(int sock, const void *bytes, size_t len, int fd)
{
	union control control = {};
	struct iovec iov = {.iov_base = (void *)bytes, .iov_len = len};
	struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};

	if (fd >= 0) {
		struct cmsghdr *cmsg;

		msg.msg_control = &control;
		msg.msg_controllen = CMSG_SPACE(sizeof(fd));
		cmsg = CMSG_FIRSTHDR(&msg);
		cmsg->cmsg_level = SOL_SOCKET;
		cmsg->cmsg_type = SCM_RIGHTS;
		cmsg->cmsg_len = CMSG_LEN(sizeof(fd));
		memcpy(CMSG_DATA(cmsg), &fd, sizeof(fd));
	}
	while (sendmsg(sock, &msg, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
		if (errno == EINTR)
			continue;
		return errno == EAGAIN || errno == EWOULDBLOCK ? -EAGAIN : -EPIPE;
	}
	return 0;
}

static void drop_waiting(struct vdt_chan *chan, struct waiting *waiting)
{
	STAILQ_REMOVE_HEAD(&chan->queue, next);
	chan->queued--;
	if (waiting->fd >= 0)
		close(waiting->fd);
	explicit_bzero(waiting->bytes, waiting->len);
	free(waiting);
}

static void on_writable(evutil_socket_t sock, short what, void *arg)
{
	struct vdt_chan *chan = arg;
	struct waiting *waiting;

	while ((waiting = STAILQ_FIRST(&chan->queue))) {
		int err = send_bytes(chan->fd, waiting->bytes, waiting->len, waiting->fd);

		if (err == -EAGAIN)
			return;
		/* A broken pipe shows as end of file on the reading side, which reports it. */
		drop_waiting(chan, waiting);
	}
	event_del(chan->writable);
}

static int enqueue(struct vdt_chan *chan, const void *bytes, size_t len, int fd)
{
	struct waiting *waiting;

	if (chan->queued >= VDT_CHAN_QUEUE)
		return -ENOBUFS;
	waiting = malloc(sizeof(*waiting) + len);
	if (!waiting)
		return -ENOMEM;
	waiting->fd = -1;
	if (fd >= 0) {
		waiting->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
		if (waiting->fd < 0) {
			free(waiting);
			return -EMFILE;
		}
	}
	waiting->len = len;
	memcpy(waiting->bytes, bytes, len);
	STAILQ_INSERT_TAIL(&chan->queue, waiting, next);
	chan->queued++;
	event_add(chan->writable, NULL);
	return 0;
}

int vdt_chan_send(struct vdt_chan *chan, enum vdt_msg id, const void *payload, int fd)
{
	size_t size = vdt_msg_size(id), len = offsetof(struct packet, payload) + size;
	struct packet packet = {.head = {.id = (uint16_t)id, .len = (uint32_t)size}};
	int err;

	if (chan->dead)
		return -EPIPE;
	err = vdt_msg_check(chan->self, chan->peer, id, payload, size);
	if (err)
		return err;
	if ((fd >= 0) != vdt_msg_fds(id))
		return -EINVAL;
	vdt_msg_copy(id, payload, packet.payload);
	err = STAILQ_EMPTY(&chan->queue) ? send_bytes(chan->fd, &packet, len, fd) : -EAGAIN;
	if (err == -EAGAIN)
		err = enqueue(chan, &packet, len, fd);
	vdt_msg_wipe(id, packet.payload);
	return err;
}

/* receiving */

static void close_attached(struct attached *attached)
{
	while (attached->n_fds)
		close(attached->fds[--attached->n_fds]);
}

static void take_attached(struct msghdr *msg, struct attached *ret_attached)
{
	struct cmsghdr *cmsg;

	for (cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = CMSG_NXTHDR(msg, cmsg)) {
		size_t len = cmsg->cmsg_len - CMSG_LEN(0);

		if (cmsg->cmsg_level != SOL_SOCKET)
			continue;
		if (cmsg->cmsg_type == SCM_CREDENTIALS && len == sizeof(struct ucred)) {
			struct ucred sender;

			memcpy(&sender, CMSG_DATA(cmsg), sizeof(sender));
			ret_attached->pid = sender.pid;
		} else if (cmsg->cmsg_type == SCM_RIGHTS) {
			memcpy(ret_attached->fds, CMSG_DATA(cmsg), len);
			ret_attached->n_fds = (unsigned int)(len / sizeof(int));
		}
	}
}

/* Returns the length of the packet, 0 at the end of the conversation, or a negative errno. */
static ssize_t receive_packet(struct vdt_chan *chan, struct packet *packet,
			      struct attached *ret_attached)
{
	union control control;
	struct iovec iov = {.iov_base = packet, .iov_len = sizeof(*packet)};
	struct msghdr msg = {.msg_iov = &iov,
			     .msg_iovlen = 1,
			     .msg_control = &control,
			     .msg_controllen = sizeof(control)};
	ssize_t len;

	do {
		len = recvmsg(chan->fd, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	} while (len < 0 && errno == EINTR);
	if (len < 0 && errno == ECONNRESET)
		return 0;
	if (len < 0)
		return -errno;
	take_attached(&msg, ret_attached);
	if (msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
		return -EMSGSIZE;
	return len;
}

static int check_packet(const struct vdt_chan *chan, const struct packet *packet, size_t len,
			const struct attached *attached)
{
	const size_t head = offsetof(struct packet, payload);

	if (chan->pid != NO_PID && attached->pid != chan->pid)
		return -EACCES;
	if (len < head || packet->head.len != len - head || packet->head.zero)
		return -EMSGSIZE;
	if (attached->n_fds != vdt_msg_fds(packet->head.id))
		return -EBADMSG;
	return vdt_msg_check(chan->peer, chan->self, packet->head.id, packet->payload, len - head);
}

static int handle_packet(struct vdt_chan *chan, struct packet *packet, struct attached *attached)
{
	int fd = attached->n_fds ? attached->fds[0] : -1;
	unsigned int i;
	int err = -ENOMSG;

	for (i = 0; i < chan->ops->count; i++) {
		if (chan->ops->table[i].id != packet->head.id)
			continue;
		attached->n_fds = 0; /* the handler's now */
		err = chan->ops->table[i].handle(chan->ctx, chan->peer, packet->payload, fd);
		break;
	}
	vdt_msg_wipe(packet->head.id, packet->payload);
	return err;
}

/* Take one packet. Returns 1, 0 when the peer is gone, -EAGAIN when there is none, or its fault. */
static int take_packet(struct vdt_chan *chan)
{
	struct attached attached = {.pid = NO_PID};
	struct packet packet;
	ssize_t len;
	int err;

	len = receive_packet(chan, &packet, &attached);
	err = len < 0 ? (int)len : 0;
	/* End of file comes from nobody; an empty packet has a sender. */
	if (len > 0 || attached.pid != NO_PID)
		err = check_packet(chan, &packet, (size_t)len, &attached);
	if (len > 0 && !err)
		err = handle_packet(chan, &packet, &attached);
	close_attached(&attached);
	return err ? err : len > 0;
}

static void take_packets(struct vdt_chan *chan, unsigned int max)
{
	int got = 1;

	chan->busy = true;
	while (max-- && got > 0 && !chan->dead)
		got = take_packet(chan);
	if (got <= 0 && got != -EAGAIN && !chan->dead) {
		event_del(chan->readable);
		chan->ops->closed(chan->ctx, chan->peer, got);
		vdt_chan_free(chan);
	}
	chan->busy = false;
	if (chan->dead)
		free(chan);
}

static void on_readable(evutil_socket_t sock, short what, void *arg)
{
	take_packets(arg, BURST);
}

void vdt_chan_drain(struct vdt_chan *chan)
{
	if (chan && !chan->busy)
		take_packets(chan, VDT_CHAN_QUEUE);
}

/* life */

int vdt_chan_new(struct event_base *base, int fd, enum vdt_proc self, enum vdt_proc peer,
		 const struct vdt_chan_ops *ops, void *ctx, struct vdt_chan **ret_chan)
{
	struct vdt_chan *chan = calloc(1, sizeof(*chan));

	if (!chan) {
		close(fd);
		return -ENOMEM;
	}
	*chan = (struct vdt_chan){.fd = fd, .self = self, .peer = peer, .ops = ops, .ctx = ctx};
	STAILQ_INIT(&chan->queue);
	chan->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, chan);
	chan->writable = event_new(base, fd, EV_WRITE | EV_PERSIST, on_writable, chan);
	if (!chan->readable || !chan->writable || event_add(chan->readable, NULL) < 0) {
		vdt_chan_free(chan);
		return -ENOMEM;
	}
	*ret_chan = chan;
	return 0;
}

void vdt_chan_expect(struct vdt_chan *chan, pid_t pid)
{
	chan->pid = pid;
}

unsigned int vdt_chan_waiting(const struct vdt_chan *chan)
{
	return chan ? chan->queued : 0;
}

int vdt_chan_fd(const struct vdt_chan *chan)
{
	return chan->fd;
}

void vdt_chan_free(struct vdt_chan *chan)
{
	struct waiting *waiting;

	if (!chan || chan->dead)
		return;
	chan->dead = true;
	while ((waiting = STAILQ_FIRST(&chan->queue)))
		drop_waiting(chan, waiting);
	if (chan->readable)
		event_free(chan->readable);
	if (chan->writable)
		event_free(chan->writable);
	close(chan->fd);
	if (!chan->busy)
		free(chan);
}

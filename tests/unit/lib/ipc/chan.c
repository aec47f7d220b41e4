// SPDX-License-Identifier: BSD-3-Clause

#include <criterion/criterion.h>
#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/ipc/chan.h"

/* What chan.c puts on the wire before the payload. */
struct head {
	uint16_t id, zero;
	uint32_t len;
};

static struct {
	struct event_base *base;
	struct vdt_chan *chan; /* auth's end towards stream */
	int wire;	       /* stream's end, raw */
	unsigned int handled, closed;
	int err; /* given to closed() */
	int answer;
	uint32_t req;
	bool free_in_handler;
} t;

static int on_sign(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_SIGN *sign = payload;

	cr_expect_eq(from, VDT_STREAM);
	cr_expect_eq(fd, -1);
	t.handled++;
	t.req = sign->req;
	if (t.free_in_handler)
		vdt_chan_free(t.chan);
	return t.answer;
}

static void on_closed(void *ctx, enum vdt_proc peer, int err)
{
	t.closed++;
	t.err = err;
	t.chan = NULL;
}

static const struct vdt_dispatch table[] = {{VDT_MSG_SIGN, on_sign}};
static const struct vdt_chan_ops ops = {.table = table, .count = 1, .closed = on_closed};

static void set_up(void)
{
	int pair[2];

	memset(&t, 0, sizeof(t));
	t.base = event_base_new();
	cr_assert_eq(vdt_chan_pair(pair), 0);
	t.wire = pair[1];
	cr_assert_eq(vdt_chan_new(t.base, pair[0], VDT_AUTH, VDT_STREAM, &ops, NULL, &t.chan), 0);
}

static void tear_down(void)
{
	if (!t.free_in_handler)
		vdt_chan_free(t.chan);
	close(t.wire);
	event_base_free(t.base);
}

static void turn(void)
{
	event_base_loop(t.base, EVLOOP_NONBLOCK);
}

/* A packet as a hostile peer would make it, with @n_fds descriptors. */
static void throw(const void *bytes, size_t len, unsigned int n_fds)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(8 * sizeof(int))];
	} control = {};
	struct iovec iov = {.iov_base = (void *)bytes, .iov_len = len};
	struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};

	if (n_fds) {
		struct cmsghdr *cmsg;
		unsigned int i;

		msg.msg_control = &control;
		msg.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
		cmsg = CMSG_FIRSTHDR(&msg);
		cmsg->cmsg_level = SOL_SOCKET;
		cmsg->cmsg_type = SCM_RIGHTS;
		cmsg->cmsg_len = CMSG_LEN(n_fds * sizeof(int));
		for (i = 0; i < n_fds; i++)
			((int *)(void *)CMSG_DATA(cmsg))[i] = STDERR_FILENO;
	}
	cr_assert_eq(sendmsg(t.wire, &msg, 0), (ssize_t)len);
}

static void throw_sign(uint16_t id, uint16_t zero, uint32_t claimed, size_t len, unsigned int n_fds)
{
	uint8_t packet[sizeof(struct head) + VDT_MSG_ROOM + 64] = {};
	const struct head head = {.id = id, .zero = zero, .len = claimed};
	const struct vdt_msg_SIGN sign = {.req = 7};

	memcpy(packet, &head, sizeof(head));
	memcpy(packet + sizeof(head), &sign, sizeof(sign));
	throw(packet, sizeof(head) + len, n_fds);
}

static unsigned int open_descriptors(void)
{
	unsigned int n = 0;
	int fd;

	for (fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

Test(chan, takes_what_is_right, .init = set_up, .fini = tear_down)
{
	const uint32_t size = sizeof(struct vdt_msg_SIGN);

	throw_sign(VDT_MSG_SIGN, 0, size, size, 0);
	turn();
	cr_expect_eq(t.handled, 1);
	cr_expect_eq(t.req, 7);
	cr_expect_eq(t.closed, 0);
}

/* No bytes at all is a packet, too, and not the end of the channel. */
Test(chan, empty_packet_is_a_fault, .init = set_up, .fini = tear_down)
{
	throw("", 0, 0);
	turn();
	cr_expect_eq(t.closed, 1);
	cr_expect_eq(t.err, -EMSGSIZE);
}

Test(chan, faults)
{
	const uint32_t size = sizeof(struct vdt_msg_SIGN);
	const struct {
		uint16_t id, zero;
		uint32_t claimed;
		size_t len;
		unsigned int n_fds;
		int expected;
		const char *why;
	} cases[] = {
		{VDT_MSG_SIGN, 0, size - 1, size - 1, 0, -EMSGSIZE, "short"},
		{VDT_MSG_SIGN, 0, size + 1, size + 1, 0, -EMSGSIZE, "long"},
		{VDT_MSG_SIGN, 0, size, size + 1, 0, -EMSGSIZE, "longer than it says"},
		{VDT_MSG_SIGN, 0, 0xffffffff, size, 0, -EMSGSIZE, "length says 4 GiB"},
		{VDT_MSG_SIGN, 1, size, size, 0, -EMSGSIZE, "reserved bits"},
		{VDT_MSG_SIGN, 0, size, VDT_MSG_ROOM + 32, 0, -EMSGSIZE, "truncated"},
		{VDT_MSG_COUNT, 0, size, size, 0, -ENOMSG, "no such message"},
		{VDT_MSG_LOGIN_RESULT, 0, sizeof(struct vdt_msg_LOGIN_RESULT),
		 sizeof(struct vdt_msg_LOGIN_RESULT), 0, -EPERM, "wrong direction"},
		{VDT_MSG_LOGIN, 0, sizeof(struct vdt_msg_LOGIN), sizeof(struct vdt_msg_LOGIN), 0,
		 -ENOMSG, "allowed, but not in the dispatch table"},
		{VDT_MSG_SIGN, 0, size, size, 1, -EBADMSG, "a descriptor too many"},
		{VDT_MSG_SIGN, 0, size, size, 4, -EBADMSG, "four descriptors too many"},
		{VDT_MSG_SIGN, 0, size, size, 8, -EMSGSIZE, "more descriptors than room"},
	};
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned int before, after;

		set_up();
		before = open_descriptors();
		throw_sign(cases[i].id, cases[i].zero, cases[i].claimed, cases[i].len,
			   cases[i].n_fds);
		turn();
		after = open_descriptors();
		cr_expect_eq(t.handled, 0, "%s was handled", cases[i].why);
		cr_expect_eq(t.closed, 1, "%s did not close", cases[i].why);
		cr_expect_eq(t.err, cases[i].expected, "%s: %d", cases[i].why, t.err);
		cr_expect_eq(after, before - 1, "%s: only the channel is closed, %u became %u",
			     cases[i].why, before, after);
		tear_down();
	}
}

Test(chan, handler_refuses, .init = set_up, .fini = tear_down)
{
	const uint32_t size = sizeof(struct vdt_msg_SIGN);

	t.answer = -EPERM;
	throw_sign(VDT_MSG_SIGN, 0, size, size, 0);
	throw_sign(VDT_MSG_SIGN, 0, size, size, 0);
	turn();
	cr_expect_eq(t.handled, 1, "nothing is taken after a fault");
	cr_expect_eq(t.err, -EPERM);
}

Test(chan, freed_by_its_handler, .init = set_up, .fini = tear_down)
{
	const uint32_t size = sizeof(struct vdt_msg_SIGN);

	t.free_in_handler = true;
	throw_sign(VDT_MSG_SIGN, 0, size, size, 0);
	throw_sign(VDT_MSG_SIGN, 0, size, size, 0);
	turn();
	cr_expect_eq(t.handled, 1);
	cr_expect_eq(t.closed, 0);
}

Test(chan, peer_goes, .init = set_up, .fini = tear_down)
{
	shutdown(t.wire, SHUT_RDWR);
	turn();
	cr_expect_eq(t.closed, 1);
	cr_expect_eq(t.err, 0);
}

Test(chan, takes_from_its_peer_only, .init = set_up, .fini = tear_down)
{
	const uint32_t size = sizeof(struct vdt_msg_SIGN);
	pid_t thief;

	vdt_chan_expect(t.chan, getpid());
	throw_sign(VDT_MSG_SIGN, 0, size, size, 0);
	turn();
	cr_expect_eq(t.handled, 1);
	thief = fork();
	if (!thief) {
		throw_sign(VDT_MSG_SIGN, 0, size, size, 0);
		_exit(0);
	}
	waitpid(thief, NULL, 0);
	turn();
	cr_expect_eq(t.handled, 1);
	cr_expect_eq(t.err, -EACCES);
}

Test(chan, send_is_checked, .init = set_up, .fini = tear_down)
{
	struct vdt_msg_SIGNATURE signature = {.der_len = sizeof(signature.der) + 1};
	const struct vdt_msg_SIGN sign = {};

	cr_expect_eq(vdt_chan_send(t.chan, VDT_MSG_SIGN, &sign, -1), -EPERM);
	cr_expect_eq(vdt_chan_send(t.chan, VDT_MSG_SIGNATURE, &signature, -1), -EBADMSG);
	signature.der_len = 0;
	cr_expect_eq(vdt_chan_send(t.chan, VDT_MSG_SIGNATURE, &signature, STDERR_FILENO), -EINVAL);
	cr_expect_eq(vdt_chan_send(t.chan, VDT_MSG_SIGNATURE, &signature, -1), 0);
}

/* A peer that does not read: the queue ends, and what was accepted arrives once and in order. */
Test(chan, flood, .init = set_up, .fini = tear_down)
{
	struct vdt_msg_SIGNATURE signature = {};
	uint32_t sent, got = 0;
	struct {
		struct head head;
		struct vdt_msg_SIGNATURE signature;
	} packet;

	while (!vdt_chan_send(t.chan, VDT_MSG_SIGNATURE, &signature, -1))
		cr_assert_lt(++signature.req, 100000u, "the queue has no end");
	sent = signature.req;
	cr_expect_eq(vdt_chan_send(t.chan, VDT_MSG_SIGNATURE, &signature, -1), -ENOBUFS);
	cr_expect_gt(sent, (uint32_t)VDT_CHAN_QUEUE);
	for (;;) {
		if (recv(t.wire, &packet, sizeof(packet), MSG_DONTWAIT) > 0) {
			cr_assert_eq(packet.signature.req, got);
			got++;
			continue;
		}
		if (got == sent)
			break;
		turn();
	}
}

Test(chan, passes_a_descriptor)
{
	static const struct vdt_chan_ops none = {.closed = on_closed};
	const struct vdt_msg_PEER peer = {.proc = VDT_AUDIT, .pid = 1};
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof(int))];
	} control = {};
	char bytes[256];
	struct iovec iov = {.iov_base = bytes, .iov_len = sizeof(bytes)};
	struct msghdr msg = {.msg_iov = &iov,
			     .msg_iovlen = 1,
			     .msg_control = &control,
			     .msg_controllen = sizeof(control)};
	struct event_base *base = event_base_new();
	struct vdt_chan *chan;
	int pair[2];

	cr_assert_eq(vdt_chan_pair(pair), 0);
	cr_assert_eq(vdt_chan_new(base, pair[0], VDT_SUPER, VDT_AUTH, &none, NULL, &chan), 0);
	cr_expect_eq(vdt_chan_send(chan, VDT_MSG_PEER, &peer, -1), -EINVAL, "descriptor missing");
	cr_expect_eq(vdt_chan_send(chan, VDT_MSG_PEER, &peer, STDERR_FILENO), 0);
	cr_assert_gt(recvmsg(pair[1], &msg, 0), 0);
	cr_expect_eq(CMSG_FIRSTHDR(&msg)->cmsg_level, SOL_SOCKET);
	cr_expect_gt(msg.msg_controllen, CMSG_SPACE(sizeof(struct ucred)));
	vdt_chan_free(chan);
	close(pair[1]);
	event_base_free(base);
}

// SPDX-License-Identifier: BSD-3-Clause
/*
 * Runs the gateway alone, on a machine that is no camera: plays vedetted, guard, auth and audit for
 * the very binary that ships, with its system call filter in force. For benchmarks and for trying
 * clients; prints one line per audit record.
 *
 *   gateway-host STREAM-BINARY PORT ENCODER-URL VIEWERS    (account viewer, password secret)
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "lib/audit/sentence.h"
#include "lib/ipc/chan.h"
#include "lib/ipc/child.h"
#include "lib/sandbox/filter.h"

#define ACCOUNT	 "viewer"
#define PASSWORD "secret"
#define AUTH_MS	 50 /* what a password hash takes */

static struct event_base *base;
static struct vdt_chan *chans[VDT_PROC_COUNT];
static EVP_PKEY *key;

static int on_ready(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	printf("ready\n");
	return 0;
}

static int on_record(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_RECORD *msg = payload;

	printf("%s result=%u account='%s' source='%s' object='%s' reason='%s' count=%u\n",
	       vdt_audit_type_name(msg->type), msg->result, msg->account, msg->source, msg->object,
	       msg->reason, msg->count);
	return 0;
}

static int on_sign(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_SIGN *msg = payload;
	struct vdt_msg_SIGNATURE answer = {.req = msg->req};
	size_t len = sizeof(answer.der);
	EVP_PKEY_CTX *sign = EVP_PKEY_CTX_new(key, NULL);

	if (EVP_PKEY_sign_init(sign) == 1 &&
	    EVP_PKEY_sign(sign, answer.der, &len, msg->digest, msg->digest_len) == 1)
		answer.der_len = len;
	EVP_PKEY_CTX_free(sign);
	return vdt_chan_send(chans[VDT_AUTH], VDT_MSG_SIGNATURE, &answer, -1);
}

static void answer_login(evutil_socket_t fd, short what, void *ctx)
{
	vdt_chan_send(chans[VDT_AUTH], VDT_MSG_LOGIN_RESULT, ctx, -1);
	free(ctx);
}

static int on_login(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	static const struct timeval delay = {0, AUTH_MS * 1000};
	const struct vdt_msg_LOGIN *msg = payload;
	struct vdt_msg_LOGIN_RESULT *answer = calloc(1, sizeof(*answer));

	if (!answer)
		return -ENOMEM;
	answer->req = msg->req;
	answer->outcome = VDT_OUTCOME_REFUSED;
	if (!strcmp(msg->name, ACCOUNT) && !strcmp(msg->password, PASSWORD))
		answer->outcome = VDT_OUTCOME_OK;
	if (answer->outcome == VDT_OUTCOME_OK)
		memcpy(answer->account, ACCOUNT, sizeof(ACCOUNT));
	return event_base_once(base, -1, EV_TIMEOUT, answer_login, answer, &delay);
}

static int on_logout(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	return 0; /* no session is kept */
}

static const struct vdt_dispatch dispatch[] = {
	{VDT_MSG_READY, on_ready}, {VDT_MSG_RECORD, on_record}, {VDT_MSG_SIGN, on_sign},
	{VDT_MSG_LOGIN, on_login}, {VDT_MSG_LOGOUT, on_logout},
};

static void on_closed(void *ctx, enum vdt_proc peer, int err)
{
	if (err)
		warnx("the gateway broke a rule: %s", strerror(-err));
	event_base_loopbreak(base);
}

static const struct vdt_chan_ops chan_ops = {
	.table = dispatch,
	.count = sizeof(dispatch) / sizeof(*dispatch),
	.closed = on_closed,
};

static void start_gateway(const char *binary)
{
	int pair[2], filter, error;

	if (vdt_chan_pair(pair) ||
	    vdt_filter_compile(VDT_CALLS_BASE | VDT_CALLS_ACCEPT | VDT_CALLS_CONNECT, &filter))
		errx(1, "cannot prepare the gateway");
	switch (fork()) {
	case -1:
		err(1, "fork");
	case 0:
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		/* Above the two numbers that they go to. */
		filter = fcntl(filter, F_DUPFD, 10);
		pair[1] = fcntl(pair[1], F_DUPFD, 10);
		dup2(pair[1], 3);
		dup2(filter, 4);
		execl(binary, "stream", (char *)NULL);
		err(1, "%s", binary);
	}
	close(pair[1]);
	close(filter);
	error = vdt_chan_new(base, pair[0], VDT_SUPER, VDT_STREAM, &chan_ops, NULL,
			     &chans[VDT_SUPER]);
	if (error)
		errx(1, "channel: %s", strerror(-error));
}

static void send_super(enum vdt_msg id, const void *payload, int fd)
{
	int error = vdt_chan_send(chans[VDT_SUPER], id, payload, fd);

	if (error)
		errx(1, "message %d: %s", id, strerror(-error));
}

static void play(enum vdt_proc self)
{
	struct vdt_msg_PEER msg = {.proc = self, .pid = getpid()};
	int pair[2], error = vdt_chan_pair(pair);

	if (!error)
		error = vdt_chan_new(base, pair[0], self, VDT_STREAM, &chan_ops, NULL,
				     &chans[self]);
	if (error)
		errx(1, "channel: %s", strerror(-error));
	send_super(VDT_MSG_PEER, &msg, pair[1]);
	close(pair[1]);
}

static void send_listener(uint16_t port)
{
	struct vdt_msg_LISTENER msg = {.name = "rtsps", .port = port};
	struct sockaddr_in6 addr = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) || listen(fd, 128))
		err(1, "port %u", port);
	send_super(VDT_MSG_LISTENER, &msg, fd);
	close(fd);
}

static void send_certificate(void)
{
	const struct vdt_msg_UNIT unit = {.activated = 1};
	struct vdt_msg_CERTIFICATE msg = {0};
	unsigned char *out = msg.der;
	X509 *cert = X509_new();

	key = EVP_EC_gen("P-256");
	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
	X509_gmtime_adj(X509_getm_notBefore(cert), -60);
	X509_gmtime_adj(X509_getm_notAfter(cert), 86400);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_ASC,
				   (const unsigned char *)"gateway-host", -1, -1, 0);
	X509_set_issuer_name(cert, X509_get_subject_name(cert));
	X509_set_pubkey(cert, key);
	if (!X509_sign(cert, key, EVP_sha256()) || i2d_X509(cert, NULL) > sizeof(msg.der))
		errx(1, "cannot make a certificate");
	msg.der_len = i2d_X509(cert, &out);
	X509_free(cert);
	vdt_chan_send(chans[VDT_AUTH], VDT_MSG_CERTIFICATE, &msg, -1);
	vdt_chan_send(chans[VDT_AUTH], VDT_MSG_UNIT, &unit, -1);
}

static void send_settings(const char *encoder, uint16_t viewers)
{
	struct vdt_msg_STREAM_SETTINGS msg = {.policy_version = 1, .viewers = viewers};

	snprintf(msg.encoder, sizeof(msg.encoder), "%s", encoder);
	vdt_chan_send(chans[VDT_GUARD], VDT_MSG_STREAM_SETTINGS, &msg, -1);
}

int main(int argc, char **argv)
{
	struct vdt_msg_HELLO hello = {.build = vdt_msg_build(), .self = VDT_STREAM};

	if (argc != 5)
		errx(2, "usage: gateway-host STREAM-BINARY PORT ENCODER-URL VIEWERS");
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	base = event_base_new();
	start_gateway(argv[1]);
	send_super(VDT_MSG_HELLO, &hello, -1);
	play(VDT_AUDIT);
	play(VDT_GUARD);
	play(VDT_AUTH);
	send_certificate();
	send_settings(argv[3], atoi(argv[4]));
	send_listener(atoi(argv[2]));
	event_base_dispatch(base);
	return 1;
}

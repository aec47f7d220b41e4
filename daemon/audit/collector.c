// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/collector.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/crypto/random.h"
#include "lib/tls/client.h"
#include "lib/tls/server.h"

#define PATIENCE 30 /* seconds for each step of a connection */
#define KEPT	 128

static void on_io(evutil_socket_t fd, short events, void *ctx);
static void begin(struct vdt_collector *c);

/* the position */

static void load_position(struct vdt_collector *c)
{
	char id[2 * VDT_AUDIT_LOG_ID + 1];
	uint8_t *text;
	uint64_t seq;
	size_t len;

	if (vdt_file_read(c->kept, KEPT, &text, &len))
		return;
	if (sscanf((const char *)text, "%32s %" SCNu64, id, &seq) == 2 &&
	    strlen(id) == sizeof(id) - 1) {
		for (size_t i = 0; i < sizeof(c->log); i++)
			sscanf(id + 2 * i, "%2hhx", &c->log[i]);
		c->delivery.delivered = c->delivery.sent = seq;
	}
	free(text);
}

static void keep_position(const struct vdt_collector *c)
{
	char text[KEPT];
	int n = 0, err;

	for (size_t i = 0; i < sizeof(c->log); i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "%02x", c->log[i]);
	n += snprintf(text + n, sizeof(text) - (size_t)n, " %" PRIu64 "\n", c->delivery.delivered);
	err = vdt_file_write(c->kept, text, (size_t)n, 0600);
	if (err)
		vdt_log(LOG_WARNING, "%s: cannot be written: %s; records may be sent twice",
			c->kept, strerror(-err));
}

/* the connection */

static void disconnect(struct vdt_collector *c)
{
	if (c->io)
		event_free(c->io);
	evtimer_del(c->timer);
	SSL_free(c->ssl);
	SSL_CTX_free(c->ctx);
	if (c->fd >= 0)
		close(c->fd);
	c->io = NULL;
	c->ssl = NULL;
	c->ctx = NULL;
	c->fd = -1;
	c->state = VDT_COLLECTOR_IDLE;
}

/* All of it: what was sent last is read again. */
static void drop(struct vdt_collector *c)
{
	disconnect(c);
	vdt_audit_close(c->reader);
	c->reader = NULL;
	c->len = 0;
	c->writing = false;
	ERR_clear_error();
}

/* A new log begins with its first record. */
static void know_log(struct vdt_collector *c)
{
	if (!memcmp(c->log, c->journal->chain.log, sizeof(c->log)))
		return;
	drop(c);
	memcpy(c->log, c->journal->chain.log, sizeof(c->log));
	c->delivery = (struct vdt_delivery){0};
}

static void set_timer(struct vdt_collector *c, uint32_t milliseconds)
{
	const struct timeval wait = {.tv_sec = milliseconds / 1000,
				     .tv_usec = milliseconds % 1000 * 1000};

	evtimer_add(c->timer, &wait);
}

static void fail(struct vdt_collector *c, const char *reason)
{
	uint32_t random = 0;

	if (!c->failing)
		vdt_log(LOG_WARNING, "cannot send the log to %s: %s; it is tried again", c->url,
			reason);
	c->failing = true;
	drop(c);
	vdt_delivery_broken(&c->delivery);
	vdt_random(&random, sizeof(random));
	c->state = VDT_COLLECTOR_PAUSE;
	set_timer(c, vdt_delivery_pause(&c->delivery, random));
}

static void fail_tls(struct vdt_collector *c)
{
	long verify = c->ssl ? SSL_get_verify_result(c->ssl) : X509_V_OK;
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	fail(c, verify != X509_V_OK ? X509_verify_cert_error_string(verify)
				    : reason ?: "the connection broke");
}

static void wait_for(struct vdt_collector *c, short events)
{
	event_del(c->io);
	event_assign(c->io, c->base, c->fd, events, on_io, c);
	event_add(c->io, NULL);
}

/* What a call of OpenSSL returned: true if it is to be made again when the socket is ready. */
static bool must_wait(struct vdt_collector *c, int ret)
{
	switch (SSL_get_error(c->ssl, ret)) {
	case SSL_ERROR_WANT_READ:
		wait_for(c, EV_READ);
		return true;
	case SSL_ERROR_WANT_WRITE:
		wait_for(c, EV_READ | EV_WRITE);
		return true;
	default:
		return false;
	}
}

/* frames */

static void make_frame(struct vdt_collector *c, const char *text, int len, uint64_t seq)
{
	c->len = (size_t)snprintf(c->frame, sizeof(c->frame), "%d %s", len, text);
	c->seq = seq;
}

static int frame_item(struct vdt_collector *c, const struct vdt_audit_item *item)
{
	char text[VDT_SYSLOG_ROOM], note[VDT_NOTE_ROOM];
	int len;

	if (item->kind == VDT_ITEM_RECORD && item->record.seq > c->delivery.sent) {
		len = vdt_syslog_record(&item->record, c->host, text);
	} else if (item->kind == VDT_ITEM_NOTE && item->checkpoint.size >= c->delivery.delivered) {
		memcpy(note, item->note, item->note_len);
		note[item->note_len] = '\0';
		len = vdt_syslog_checkpoint(note, item->checkpoint.size, vdt_clock_realtime(),
					    c->host, text);
	} else {
		return 0;
	}
	if (len > 0)
		make_frame(c, text, len, item->kind == VDT_ITEM_RECORD ? item->record.seq : 0);
	return len < 0 ? len : 1;
}

/* Returns 1: there is one; 0: not now; or a negative errno. */
static int next_frame(struct vdt_collector *c)
{
	struct vdt_audit_item item;
	int err;

	while ((err = vdt_audit_next(c->reader, &item)) > 0) {
		err = frame_item(c, &item);
		if (err)
			return err;
	}
	return err == -ENODATA ? 0 : err;
}

/* sending */

/* Ends when the other side said the same, or closed after it had read all: had it not, the kernel
 * there would have reset the connection. */
static void finish(struct vdt_collector *c)
{
	char rest[64];
	int ret = SSL_read(c->ssl, rest, sizeof(rest));

	if (ret <= 0 && must_wait(c, ret))
		return;
	if (SSL_get_error(c->ssl, ret) != SSL_ERROR_ZERO_RETURN &&
	    ERR_GET_REASON(ERR_peek_last_error()) != SSL_R_UNEXPECTED_EOF_WHILE_READING) {
		fail_tls(c);
		return;
	}
	ERR_clear_error();
	if (c->failing)
		vdt_log(LOG_NOTICE, "the log can be sent to %s again", c->url);
	c->failing = false;
	disconnect(c);
	vdt_delivery_done(&c->delivery);
	keep_position(c);
	vdt_collector_wake(c);
}

static void close_in_order(struct vdt_collector *c)
{
	c->state = VDT_COLLECTOR_CLOSE;
	set_timer(c, PATIENCE * 1000);
	if (SSL_shutdown(c->ssl) < 0)
		fail_tls(c);
	else
		finish(c);
}

/* Returns whether all of it went. */
static bool send_frame(struct vdt_collector *c)
{
	int ret = SSL_write(c->ssl, c->frame, (int)c->len);

	if (ret <= 0) {
		c->writing = must_wait(c, ret);
		if (!c->writing)
			fail_tls(c);
		return false;
	}
	c->len = 0;
	c->writing = false;
	if (c->seq)
		vdt_delivery_sent(&c->delivery, c->seq, vdt_clock_boottime());
	return true;
}

/* What is not on the medium is not told: after a power cut another record may have its number. */
static void pump(struct vdt_collector *c)
{
	int more;

	for (;;) {
		if (!c->writing && vdt_delivery_is_due(&c->delivery, vdt_clock_boottime())) {
			close_in_order(c);
			return;
		}
		more = c->len ? 1 : next_frame(c);
		if (more < 0) {
			fail(c, strerror(-more));
			return;
		}
		if (!more || c->seq > c->journal->durable)
			break;
		if (!send_frame(c))
			return;
	}
	wait_for(c, EV_READ);
	set_timer(c, VDT_DELIVERY_TIME * 1000);
}

/* In syslog the collector says nothing: what comes is the end. */
static void hear(struct vdt_collector *c)
{
	char byte;
	int ret = SSL_read(c->ssl, &byte, sizeof(byte));

	if (ret > 0 || !must_wait(c, ret))
		fail(c, "the collector ended the connection");
	else
		pump(c);
}

static void shake(struct vdt_collector *c)
{
	int ret = SSL_connect(c->ssl);

	if (ret == 1) {
		c->state = VDT_COLLECTOR_OPEN;
		pump(c);
	} else if (!must_wait(c, ret)) {
		fail_tls(c);
	}
}

static void connected(struct vdt_collector *c)
{
	int err = 0;
	socklen_t len = sizeof(err);

	if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &len) || err) {
		fail(c, strerror(err ? err : errno));
		return;
	}
	c->state = VDT_COLLECTOR_SHAKE;
	shake(c);
}

static void on_io(evutil_socket_t fd, short events, void *ctx)
{
	struct vdt_collector *c = ctx;

	switch (c->state) {
	case VDT_COLLECTOR_CONNECT:
		connected(c);
		break;
	case VDT_COLLECTOR_SHAKE:
		shake(c);
		break;
	case VDT_COLLECTOR_OPEN:
		hear(c);
		break;
	case VDT_COLLECTOR_CLOSE:
		finish(c);
		break;
	default:
		break;
	}
}

static void on_timer(evutil_socket_t fd, short events, void *ctx)
{
	struct vdt_collector *c = ctx;

	if (c->state == VDT_COLLECTOR_PAUSE)
		begin(c);
	else if (c->state == VDT_COLLECTOR_OPEN)
		pump(c);
	else
		fail(c, "the collector takes too long");
}

static int open_connection(struct vdt_collector *c)
{
	int err = vdt_tls_client_new(c->ca, &c->ctx);

	if (err)
		return err;
	c->ssl = SSL_new(c->ctx);
	c->fd = socket(c->to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (!c->ssl || c->fd < 0 || !SSL_set_fd(c->ssl, c->fd))
		return -ENOMEM;
	err = vdt_tls_client_expect(c->ssl, c->name, c->address);
	if (!err && !c->reader)
		err = vdt_audit_open(c->journal->path, NULL, NULL, &c->reader);
	if (err)
		return err;
	if (connect(c->fd, (const struct sockaddr *)&c->to, c->to_len) && errno != EINPROGRESS)
		return -errno;
	c->io = event_new(c->base, c->fd, EV_READ | EV_WRITE, on_io, c);
	return c->io && !event_add(c->io, NULL) ? 0 : -ENOMEM;
}

static void begin(struct vdt_collector *c)
{
	int err;

	know_log(c);
	c->state = VDT_COLLECTOR_CONNECT;
	set_timer(c, PATIENCE * 1000);
	err = open_connection(c);
	if (err == -ENOENT)
		fail(c, "there is no certificate in " VDT_COLLECTOR_CA);
	else if (err)
		fail(c, strerror(-err));
}

void vdt_collector_wake(struct vdt_collector *c)
{
	if (!c->to_len)
		return;
	know_log(c);
	if (c->state == VDT_COLLECTOR_OPEN)
		pump(c);
	else if (c->state == VDT_COLLECTOR_IDLE && c->journal->durable > c->delivery.delivered)
		begin(c);
}

/* settings */

static int read_address(struct vdt_collector *c, const char *url)
{
	const char *start = url + strlen("tls://"), *colon = strrchr(url, ':');
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&c->to;
	struct sockaddr_in *v4 = (struct sockaddr_in *)&c->to;
	bool ipv6;
	size_t len;
	int port;

	if (strncmp(url, "tls://", 6) != 0 || colon < start)
		return -EINVAL;
	ipv6 = *start == '[';
	start += ipv6;
	len = (size_t)(colon - start) - ipv6;
	port = atoi(colon + 1);
	if (len >= sizeof(c->address) || port < 1 || port > UINT16_MAX)
		return -EINVAL;
	memset(&c->to, 0, sizeof(c->to));
	memcpy(c->address, start, len);
	c->address[len] = '\0';
	c->to.ss_family = ipv6 ? AF_INET6 : AF_INET;
	if (inet_pton(c->to.ss_family, c->address, ipv6 ? (void *)&v6->sin6_addr : &v4->sin_addr) !=
	    1)
		return -EINVAL;
	v4->sin_port = htons((uint16_t)port); /* at the same place in both */
	c->to_len = ipv6 ? sizeof(*v6) : sizeof(*v4);
	return 0;
}

int vdt_collector_set(struct vdt_collector *c, const char *url, const char *name)
{
	int err;

	if (!strcmp(url, c->url) && !strcmp(name, c->name))
		return 0;
	drop(c);
	vdt_delivery_broken(&c->delivery);
	c->delivery.tries = 0;
	c->failing = false;
	c->to_len = 0;
	snprintf(c->url, sizeof(c->url), "%s", url);
	snprintf(c->name, sizeof(c->name), "%s", name);
	if (!*url)
		return 0;
	err = read_address(c, url);
	if (!err)
		vdt_collector_wake(c);
	return err;
}

int vdt_collector_init(struct vdt_collector *c, struct event_base *base,
		       const struct vdt_journal *journal, const char *ca, const char *kept)
{
	*c = (struct vdt_collector){
		.base = base, .journal = journal, .ca = ca, .kept = kept, .fd = -1};
	if (gethostname(c->host, sizeof(c->host) - 1))
		c->host[0] = '\0';
	vdt_syslog_host(c->host);
	load_position(c);
	c->timer = evtimer_new(base, on_timer, c);
	return c->timer ? vdt_tls_start() : -ENOMEM;
}

void vdt_collector_done(struct vdt_collector *c)
{
	if (!c->timer)
		return;
	drop(c);
	event_free(c->timer);
	c->timer = NULL;
}

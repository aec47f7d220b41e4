// SPDX-License-Identifier: BSD-3-Clause
/*
 * Watches one stream many times: N viewers over TLS in one thread, which count what they get.
 *
 *   load PORT PATH USER:PASSWORD VIEWERS SECONDS
 *
 * Viewers join one after the other, a tenth of a second apart, because one of the peers of the
 * benchmark does not take more at a time. Prints "begin" when all of them are there and have
 * settled, and SECONDS later "end BYTES SECONDS VIEWERS", the bytes of RTP frames in between.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/ssl.h>

#define VIEWERS_MAX  512
#define JOIN_PAUSE   0.1
#define SETTLE	     2.0
#define STALLED_KBIT 100 /* a viewer that gets less than this is not counted as one */

struct viewer {
	SSL *ssl;
	int fd;
	unsigned long bytes;
};

static struct viewer viewers[VIEWERS_MAX];
static int epoll_fd;
static const char *path;
static char authorization[256];

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static int connect_to(int port)
{
	struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons(port)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		err(1, "port %d", port);
	return fd;
}

/* One request. With room for the Session header, its answer is awaited; that to PLAY may come in
 * the midst of the first pictures. */
static void ask(struct viewer *viewer, const char *method, const char *track, const char *headers,
		char *session, size_t room)
{
	static unsigned int cseq;
	char text[16384];
	int len = snprintf(text, sizeof(text),
			   "%s rtsps://127.0.0.1%s%s RTSP/1.0\r\nCSeq: %u\r\n%s%s\r\n", method,
			   path, track, ++cseq, authorization, headers);
	int used = 0;
	char *found;

	if (SSL_write(viewer->ssl, text, len) != len)
		errx(1, "%s: cannot send", method);
	if (!session)
		return;
	do {
		len = SSL_read(viewer->ssl, text + used, sizeof(text) - 1 - used);
		if (len <= 0)
			errx(1, "%s: no answer", method);
		used += len;
		text[used] = '\0';
	} while (!strstr(text, "\r\n\r\n"));
	if (strncmp(text, "RTSP/1.0 200", 12))
		errx(1, "%s: %.40s", method, text);
	found = strstr(text, "Session: ");
	if (found)
		snprintf(session, room, "Session: %.*s\r\n", (int)strcspn(found + 9, ";\r"),
			 found + 9);
}

/* gst-rtsp-server and others name their tracks in the description; ours is the same each time. */
static void find_track(struct viewer *viewer, char *ret, size_t room)
{
	char text[16384];
	int len = snprintf(text, sizeof(text),
			   "DESCRIBE rtsps://127.0.0.1%s RTSP/1.0\r\nCSeq: 0\r\n"
			   "Accept: application/sdp\r\n%s\r\n",
			   path, authorization);
	int used = 0;
	char *media = NULL, *control = NULL;

	SSL_write(viewer->ssl, text, len);
	while (!control) {
		len = SSL_read(viewer->ssl, text + used, sizeof(text) - 1 - used);
		if (len <= 0)
			errx(1, "DESCRIBE: no answer");
		used += len;
		text[used] = '\0';
		media = strstr(text, "m=video");
		control = media ? strstr(media, "a=control:") : NULL;
		if (control && !strchr(control, '\n'))
			control = NULL;
	}
	snprintf(ret, room, "/%.*s", (int)strcspn(control + 10, "\r\n"), control + 10);
}

static void join(SSL_CTX *ctx, struct viewer *viewer, int port)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = viewer};
	char track[256], session[256] = "", headers[512];

	viewer->fd = connect_to(port);
	viewer->ssl = SSL_new(ctx);
	SSL_set_fd(viewer->ssl, viewer->fd);
	if (SSL_connect(viewer->ssl) != 1)
		errx(1, "no TLS on port %d", port);
	find_track(viewer, track, sizeof(track));
	ask(viewer, "SETUP", track, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n", session,
	    sizeof(session));
	snprintf(headers, sizeof(headers), "%sRange: npt=0.000-\r\n", session);
	ask(viewer, "PLAY", "", headers, NULL, 0);
	fcntl(viewer->fd, F_SETFL, O_NONBLOCK);
	epoll_ctl(epoll_fd, EPOLL_CTL_ADD, viewer->fd, &event);
}

static void receive(struct viewer *viewer)
{
	static char buffer[65536];
	int got;

	while ((got = SSL_read(viewer->ssl, buffer, sizeof(buffer))) > 0)
		viewer->bytes += got;
	if (SSL_get_error(viewer->ssl, got) != SSL_ERROR_WANT_READ) {
		epoll_ctl(epoll_fd, EPOLL_CTL_DEL, viewer->fd, NULL);
		warnx("a viewer was cut off");
	}
}

static void watch(double seconds)
{
	struct epoll_event events[64];
	double end = now() + seconds, left;

	while ((left = end - now()) > 0) {
		int count = epoll_wait(epoll_fd, events, 64, left * 1000 + 1);

		for (int i = 0; i < count; i++)
			receive(events[i].data.ptr);
	}
}

static void set_credentials(const char *plain)
{
	unsigned char encoded[192];

	if (!*plain || strlen(plain) > 128)
		return;
	EVP_EncodeBlock(encoded, (const unsigned char *)plain, strlen(plain));
	snprintf(authorization, sizeof(authorization), "Authorization: Basic %s\r\n", encoded);
}

static void report(int count, double seconds)
{
	unsigned long bytes = 0;
	int served = 0;

	for (int i = 0; i < count; i++) {
		bytes += viewers[i].bytes;
		served += viewers[i].bytes * 8 / 1000 / seconds > STALLED_KBIT;
	}
	printf("end %lu %.3f %d\n", bytes, seconds, served);
}

int main(int argc, char **argv)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	int count;
	double begin;

	if (argc != 6)
		errx(2, "usage: load PORT PATH USER:PASSWORD VIEWERS SECONDS");
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	path = argv[2];
	set_credentials(argv[3]);
	count = atoi(argv[4]);
	if (count < 1 || count > VIEWERS_MAX)
		errx(2, "1 to %d viewers", VIEWERS_MAX);
	epoll_fd = epoll_create1(0);
	for (int i = 0; i < count; i++) {
		join(ctx, &viewers[i], atoi(argv[1]));
		watch(JOIN_PAUSE);
	}
	watch(SETTLE);
	for (int i = 0; i < count; i++)
		viewers[i].bytes = 0;
	begin = now();
	printf("begin\n");
	watch(atof(argv[5]));
	report(count, now() - begin);
	return 0;
}

// SPDX-License-Identifier: BSD-3-Clause
/* The log is a real one, the collector another process that speaks TLS on loopback. */
#include "daemon/audit/collector.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "lib/base/clock.h"

#define ROOM	(4u << 20)
#define PATIENT (60 * VDT_NS_PER_SECOND)

static char dir[] = "/tmp/vdt-collector-XXXXXX", ca[64], kept[64], log_dir[64], got_path[64];
static const uint8_t boot[16] = {1};
static struct vdt_journal journal;
static struct vdt_collector collector;
static struct event_base *base;
static EVP_PKEY *key;
static X509 *cert;
static pid_t server;
static char url[64];

/* A certificate that vouches for itself, of @name, good until @days from now. */
static void make_certificate(const char *name, int days)
{
	X509_EXTENSION *san;
	FILE *out = fopen(ca, "w");

	key = EVP_EC_gen("P-256");
	cert = X509_new();
	X509_set_version(cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
	X509_gmtime_adj(X509_getm_notBefore(cert), -86400L * 9);
	X509_gmtime_adj(X509_getm_notAfter(cert), 86400L * days);
	X509_set_pubkey(cert, key);
	san = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, name);
	X509_add_ext(cert, san, -1);
	X509_EXTENSION_free(san);
	cr_assert_gt(X509_sign(cert, key, EVP_sha256()), 0);
	cr_assert(PEM_write_X509(out, cert));
	fclose(out);
}

/* Takes one connection; ends after @bytes, as if it was killed, or in order. */
static void serve_one(SSL_CTX *ctx, int listener, int got, size_t bytes)
{
	int fd = accept(listener, NULL, NULL), n;
	const struct linger at_once = {.l_onoff = 1};
	SSL *ssl = SSL_new(ctx);
	char buf[1024];
	size_t all = 0;

	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1) {
		while (all < bytes && (n = SSL_read(ssl, buf, sizeof(buf))) > 0) {
			all += (size_t)n;
			if (write(got, buf, (size_t)n) != n)
				_exit(1);
		}
		if (all < bytes)
			SSL_shutdown(ssl);
		else
			setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	}
	SSL_free(ssl);
	close(fd);
	if (write(got, "\n", 1) != 1) /* a frame that was cut ends here */
		_exit(1);
}

static void serve(int listener, size_t first)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	FILE *got = fopen(got_path, "a");

	SSL_CTX_use_certificate(ctx, cert);
	SSL_CTX_use_PrivateKey(ctx, key);
	for (;; first = SIZE_MAX)
		serve_one(ctx, listener, fileno(got), first);
}

/* @first: bytes that it takes of the first connection. */
static void start_server(size_t first)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof(to);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	cr_assert_eq(bind(listener, (struct sockaddr *)&to, len), 0);
	cr_assert_eq(listen(listener, 8), 0);
	cr_assert_eq(getsockname(listener, (struct sockaddr *)&to, &len), 0);
	snprintf(url, sizeof(url), "tls://127.0.0.1:%u", ntohs(to.sin_port));
	server = fork();
	cr_assert_geq(server, 0);
	if (!server)
		serve(listener, first);
	close(listener);
}

static void set_up(void)
{
	signal(SIGPIPE, SIG_IGN);
	cr_assert_not_null(mkdtemp(dir));
	snprintf(ca, sizeof(ca), "%s/ca.pem", dir);
	snprintf(kept, sizeof(kept), "%s/sent", dir);
	snprintf(log_dir, sizeof(log_dir), "%s/log", dir);
	snprintf(got_path, sizeof(got_path), "%s/got", dir);
	cr_assert_eq(mkdir(log_dir, 0700), 0);
	cr_assert_eq(vdt_journal_open(&journal, log_dir, &VDT_JOURNAL_DEFAULTS, boot), 0);
	base = event_base_new();
}

static void remove_files(const char *path)
{
	DIR *files = opendir(path);
	struct dirent *entry;

	while ((entry = readdir(files)))
		unlinkat(dirfd(files), entry->d_name, 0);
	closedir(files);
	rmdir(path);
}

static void tear_down(void)
{
	if (server > 0) {
		kill(server, SIGKILL);
		waitpid(server, NULL, 0);
	}
	vdt_collector_done(&collector);
	vdt_journal_close(&journal);
	event_base_free(base);
	X509_free(cert);
	EVP_PKEY_free(key);
	remove_files(log_dir);
	remove_files(dir);
}

TestSuite(collector, .init = set_up, .fini = tear_down, .timeout = 300);

static void append(unsigned int n)
{
	while (n--) {
		struct vdt_audit_record record = {.type = VDT_AUDIT_LOGIN};

		cr_assert_eq(vdt_journal_append(&journal, &record), 0);
	}
	cr_assert_eq(vdt_journal_sync(&journal), 0);
}

static void start(const char *name)
{
	cr_assert_eq(vdt_collector_init(&collector, base, &journal, ca, kept), 0);
	cr_assert_eq(vdt_collector_set(&collector, url, name), 0);
}

/* Turn until all is delivered. Pauses are not waited for: they are tested elsewhere. */
static void deliver(uint64_t seq)
{
	uint64_t end = vdt_clock_boottime() + PATIENT;

	while (collector.delivery.delivered < seq && vdt_clock_boottime() < end) {
		if (collector.state == VDT_COLLECTOR_PAUSE)
			event_active(collector.timer, EV_TIMEOUT, 0);
		/* what would take a minute */
		if (collector.delivery.sent == seq && collector.state == VDT_COLLECTOR_OPEN) {
			collector.delivery.since = 1;
			event_active(collector.timer, EV_TIMEOUT, 0);
		}
		event_base_loop(base, EVLOOP_NONBLOCK);
		usleep(1000);
	}
	cr_assert_eq(collector.delivery.delivered, seq);
}

/* All records from 1 to @last, each where it must be; returns how many came twice. */
static unsigned int check_got(uint64_t last)
{
	static char text[ROOM];
	FILE *in = fopen(got_path, "r");
	unsigned int again = 0;
	uint64_t next = 1, seq;

	text[fread(text, 1, ROOM - 1, in)] = '\0';
	fclose(in);
	for (char *at = text; (at = strstr(at, "[vedette@32473 seq=\"")); at++) {
		seq = strtoull(at + strlen("[vedette@32473 seq=\""), NULL, 10);
		cr_assert_leq(seq, next, "record %lu is missing", (unsigned long)next);
		again += seq < next;
		next = seq == next ? next + 1 : next;
	}
	cr_assert_eq(next, last + 1);
	return again;
}

Test(collector, each_record_once_in_order)
{
	make_certificate("DNS:nvr.example", 9);
	start_server(SIZE_MAX);
	append(600);
	start("nvr.example");
	deliver(601);
	append(5);
	vdt_collector_wake(&collector);
	deliver(606);
	cr_expect_eq(check_got(606), 0);
}

Test(collector, goes_on_after_a_restart)
{
	make_certificate("IP:127.0.0.1", 9);
	start_server(SIZE_MAX);
	append(10);
	start("");
	deliver(11);
	vdt_collector_done(&collector);
	append(10);
	start("");
	deliver(21);
	cr_expect_eq(check_got(21), 0);
}

Test(collector, a_collector_that_dies)
{
	unsigned int again;

	make_certificate("DNS:nvr.example", 9);
	start_server(30000);
	append(600);
	start("nvr.example");
	deliver(601);
	again = check_got(601);
	cr_expect_gt(again, 0, "it died while it was reading");
	cr_expect_leq(again, VDT_DELIVERY_RECORDS);
}

Test(collector, what_is_not_durable_is_not_told)
{
	struct vdt_audit_record record = {.type = VDT_AUDIT_LOGIN};

	make_certificate("DNS:nvr.example", 9);
	start_server(SIZE_MAX);
	append(1);
	cr_assert_eq(vdt_journal_append(&journal, &record), 0);
	start("nvr.example");
	deliver(2);
	for (unsigned int i = 0; i < 100; i++) {
		vdt_collector_wake(&collector);
		event_base_loop(base, EVLOOP_NONBLOCK);
	}
	cr_expect_eq(check_got(2), 0);
}

Test(collector, who_cannot_prove_its_name_gets_nothing)
{
	static const struct {
		const char *has;
		int days;
		const char *name, *why;
	} rows[] = {
		{"DNS:evil.example", 9, "nvr.example", "another name"},
		{"DNS:nvr.example", 9, "", "a name, where the address must be"},
		{"IP:127.0.0.2", 9, "", "another address"},
		{"DNS:nvr.example", -1, "nvr.example", "expired"},
	};

	append(3);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t end = vdt_clock_boottime() + PATIENT;

		make_certificate(rows[i].has, rows[i].days);
		start_server(SIZE_MAX);
		start(rows[i].name);
		while (collector.state != VDT_COLLECTOR_PAUSE && vdt_clock_boottime() < end)
			event_base_loop(base, EVLOOP_NONBLOCK);
		cr_expect(collector.failing, "%s", rows[i].why);
		cr_expect_eq(collector.delivery.sent, 0, "%s", rows[i].why);
		vdt_collector_done(&collector);
		kill(server, SIGKILL);
		waitpid(server, NULL, 0);
		server = 0;
		X509_free(cert);
		EVP_PKEY_free(key);
		cert = NULL;
		key = NULL;
	}
}

// SPDX-License-Identifier: BSD-3-Clause
/*
 * swap make FILE KEY CERT NAME FIRST COUNT PREFIXES KEPT...: writes COUNT signed feeds of this
 * name, versions FIRST on, one behind the other into FILE. Each holds the KEPT IPv4 addresses and
 * PREFIXES others, in 198.18.0.0/15, which differ from feed to feed. swap load FILE COUNT: loads so
 * many of them, one after another, as fast as the kernel takes them.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include "lib/kshim/core.h"

#include "kmod/feed.h"
#include "lib/base/file.h"
#include "lib/nl/client.h"
#include "tools/vedette-kit/cms.h"

#define AREA 0xc6120000u /* 198.18.0.0/15, for measurements (RFC 2544) */

struct entry {
	uint8_t address[4], length;
};

struct list {
	struct entry *entries;
	size_t n;
};

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "swap: %s\n", what);
	exit(1);
}

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct entry));
}

static void add(struct list *list, uint32_t address)
{
	struct entry *entry = &list->entries[list->n++];

	address = htonl(address);
	memcpy(entry->address, &address, sizeof(address));
	entry->length = 32;
}

static void sort(struct list *list)
{
	size_t kept = 0;

	qsort(list->entries, list->n, sizeof(*list->entries), compare);
	for (size_t i = 0; i < list->n; i++)
		if (!i || compare(&list->entries[i], &list->entries[kept - 1]))
			list->entries[kept++] = list->entries[i];
	list->n = kept;
}

struct signer {
	EVP_PKEY *key;
	X509 *cert;
};

static void write_piece(FILE *out, const void *data, size_t len)
{
	uint32_t size = htonl((uint32_t)len);

	if (fwrite(&size, sizeof(size), 1, out) != 1 || fwrite(data, 1, len, out) != len)
		die("cannot write");
}

static void write_feed(FILE *out, const struct signer *signer, const char *name, uint64_t version,
		       const struct list *list)
{
	size_t len = sizeof(struct vdt_feed_header) + list->n * sizeof(struct entry), der_len;
	struct vdt_feed_header *header = calloc(1, len);
	uint32_t format = htonl(VDT_FEED_FORMAT), n = htonl((uint32_t)list->n);
	uint8_t *der;

	if (!header)
		die("no memory");
	version = htobe64(version);
	memcpy(header->magic, VDT_FEED_MAGIC, sizeof(header->magic));
	memcpy(header->format, &format, sizeof(format));
	snprintf(header->name, sizeof(header->name), "%s", name);
	memcpy(header->version, &version, sizeof(version));
	memcpy(header->n4, &n, sizeof(n));
	memcpy(header + 1, list->entries, list->n * sizeof(struct entry));
	SHA256((uint8_t *)(header + 1), len - sizeof(*header), header->digest);
	if (vdt_cms_sign((uint8_t *)header, sizeof(*header), signer->key, signer->cert, &der,
			 &der_len))
		die("cannot sign");
	write_piece(out, header, len);
	write_piece(out, der, der_len);
	OPENSSL_free(der);
	free(header);
}

static struct signer read_signer(const char *key, const char *cert)
{
	FILE *key_file = fopen(key, "re"), *cert_file = fopen(cert, "re");
	struct signer signer = {};

	if (key_file && cert_file) {
		signer.key = PEM_read_PrivateKey(key_file, NULL, NULL, NULL);
		signer.cert = PEM_read_X509(cert_file, NULL, NULL, NULL);
	}
	if (!signer.key || !signer.cert)
		die("cannot read the key or its certificate");
	fclose(key_file);
	fclose(cert_file);
	return signer;
}

/* args: FILE KEY CERT NAME FIRST COUNT PREFIXES KEPT... */
static int make_feeds(int n_args, char **args)
{
	struct signer signer = read_signer(args[1], args[2]);
	size_t first = strtoul(args[4], NULL, 10), count = strtoul(args[5], NULL, 10);
	size_t prefixes = strtoul(args[6], NULL, 10);
	struct list list = {.entries = calloc(prefixes + (size_t)n_args, sizeof(struct entry))};
	FILE *out = fopen(args[0], "we");

	if (!list.entries || !out)
		die("no memory, or cannot write");
	srandom(1);
	for (size_t i = 0; i < count; i++) {
		list.n = 0;
		for (int kept = 7; kept < n_args; kept++)
			add(&list, ntohl(inet_addr(args[kept])));
		for (size_t k = 0; k < prefixes; k++)
			add(&list, AREA + ((uint32_t)random() & 0x1ffff));
		sort(&list);
		write_feed(out, &signer, args[3], first + i, &list);
	}
	free(list.entries);
	return fclose(out) ? 1 : 0;
}

/* Copies the next piece into a memory file; -1 when there is none. */
static int read_piece(FILE *in)
{
	static uint8_t data[1 << 20];
	uint32_t size;
	int fd;

	if (fread(&size, sizeof(size), 1, in) != 1)
		return -1;
	size = ntohl(size);
	if (size > sizeof(data) || fread(data, 1, size, in) != size)
		die("the file is cut off");
	fd = memfd_create("swap", MFD_CLOEXEC);
	if (fd < 0 || vdt_file_write_fd(fd, data, size))
		die("no memory file");
	return fd;
}

static int load_feeds(const char *file, size_t count)
{
	FILE *in = fopen(file, "re");
	struct vdt_nl_load load = {};
	struct vdt_nl_identity identity;
	struct vdt_nl *nl;
	size_t n = 0;

	if (!in || vdt_nl_open(&nl))
		die("no file, or no module");
	while (n < count && (load.fds.blob = read_piece(in)) >= 0) {
		load.fds.signature = read_piece(in);
		if (vdt_nl_feed_load(nl, &load, &identity))
			die(vdt_nl_error(nl));
		close(load.fds.blob);
		close(load.fds.signature);
		n++;
	}
	printf("%zu feeds loaded\n", n);
	vdt_nl_close(nl);
	fclose(in);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "load"))
		return load_feeds(argv[2], strtoul(argv[3], NULL, 10));
	if (argc >= 10 && !strcmp(argv[1], "make"))
		return make_feeds(argc - 2, argv + 2);
	die("usage: swap make FILE KEY CERT NAME FIRST COUNT PREFIXES KEPT... | load FILE COUNT");
}

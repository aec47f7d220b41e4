/* SPDX-License-Identifier: BSD-3-Clause */
/* A small log for the tests, written by the rules of lib/audit/segment.h, with a unit that cosigns.
 */
#ifndef VDT_TEST_WRITE_H
#define VDT_TEST_WRITE_H

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "lib/audit/chain.h"
#include "lib/audit/unit.h"

#define WRITE_ITEMS 64
#define WRITE_ROOM  65536

struct test_log {
	struct vdt_chain chain;
	uint8_t seed[VDT_ED25519_SEED];
	uint8_t bytes[WRITE_ROOM]; /* of the last segment */
	size_t len;
	struct {
		enum vdt_item_kind kind;
		size_t at;
		uint64_t seq; /* of the last record, this one included */
	} item[WRITE_ITEMS];
	unsigned int items;
	char note[VDT_NOTE_ROOM]; /* the last checkpoint */
};

static char test_dir[] = "/tmp/vdt-audit-XXXXXX";
static EVP_PKEY *unit_pkey;
static uint8_t *unit_der;
static int unit_der_len;

static __attribute__((unused)) void make_dir(void)
{
	cr_assert_not_null(mkdtemp(test_dir));
}

static __attribute__((unused)) void remove_dir(void)
{
	DIR *dir = opendir(test_dir);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(test_dir);
}

static __attribute__((unused)) const char *segment_path(uint32_t segment)
{
	static char paths[2][64]; /* for rename() */
	static unsigned int n;
	char name[VDT_SEGMENT_NAME], *path = paths[n++ % 2];

	vdt_segment_name(segment, name);
	snprintf(path, sizeof(paths[0]), "%s/%s", test_dir, name);
	return path;
}

static __attribute__((unused)) void write_bytes(const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, data, len), (ssize_t)len);
	close(fd);
}

static __attribute__((unused)) struct vdt_unit *make_unit(void)
{
	struct vdt_unit *unit;
	X509 *certificate = X509_new();

	EVP_PKEY_free(unit_pkey);
	OPENSSL_free(unit_der);
	unit_der = NULL;
	unit_pkey = EVP_EC_gen("P-256");
	cr_assert(X509_set_pubkey(certificate, unit_pkey));
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 60);
	cr_assert_gt(X509_sign(certificate, unit_pkey, EVP_sha256()), 0);
	unit_der_len = i2d_X509(certificate, &unit_der);
	X509_free(certificate);
	cr_assert_eq(vdt_unit_new(unit_der, (size_t)unit_der_len, &unit), 0);
	return unit;
}

/* Add the signature of the unit to @note. */
static __attribute__((unused)) void cosign_note(char note[VDT_NOTE_ROOM])
{
	struct vdt_note_signature signature = {.name = VDT_CHECKPOINT_UNIT};
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	struct vdt_note parsed;

	cr_assert_eq(vdt_note_parse(note, strlen(note), &parsed), 0);
	cr_assert_eq(vdt_unit_key_id(unit_der, (size_t)unit_der_len, signature.key_id), 0);
	signature.len = sizeof(signature.bytes);
	cr_assert(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, unit_pkey));
	cr_assert(EVP_DigestSign(ctx, signature.bytes, &signature.len, (const uint8_t *)parsed.text,
				 parsed.len));
	EVP_MD_CTX_free(ctx);
	cr_assert_eq(vdt_note_add(note, &signature), 0);
}

static __attribute__((unused)) void add_item(struct test_log *log, bool header, int len)
{
	struct vdt_audit_item item;

	cr_assert_gt(len, 0);
	cr_assert_eq(vdt_chain_take(&log->chain, header, log->bytes + log->len, (size_t)len, &item),
		     len);
	log->item[log->items].kind = item.kind;
	log->item[log->items].at = log->len;
	log->item[log->items++].seq = log->chain.seq;
	log->len += (size_t)len;
	log->item[log->items].at = log->len;
}

static __attribute__((unused)) void begin_log(struct test_log *log)
{
	memset(log, 0, sizeof(*log));
	vdt_chain_init(&log->chain);
	log->chain.log[0] = 7;
}

static __attribute__((unused)) void add_segment(struct test_log *log)
{
	struct vdt_segment_header header = {.segment = log->chain.segment + 1,
					    .first_seq = log->chain.seq + 1,
					    .counter = log->chain.counter,
					    .tree = log->chain.tree};

	log->seed[0]++;
	cr_assert_eq(vdt_ed25519_key(log->seed, header.key), 0);
	memcpy(header.log, log->chain.log, sizeof(header.log));
	memcpy(header.prev, log->chain.head, sizeof(header.prev));
	log->len = log->items = 0;
	add_item(log, true, vdt_segment_put_header(&header, log->bytes));
}

static __attribute__((unused)) void add_record(struct test_log *log, struct vdt_audit_record record)
{
	record.seq = log->chain.seq + 1;
	memcpy(record.prev, log->chain.head, sizeof(record.prev));
	add_item(log, false, vdt_audit_put_record(&record, log->bytes + log->len));
}

static __attribute__((unused)) void add_records(struct test_log *log, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		struct vdt_audit_record record = {.type = VDT_AUDIT_LOGIN, .account = "ann"};

		snprintf(record.object, sizeof(record.object), "%.*s", (int)(i % 16),
			 "some longer text");
		add_record(log, record);
	}
}

static __attribute__((unused)) void add_note(struct test_log *log, const char *note)
{
	uint8_t hash[VDT_AUDIT_HASH];

	add_item(log, false,
		 vdt_segment_put_note(note, log->chain.head, log->bytes + log->len, hash));
}

static __attribute__((unused)) struct vdt_checkpoint make_checkpoint(const struct test_log *log)
{
	const struct vdt_chain *chain = &log->chain;
	struct vdt_checkpoint checkpoint = {
		.size = chain->seq, .segment = chain->segment, .counter = chain->counter + 1};

	memcpy(checkpoint.log, chain->log, sizeof(checkpoint.log));
	memcpy(checkpoint.key, chain->key, sizeof(checkpoint.key));
	memcpy(checkpoint.head, chain->head, sizeof(checkpoint.head));
	cr_assert_eq(vdt_range_root(&chain->tree, checkpoint.root), 0);
	return checkpoint;
}

static __attribute__((unused)) void add_checkpoint(struct test_log *log, bool cosigned)
{
	struct vdt_checkpoint checkpoint = make_checkpoint(log);

	cr_assert_eq(vdt_checkpoint_sign(&checkpoint, log->seed, log->note), 0);
	if (cosigned)
		cosign_note(log->note);
	add_note(log, log->note);
}

static __attribute__((unused)) void save_segment(const struct test_log *log)
{
	write_bytes(segment_path(log->chain.segment), log->bytes, log->len);
}

#endif /* VDT_TEST_WRITE_H */

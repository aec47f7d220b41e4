// SPDX-License-Identifier: BSD-3-Clause
/*
 * The reader of the audit log, on a file of any bytes, and the exports, on any record. Half of the
 * inputs get their hashes put right, or nothing behind the first hash would ever be reached.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/audit/export.h"
#include "lib/audit/log.h"
#include "lib/audit/record.h"
#include "lib/crypto/digest.h"

#define INPUT_MAX 8192

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Make the header and each record follow what is before it, as far as their lengths make sense. */
static void mend_chain(uint8_t *log, size_t size)
{
	size_t at = VDT_AUDIT_HEADER_SIZE;
	uint64_t seq = 1;
	uint32_t len;

	if (size < at)
		return;
	memset(log + 16 + 16, 0, 8 + VDT_AUDIT_HASH);
	log[32] = 1;
	vdt_sha256(log, at - VDT_AUDIT_HASH, log + at - VDT_AUDIT_HASH);
	while (size - at >= VDT_AUDIT_RECORD_MIN) {
		memcpy(&len, log + at, sizeof(len));
		if (len < VDT_AUDIT_RECORD_MIN || len > size - at)
			return;
		memcpy(log + at + 4, &seq, sizeof(seq));
		memcpy(log + at + len - 2 * VDT_AUDIT_HASH, log + at - VDT_AUDIT_HASH,
		       VDT_AUDIT_HASH);
		vdt_sha256(log + at, len - VDT_AUDIT_HASH, log + at + len - VDT_AUDIT_HASH);
		at += len;
		seq++;
	}
}

/* A record that was taken must be written the same again. */
static void check_record(struct vdt_audit_record *record, FILE *out)
{
	uint8_t buf[VDT_AUDIT_RECORD_MAX], hash[VDT_AUDIT_HASH];

	memcpy(hash, record->hash, sizeof(hash));
	if (vdt_audit_put_record(record, buf) < 0 || memcmp(hash, record->hash, sizeof(hash)))
		abort();
	if (vdt_audit_json(record, out) || vdt_audit_text(record, out))
		abort();
}

static void check_lines(const char *text)
{
	for (; *text; text++)
		if (((unsigned char)*text < ' ' && *text != '\n') || *text == 0x7f)
			abort();
}

static char path[] = "/dev/shm/vdt-fuzz-audit-XXXXXX";

static void remove_file(void)
{
	unlink(path);
}

static int make_file(void)
{
	int fd = mkstemp(path);

	if (fd < 0 || atexit(remove_file))
		abort();
	return fd;
}

static void read_log(void)
{
	struct vdt_audit_reader *reader;
	struct vdt_audit_record record;
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	int err;

	if (!out || vdt_audit_open(path, &reader))
		abort();
	while ((err = vdt_audit_next(reader, &record)) > 0)
		check_record(&record, out);
	if (err && err != -EBADMSG && err != -ENODATA)
		abort();
	vdt_audit_close(reader);
	fclose(out);
	check_lines(text);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t log[INPUT_MAX];
	static int fd = -1;

	if (!size || size - 1 > INPUT_MAX)
		return 0;
	if (fd < 0)
		fd = make_file();
	memcpy(log, data + 1, size - 1);
	if (data[0] & 1)
		mend_chain(log, size - 1);
	if (ftruncate(fd, 0) || pwrite(fd, log, size - 1, 0) != (ssize_t)(size - 1))
		abort();
	read_log();
	return 0;
}

// SPDX-License-Identifier: BSD-3-Clause
/*
 * What reads the audit log: items one after the other, single items with their hash put right (or
 * nothing behind the first hash would ever be reached), signed notes, and exports. The first byte
 * says which.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/audit/chain.h"
#include "lib/audit/export.h"
#include "lib/audit/transcript.h"
#include "lib/crypto/digest.h"

#define INPUT_MAX 16384

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t zeros[VDT_AUDIT_HASH];

static void check_lines(const char *text)
{
	for (; *text; text++)
		if (((unsigned char)*text < ' ' && *text != '\n') || *text == 0x7f)
			abort();
}

/* A record that was taken must be written the same again, and printed on one clean line. */
static void check_record(struct vdt_audit_record *record)
{
	uint8_t buf[VDT_AUDIT_RECORD_MAX], hash[VDT_AUDIT_HASH];
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	memcpy(hash, record->hash, sizeof(hash));
	if (!out || vdt_audit_put_record(record, buf) < 0 ||
	    memcmp(hash, record->hash, sizeof(hash)))
		abort();
	if (vdt_audit_json(record, out) || vdt_audit_text(record, out) ||
	    vdt_audit_fields(record, out))
		abort();
	fclose(out);
	check_lines(text);
	free(text);
}

static void read_items(const uint8_t *data, size_t size)
{
	struct vdt_audit_item item;
	struct vdt_chain chain;
	bool header = true;
	int n;

	vdt_chain_init(&chain);
	while ((n = vdt_chain_take(&chain, header, data, size, &item)) > 0) {
		if (item.kind == VDT_ITEM_RECORD)
			check_record(&item.record);
		header = false;
		data += n;
		size -= (size_t)n;
	}
	if (n != -EBADMSG && n != -ENODATA)
		abort();
	vdt_chain_judge(&chain);
}

static void read_record(uint8_t *data, size_t size)
{
	struct iovec parts[] = {{(void *)zeros, sizeof(zeros)}, {data, size - VDT_AUDIT_HASH}};
	struct vdt_audit_record record;
	uint32_t len = (uint32_t)size;

	memcpy(data, &len, sizeof(len));
	data[4] = VDT_AUDIT_KIND_RECORD;
	vdt_sha256_parts(parts, 2, data + size - VDT_AUDIT_HASH);
	if (vdt_audit_get_record(data, size, zeros, &record) > 0)
		check_record(&record);
}

static void read_header(uint8_t *data, size_t size)
{
	struct vdt_segment_header header;
	uint8_t again[VDT_SEGMENT_HEADER_MAX];
	int len;

	vdt_sha256(data, size - VDT_AUDIT_HASH, data + size - VDT_AUDIT_HASH);
	len = vdt_segment_get_header(data, size, &header);
	if (len > 0 && (vdt_segment_put_header(&header, again) != len || memcmp(data, again, len)))
		abort();
}

static void read_note(const char *text, size_t len)
{
	struct vdt_checkpoint checkpoint;
	struct vdt_chain_drop drop;
	struct vdt_note note;
	char details[VDT_AUDIT_DETAILS];

	vdt_checkpoint_read(text, len, &checkpoint, &note);
	snprintf(details, sizeof(details), "%.*s", (int)len, text);
	vdt_chain_get_drop(details, &drop);
}

static void read_export(const uint8_t *data, size_t size)
{
	static struct vdt_audit_report report;
	FILE *in = fmemopen((void *)data, size, "r");

	if (!in)
		abort();
	vdt_transcript_verify(in, NULL, NULL, &report);
	fclose(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t copy[INPUT_MAX];
	uint8_t way;

	if (size < 1 + VDT_AUDIT_HASH + 5 || size - 1 > INPUT_MAX)
		return 0;
	way = *data++;
	memcpy(copy, data, --size);
	switch (way % 5) {
	case 0:
		read_items(copy, size);
		break;
	case 1:
		read_record(copy, size);
		break;
	case 2:
		read_header(copy, size);
		break;
	case 3:
		read_note((const char *)copy, size);
		break;
	default:
		read_export(copy, size);
	}
	return 0;
}

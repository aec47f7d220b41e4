// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/export.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "lib/audit/chain.h"
#include "lib/audit/sentence.h"
#include "lib/crypto/base64.h"

#define HEX(len) (2 * (len) + 1)

static void format_time(uint64_t realtime, char *text, size_t size)
{
	time_t seconds = (time_t)(realtime / 1000000000);
	struct tm tm;
	size_t n;

	gmtime_r(&seconds, &tm);
	n = strftime(text, size, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + n, size - n, ".%06uZ", (unsigned int)(realtime % 1000000000 / 1000));
}

static void format_hex(const uint8_t *bytes, size_t len, char *text)
{
	for (size_t i = 0; i < len; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
}

static int add_string(json_t *line, const char *name, const char *value)
{
	char text[VDT_AUDIT_ESCAPED(VDT_AUDIT_DETAILS)];

	if (!*value)
		return 0;
	vdt_audit_escape(value, text);
	return json_object_set_new(line, name, json_string(text));
}

static int add_number(json_t *line, const char *name, uint64_t value)
{
	return value ? json_object_set_new(line, name, json_integer((json_int_t)value)) : 0;
}

static int add_hex(json_t *line, const char *name, const uint8_t *bytes, size_t len)
{
	char text[HEX(VDT_AUDIT_HASH)];

	format_hex(bytes, len, text);
	return json_object_set_new(line, name, json_string(text));
}

static int add_session(json_t *line, const struct vdt_audit_record *record)
{
	static const uint8_t none[VDT_AUDIT_SESSION];

	if (!memcmp(record->session, none, sizeof(none)))
		return 0;
	return add_hex(line, "session", record->session, sizeof(record->session));
}

static int add_sentence(json_t *line, const struct vdt_audit_record *record)
{
	char text[VDT_AUDIT_SENTENCE];

	vdt_audit_sentence(record, text);
	return json_object_set_new(line, "sentence", json_string(text));
}

static json_t *make_record(const struct vdt_audit_record *record)
{
	char time[64], boot[HEX(sizeof(record->boot_id))];
	json_t *line;

	format_time(record->realtime, time, sizeof(time));
	format_hex(record->boot_id, sizeof(record->boot_id), boot);
	line = json_pack("{s:I, s:s, s:b, s:s, s:I, s:s, s:s}", "seq", (json_int_t)record->seq,
			 "time", time, "synced", record->flags & VDT_AUDIT_CLOCK_SYNCED, "boot",
			 boot, "boottime", (json_int_t)record->boottime, "type",
			 vdt_audit_type_name(record->type), "result",
			 vdt_audit_result_name(record->result));
	if (!line || add_sentence(line, record) || add_number(line, "count", record->count) ||
	    add_number(line, "kernel_seq", record->kernel_seq) ||
	    add_string(line, "account", record->account) ||
	    add_number(line, "account_id", record->account_id) ||
	    add_string(line, "role", vdt_audit_role_name(record->role)) ||
	    add_string(line, "source", record->source) ||
	    add_string(line, "transport", vdt_audit_transport_name(record->transport)) ||
	    add_session(line, record) || add_string(line, "object", record->object) ||
	    add_string(line, "reason", record->reason) ||
	    add_string(line, "details", record->details) ||
	    add_hex(line, "prev", record->prev, VDT_AUDIT_HASH) ||
	    add_hex(line, "hash", record->hash, VDT_AUDIT_HASH)) {
		json_decref(line);
		return NULL;
	}
	return line;
}

static json_t *make_header(const struct vdt_segment_header *header)
{
	char log[HEX(VDT_AUDIT_LOG_ID)];

	format_hex(header->log, sizeof(header->log), log);
	return json_pack("{s:I, s:s, s:I}", "segment", (json_int_t)header->segment, "log", log,
			 "first", (json_int_t)header->first_seq);
}

static json_t *make_note(const struct vdt_audit_item *item)
{
	return json_pack("{s:I, s:s%}", "checkpoint", (json_int_t)item->checkpoint.size, "note",
			 item->note, item->note_len);
}

static int print_line(json_t *line, FILE *out)
{
	int err;

	if (!line)
		return -ENOMEM;
	err = json_dumpf(line, out, JSON_COMPACT);
	json_decref(line);
	return err || fputc('\n', out) == EOF ? -EIO : 0;
}

int vdt_audit_json(const struct vdt_audit_record *record, FILE *out)
{
	return print_line(make_record(record), out);
}

int vdt_audit_export(const struct vdt_audit_item *item, FILE *out)
{
	char raw[VDT_BASE64_ROOM(VDT_SEGMENT_ITEM_MAX)];
	json_t *line;

	switch (item->kind) {
	case VDT_ITEM_HEADER:
		line = make_header(&item->header);
		break;
	case VDT_ITEM_NOTE:
		line = make_note(item);
		break;
	default:
		line = make_record(&item->record);
	}
	vdt_base64_encode(item->bytes, item->len, raw);
	if (line && json_object_set_new(line, "raw", json_string(raw))) {
		json_decref(line);
		line = NULL;
	}
	return print_line(line, out);
}

static void print_begin(const struct vdt_audit_record *record, FILE *out)
{
	char time[64];

	format_time(record->realtime, time, sizeof(time));
	fprintf(out, "%s%s %" PRIu64 " ", time, record->flags & VDT_AUDIT_CLOCK_SYNCED ? "" : "?",
		record->seq);
}

static int print_end(FILE *out)
{
	return fputc('\n', out) == EOF || ferror(out) ? -EIO : 0;
}

int vdt_audit_text(const struct vdt_audit_record *record, FILE *out)
{
	char sentence[VDT_AUDIT_SENTENCE];

	vdt_audit_sentence(record, sentence);
	print_begin(record, out);
	fputs(sentence, out);
	return print_end(out);
}

static void print_string(const char *name, const char *value, FILE *out)
{
	char text[VDT_AUDIT_ESCAPED(VDT_AUDIT_DETAILS)];

	if (!*value)
		return;
	vdt_audit_escape(value, text);
	fprintf(out, "  %s=%s", name, text);
}

int vdt_audit_fields(const struct vdt_audit_record *record, FILE *out)
{
	print_begin(record, out);
	fprintf(out, "%s %s", vdt_audit_type_name(record->type),
		vdt_audit_result_name(record->result));
	print_string("account", record->account, out);
	print_string("role", vdt_audit_role_name(record->role), out);
	print_string("source", record->source, out);
	print_string("transport", vdt_audit_transport_name(record->transport), out);
	print_string("object", record->object, out);
	print_string("reason", record->reason, out);
	print_string("details", record->details, out);
	if (record->count > 1)
		fprintf(out, "  count=%" PRIu32, record->count);
	return print_end(out);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/export.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "lib/audit/log.h"

/* Every byte of the longest string may become \xNN. */
#define ESCAPED_ROOM (4 * VDT_AUDIT_LONG + 1)

#define TYPE_NAME(number, id, name, doc) [number] = (name),
static const char *const type_names[] = {VDT_AUDIT_TYPES(TYPE_NAME)};

static const char *const result_names[] = {
	[VDT_AUDIT_OK] = "ok",
	[VDT_AUDIT_REFUSED] = "refused",
	[VDT_AUDIT_FAILED] = "failed",
	[VDT_AUDIT_OBSERVED] = "observed",
};

const char *vdt_audit_type_name(unsigned int type)
{
	if (type >= sizeof(type_names) / sizeof(type_names[0]) || !type_names[type])
		return "unknown";
	return type_names[type];
}

const char *vdt_audit_result_name(unsigned int result)
{
	if (result >= sizeof(result_names) / sizeof(result_names[0]))
		return "unknown";
	return result_names[result];
}

/* Length of the well-formed UTF-8 character at @s (RFC 3629), 0 if there is none. */
static size_t measure_utf8(const unsigned char *s)
{
	static const struct {
		unsigned char first, last, low, high; /* lead byte; bounds of the byte after it */
		size_t len;
	} table[] = {
		{0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
		{0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3},
		{0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
		{0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (s[0] < table[i].first || s[0] > table[i].last)
			continue;
		if (s[1] < table[i].low || s[1] > table[i].high)
			return 0;
		for (size_t k = 2; k < table[i].len; k++)
			if ((s[k] & 0xc0) != 0x80)
				return 0;
		return table[i].len;
	}
	return 0;
}

/* Characters that a terminal obeys or that turn the direction of a line around: the C1 controls,
 * bidirectional marks and embeddings, line and paragraph separators, the byte order mark. */
static bool is_control(const unsigned char *s, size_t len)
{
	if (len == 2)
		return s[0] == 0xc2 && s[1] < 0xa0;
	if (len != 3)
		return false;
	return (s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0x8b && s[2] <= 0xaf) ||
	       (s[0] == 0xe2 && s[1] == 0x81 && s[2] >= 0xa0 && s[2] <= 0xaf) ||
	       (s[0] == 0xef && s[1] == 0xbb && s[2] == 0xbf);
}

static size_t measure_printable(const unsigned char *s)
{
	size_t len;

	if (*s >= 0x20 && *s < 0x7f)
		return *s != '\\';
	len = measure_utf8(s);
	return is_control(s, len) ? 0 : len;
}

/* Also escapes the backslash, so that no two strings look alike. */
static void escape_string(const char *from, char to[ESCAPED_ROOM])
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *s = (const unsigned char *)from;
	size_t len;

	while (*s) {
		len = measure_printable(s);
		if (len) {
			memcpy(to, s, len);
			to += len;
			s += len;
			continue;
		}
		*to++ = '\\';
		*to++ = 'x';
		*to++ = digits[*s >> 4];
		*to++ = digits[*s++ & 15];
	}
	*to = '\0';
}

static void format_time(uint64_t realtime, char *text, size_t size)
{
	time_t seconds = realtime / 1000000000;
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
	char text[ESCAPED_ROOM];

	if (!*value)
		return 0;
	escape_string(value, text);
	return json_object_set_new(line, name, json_string(text));
}

static int add_number(json_t *line, const char *name, uint64_t value)
{
	return value ? json_object_set_new(line, name, json_integer((json_int_t)value)) : 0;
}

static json_t *make_json(const struct vdt_audit_record *record)
{
	char time[64], boot[2 * sizeof(record->boot_id) + 1], hash[2 * VDT_AUDIT_HASH + 1];
	json_t *line;

	format_time(record->realtime, time, sizeof(time));
	format_hex(record->boot_id, sizeof(record->boot_id), boot);
	format_hex(record->hash, VDT_AUDIT_HASH, hash);
	line = json_pack("{s:I, s:s, s:b, s:s, s:I, s:s, s:s}", "seq", (json_int_t)record->seq,
			 "time", time, "synced", record->flags & VDT_AUDIT_CLOCK_SYNCED, "boot",
			 boot, "boottime", (json_int_t)record->boottime, "type",
			 vdt_audit_type_name(record->type), "result",
			 vdt_audit_result_name(record->result));
	if (!line || add_number(line, "count", record->count) ||
	    add_number(line, "kernel_seq", record->kernel_seq) ||
	    add_string(line, "account", record->account) ||
	    add_string(line, "source", record->source) ||
	    add_string(line, "object", record->object) ||
	    add_string(line, "reason", record->reason) ||
	    json_object_set_new(line, "hash", json_string(hash))) {
		json_decref(line);
		return NULL;
	}
	return line;
}

int vdt_audit_json(const struct vdt_audit_record *record, FILE *out)
{
	json_t *line = make_json(record);
	int err;

	if (!line)
		return -ENOMEM;
	err = json_dumpf(line, out, JSON_COMPACT);
	json_decref(line);
	return err || fputc('\n', out) == EOF ? -EIO : 0;
}

static void print_string(const char *name, const char *value, FILE *out)
{
	char text[ESCAPED_ROOM];

	if (!*value)
		return;
	escape_string(value, text);
	fprintf(out, "  %s=%s", name, text);
}

int vdt_audit_text(const struct vdt_audit_record *record, FILE *out)
{
	char time[64];

	format_time(record->realtime, time, sizeof(time));
	fprintf(out, "%s%s %" PRIu64 " %s %s", time,
		record->flags & VDT_AUDIT_CLOCK_SYNCED ? "" : "?", record->seq,
		vdt_audit_type_name(record->type), vdt_audit_result_name(record->result));
	print_string("account", record->account, out);
	print_string("source", record->source, out);
	print_string("object", record->object, out);
	print_string("reason", record->reason, out);
	if (record->count > 1)
		fprintf(out, "  count=%" PRIu32, record->count);
	return fputc('\n', out) == EOF || ferror(out) ? -EIO : 0;
}

void vdt_audit_sentence(const struct vdt_audit_report *report, char *text, size_t size)
{
	if (report->state == VDT_AUDIT_INTACT)
		snprintf(text, size, "intact: %" PRIu64 " records, the last is number %" PRIu64,
			 report->records, report->seq);
	else
		snprintf(text, size, "%s after record %" PRIu64 ", at offset %" PRIu64 " of %s",
			 report->state == VDT_AUDIT_ALTERED ? "altered" : "cut off", report->seq,
			 report->offset, report->rotated ? "log.1" : "log");
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/syslog.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/audit/note.h"
#include "lib/audit/sentence.h"
#include "lib/crypto/base64.h"

#define LOG_AUDIT	 13
#define PRIORITY(number) (LOG_AUDIT * 8 + (number))

/* RFC 5424, table 2. */
enum { ERROR = 3, WARNING = 4, NOTICE = 5, INFORMATIONAL = 6 };

void vdt_syslog_host(char host[VDT_SYSLOG_HOST])
{
	for (char *c = host; *c; c++)
		if (*c <= ' ' || *c > '~')
			*c = '_';
	if (!*host)
		memcpy(host, "-", sizeof("-"));
}

static int rate(const struct vdt_audit_record *record)
{
	switch (record->result) {
	case VDT_AUDIT_OK:
		return vdt_audit_is_critical(record->type) ? NOTICE : INFORMATIONAL;
	case VDT_AUDIT_FAILED:
		return ERROR;
	default:
		return WARNING;
	}
}

static void print_head(int severity, uint64_t realtime, const char *host, const char *id, FILE *out)
{
	time_t seconds = (time_t)(realtime / 1000000000);
	char text[32] = "-";
	struct tm tm;

	if (gmtime_r(&seconds, &tm))
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	fprintf(out, "<%d>1 %s.%06uZ %s vedette - %s ", PRIORITY(severity), text,
		(unsigned int)(realtime % 1000000000 / 1000), host, id);
}

/* RFC 5424, section 6.3.3: these three are escaped with a backslash. */
static void print_value(const char *value, FILE *out)
{
	for (; *value; value++) {
		if (strchr("\"\\]", *value))
			fputc('\\', out);
		fputc(*value, out);
	}
}

static void print_string(const char *name, const char *value, FILE *out)
{
	char text[VDT_AUDIT_ESCAPED(VDT_AUDIT_DETAILS)];

	if (!*value)
		return;
	vdt_audit_escape(value, text);
	fprintf(out, " %s=\"", name);
	print_value(text, out);
	fputc('"', out);
}

static void print_number(const char *name, uint64_t value, FILE *out)
{
	if (value)
		fprintf(out, " %s=\"%" PRIu64 "\"", name, value);
}

static void print_hex(const char *name, const uint8_t *bytes, size_t len, FILE *out)
{
	fprintf(out, " %s=\"", name);
	for (size_t i = 0; i < len; i++)
		fprintf(out, "%02x", bytes[i]);
	fputc('"', out);
}

static void print_fields(const struct vdt_audit_record *record, bool details, FILE *out)
{
	static const uint8_t none[VDT_AUDIT_SESSION];

	print_number("seq", record->seq, out);
	print_hex("boot", record->boot_id, sizeof(record->boot_id), out);
	print_number("boottime", record->boottime, out);
	print_string("result", vdt_audit_result_name(record->result), out);
	print_number("count", record->count, out);
	print_number("kernel_seq", record->kernel_seq, out);
	print_string("account", record->account, out);
	print_number("account_id", record->account_id, out);
	print_string("role", vdt_audit_role_name(record->role), out);
	print_string("source", record->source, out);
	print_string("transport", vdt_audit_transport_name(record->transport), out);
	if (memcmp(record->session, none, sizeof(none)) != 0)
		print_hex("session", record->session, sizeof(record->session), out);
	print_string("object", record->object, out);
	print_string("reason", record->reason, out);
	if (details)
		print_string("details", record->details, out);
	else
		print_number("details_left_out", 1, out);
	print_hex("hash", record->hash, sizeof(record->hash), out);
}

/* Section 6.4: text in UTF-8 begins with its mark; what is ASCII needs none. */
static void print_text(const char *text, FILE *out)
{
	const char *c = text;

	while (*c && !(*c & 0x80))
		c++;
	if (*c)
		fputs("\xef\xbb\xbf", out);
	fputs(text, out);
}

/* Returns the length of what was printed to @text, or -EIO: it did not fit. */
static int finish(FILE *out, const char *text)
{
	bool failed = fflush(out) || ferror(out);

	return fclose(out) || failed ? -EIO : (int)strlen(text);
}

static int print_record(const struct vdt_audit_record *record, const char *host, bool details,
			char text[VDT_SYSLOG_ROOM])
{
	FILE *out = fmemopen(text, VDT_SYSLOG_ROOM, "w");
	char sentence[VDT_AUDIT_SENTENCE];

	if (!out)
		return -EIO;
	vdt_audit_sentence(record, sentence);
	print_head(rate(record), record->realtime, host, vdt_audit_type_name(record->type), out);
	fprintf(out, "[timeQuality tzKnown=\"1\" isSynced=\"%u\"][vedette@32473",
		record->flags & VDT_AUDIT_CLOCK_SYNCED);
	print_fields(record, details, out);
	fputs("] ", out);
	print_text(sentence, out);
	return finish(out, text);
}

int vdt_syslog_record(const struct vdt_audit_record *record, const char *host,
		      char text[VDT_SYSLOG_ROOM])
{
	int len = print_record(record, host, true, text);

	return len < 0 ? print_record(record, host, false, text) : len;
}

int vdt_syslog_checkpoint(const char *note, uint64_t size, uint64_t realtime, const char *host,
			  char text[VDT_SYSLOG_ROOM])
{
	char encoded[VDT_BASE64_ROOM(VDT_NOTE_ROOM)];
	FILE *out = fmemopen(text, VDT_SYSLOG_ROOM, "w");

	if (!out)
		return -EIO;
	vdt_base64_encode((const uint8_t *)note, strlen(note), encoded);
	print_head(NOTICE, realtime, host, "checkpoint", out);
	fprintf(out, "[vedette@32473 size=\"%" PRIu64 "\" note=\"%s\"] checkpoint over %" PRIu64,
		size, encoded, size);
	fputs(" records", out);
	return finish(out, text);
}

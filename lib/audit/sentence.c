// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/sentence.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct type {
	const char *name;
	bool critical;
	const char *done, *not_done; /* templates */
};

#define TYPE_ROW(number, id, name, weight, done, not_done, doc) \
	[number] = {name, VDT_AUDIT_##weight, done, not_done},
static const struct type types[VDT_AUDIT_TYPE_END] = {VDT_AUDIT_TYPES(TYPE_ROW)};

static const char *const result_names[] = {
	[VDT_AUDIT_OK] = "ok",
	[VDT_AUDIT_REFUSED] = "refused",
	[VDT_AUDIT_FAILED] = "failed",
	[VDT_AUDIT_OBSERVED] = "observed",
};

static const char *const role_names[] = {
	[VDT_AUDIT_NO_ROLE] = "",
	[VDT_AUDIT_VIEWER] = "viewer",
	[VDT_AUDIT_OPERATOR] = "operator",
	[VDT_AUDIT_ADMINISTRATOR] = "administrator",
};

static const char *const transport_names[] = {
	[VDT_AUDIT_NO_TRANSPORT] = "",	 [VDT_AUDIT_CONSOLE] = "console",
	[VDT_AUDIT_RTSPS] = "rtsps",	 [VDT_AUDIT_HTTPS] = "https",
	[VDT_AUDIT_ONVIF] = "onvif",	 [VDT_AUDIT_SSH] = "ssh",
	[VDT_AUDIT_NETLINK] = "netlink",
};

const char *vdt_audit_type_name(unsigned int type)
{
	return type < COUNT(types) && types[type].name ? types[type].name : "unknown";
}

const char *vdt_audit_result_name(unsigned int result)
{
	return result < COUNT(result_names) ? result_names[result] : "unknown";
}

const char *vdt_audit_role_name(unsigned int role)
{
	return role < COUNT(role_names) ? role_names[role] : "unknown";
}

const char *vdt_audit_transport_name(unsigned int transport)
{
	return transport < COUNT(transport_names) ? transport_names[transport] : "unknown";
}

unsigned int vdt_audit_type_number(const char *name)
{
	for (unsigned int type = 0; type < COUNT(types); type++)
		if (types[type].name && !strcmp(types[type].name, name))
			return type;
	return 0;
}

int vdt_audit_result_number(const char *name)
{
	for (unsigned int result = 0; result < COUNT(result_names); result++)
		if (!strcmp(result_names[result], name))
			return (int)result;
	return -1;
}

bool vdt_audit_is_critical(unsigned int type)
{
	return type < COUNT(types) && types[type].critical;
}

/* The sentence as it grows. */
struct writer {
	const struct vdt_audit_record *record;
	char *text;
	size_t len, room;
	bool missing; /* a field was empty */
};

static void add_text(struct writer *writer, const char *text, size_t len)
{
	if (len >= writer->room - writer->len)
		len = writer->room - writer->len - 1;
	memcpy(writer->text + writer->len, text, len);
	writer->len += len;
	writer->text[writer->len] = '\0';
}

/* The value of field @name; @number is room for one that is printed. */
static const char *find_field(const struct vdt_audit_record *record, const char *name, size_t len,
			      char number[16])
{
	const struct {
		const char *name, *value;
	} fields[] = {
		{"account", record->account},
		{"role", vdt_audit_role_name(record->role)},
		{"source", record->source},
		{"object", record->object},
		{"reason", record->reason},
		{"transport", vdt_audit_transport_name(record->transport)},
		{"count", number},
	};

	snprintf(number, 16, "%" PRIu32, record->count);
	for (size_t i = 0; i < COUNT(fields); i++)
		if (strlen(fields[i].name) == len && !memcmp(fields[i].name, name, len))
			return fields[i].value;
	return "";
}

static void add_field(struct writer *writer, const char *name, size_t len)
{
	char escaped[VDT_AUDIT_ESCAPED(VDT_AUDIT_LONG)], number[16];
	const char *value = find_field(writer->record, name, len, number);

	writer->missing |= !*value;
	vdt_audit_escape(*value ? value : "unknown", escaped);
	add_text(writer, escaped, strlen(escaped));
}

/* Templates are our own: every bracket has its partner, and they do not nest. */
static void fill_template(struct writer *writer, const char *template)
{
	size_t before = 0;

	while (*template) {
		size_t n = strcspn(template, "[]{");

		add_text(writer, template, n);
		template += n;
		if (*template == '[') {
			before = writer->len;
			writer->missing = false;
		} else if (*template == ']' && writer->missing) {
			writer->len = before;
			writer->text[before] = '\0';
		} else if (*template == '{') {
			n = strcspn(template, "}");
			add_field(writer, template + 1, n - 1);
			template += n;
		}
		template += *template != '\0';
	}
}

void vdt_audit_sentence(const struct vdt_audit_record *record, char text[VDT_AUDIT_SENTENCE])
{
	struct writer writer = {.record = record, .text = text, .room = VDT_AUDIT_SENTENCE};
	const struct type *type = record->type < COUNT(types) ? &types[record->type] : NULL;

	*text = '\0';
	if (!type || !type->name)
		snprintf(text, VDT_AUDIT_SENTENCE,
			 "something of type %u, which this program is "
			 "too old to know",
			 record->type);
	else
		fill_template(&writer,
			      record->result == VDT_AUDIT_OK ? type->done : type->not_done);
	writer.len = strlen(text);
	if (record->count > 1 && record->type != VDT_AUDIT_EVENTS_LOST) {
		char times[32];

		snprintf(times, sizeof(times), ", %" PRIu32 " times", record->count);
		add_text(&writer, times, strlen(times));
	}
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/policy/settings.h"

#include <inttypes.h>
#include <string.h>

#include <vedette/settings.h>

#define ACCOUNTS(group, key, attr, unit, min, max, otherwise, stricter) \
	{ \
		group, key, VEDETTE_A_ACCOUNTS_##attr, VDT_SETTING_##unit, min, max, \
			VDT_ACCOUNTS_##otherwise, stricter, \
		{ \
			NULL, NULL \
		} \
	}

static const struct vdt_setting accounts[] = {
	ACCOUNTS(NULL, "min_length", MIN_LENGTH, COUNT, 8, 64, MIN_LENGTH, 1),
	ACCOUNTS(NULL, "history", HISTORY, COUNT, 0, 24, HISTORY, 1),
	ACCOUNTS("lockout", "failures", FAILURES, COUNT, 3, 10, FAILURES, -1),
	ACCOUNTS("lockout", "base", LOCK_BASE, TIME, 60, 3600, LOCK_BASE, 1),
	ACCOUNTS("lockout", "max", LOCK_MAX, TIME, 60, 86400, LOCK_MAX, 1),
	ACCOUNTS(NULL, "idle", IDLE, TIME, 60, 3600, IDLE, -1),
	ACCOUNTS(NULL, "absolute", ABSOLUTE, TIME, 600, 86400, ABSOLUTE, -1),
	ACCOUNTS(NULL, "sessions", SESSIONS, COUNT, 8, 64, SESSIONS, -1),
	ACCOUNTS(NULL, "per_account", PER_ACCOUNT, COUNT, 1, 64, PER_ACCOUNT, -1),
};

static const struct vdt_setting audit[] = {
	{NULL, "log", VEDETTE_A_AUDIT_OFF, VDT_SETTING_WORD, 0, 1, 0, -1, {"on", "off"}},
	{NULL,
	 "ring",
	 VEDETTE_A_AUDIT_RING,
	 VDT_SETTING_BYTES,
	 1u << 20,
	 1u << 28,
	 VDT_AUDIT_RING,
	 1,
	 {NULL, NULL}},
	{NULL,
	 "on_full",
	 VEDETTE_A_AUDIT_STOP,
	 VDT_SETTING_WORD,
	 0,
	 1,
	 0,
	 0,
	 {"overwrite", "stop"}},
	{NULL,
	 "checkpoint",
	 VEDETTE_A_AUDIT_CHECKPOINT,
	 VDT_SETTING_TIME,
	 60,
	 3600,
	 VDT_AUDIT_CHECKPOINT,
	 -1,
	 {NULL, NULL}},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const struct vdt_section vdt_section_accounts = {"accounts", accounts, COUNT(accounts)};
const struct vdt_section vdt_section_audit = {"audit", audit, COUNT(audit)};

_Static_assert(VEDETTE_A_ACCOUNTS_MAX < VDT_MODEL_SETTINGS, "accounts fit");
_Static_assert(VEDETTE_A_AUDIT_MAX < VDT_MODEL_SETTINGS, "audit fits");

void vdt_settings_default(const struct vdt_section *section, struct vdt_model_settings *settings)
{
	for (size_t i = 0; i < section->count; i++)
		settings->value[section->settings[i].attr] = section->settings[i].otherwise;
}

struct unit {
	const char *name;
	uint32_t of;
};

static const char *format_units(const struct unit *unit, uint32_t value,
				char text[VDT_SETTING_TEXT])
{
	while (value % unit->of)
		unit++;
	snprintf(text, VDT_SETTING_TEXT, "%" PRIu32 "%s", value / unit->of, unit->name);
	return text;
}

const char *vdt_setting_format(const struct vdt_setting *setting, uint32_t value,
			       char text[VDT_SETTING_TEXT])
{
	static const struct unit times[] = {{"h", 3600}, {"m", 60}, {"s", 1}};
	static const struct unit sizes[] = {{"MiB", 1u << 20}, {"KiB", 1u << 10}, {"B", 1}};

	switch (setting->unit) {
	case VDT_SETTING_TIME:
		return format_units(times, value, text);
	case VDT_SETTING_BYTES:
		return format_units(sizes, value, text);
	case VDT_SETTING_WORD:
		snprintf(text, VDT_SETTING_TEXT, "%s", setting->words[value ? 1 : 0]);
		return text;
	default:
		snprintf(text, VDT_SETTING_TEXT, "%" PRIu32, value);
		return text;
	}
}

/* Members of a group stand together in the table. */
static void print_section(const struct vdt_section *section,
			  const struct vdt_model_settings *settings, FILE *out)
{
	const char *group = NULL, *before = "";
	char text[VDT_SETTING_TEXT];

	fprintf(out, "%s: {", section->name);
	for (size_t i = 0; i < section->count; i++) {
		const struct vdt_setting *setting = &section->settings[i];

		if (group && setting->group != group)
			fputc('}', out);
		fputs(before, out);
		if (setting->group && setting->group != group)
			fprintf(out, "%s: {", setting->group);
		group = setting->group;
		vdt_setting_format(setting, settings->value[setting->attr], text);
		/* on and off are something else than text to readers of YAML 1.1 */
		fprintf(out, setting->unit == VDT_SETTING_WORD ? "%s: '%s'" : "%s: %s",
			setting->key, text);
		before = ", ";
	}
	if (group)
		fputc('}', out);
}

void vdt_settings_print(const struct vdt_model *model, FILE *out)
{
	if (model->accounts.given) {
		print_section(&vdt_section_accounts, &model->accounts, out);
		fputs("}\n", out);
	}
	if (!model->audit.given)
		return;
	print_section(&vdt_section_audit, &model->audit, out);
	if (*model->syslog.url)
		fprintf(out, ", syslog: '%s'", model->syslog.url);
	if (*model->syslog.name)
		fprintf(out, ", name: '%s'", model->syslog.name);
	fputs("}\n", out);
}

static json_t *section_json(const struct vdt_section *section,
			    const struct vdt_model_settings *settings)
{
	json_t *object = json_object(), *into, *value;
	char text[VDT_SETTING_TEXT];

	for (size_t i = 0; i < section->count; i++) {
		const struct vdt_setting *setting = &section->settings[i];
		uint32_t number = settings->value[setting->attr];

		into = object;
		if (setting->group && !json_object_get(object, setting->group))
			json_object_set_new(object, setting->group, json_object());
		if (setting->group)
			into = json_object_get(object, setting->group);
		value = setting->unit == VDT_SETTING_COUNT
				? json_integer(number)
				: json_string(vdt_setting_format(setting, number, text));
		json_object_set_new(into, setting->key, value);
	}
	return object;
}

void vdt_settings_json(const struct vdt_model *model, json_t *document)
{
	json_t *object;

	if (model->accounts.given)
		json_object_set_new(document, "accounts",
				    section_json(&vdt_section_accounts, &model->accounts));
	if (!model->audit.given)
		return;
	object = section_json(&vdt_section_audit, &model->audit);
	if (*model->syslog.url)
		json_object_set_new(object, "syslog", json_string(model->syslog.url));
	if (*model->syslog.name)
		json_object_set_new(object, "name", json_string(model->syslog.name));
	json_object_set_new(document, "audit", object);
}

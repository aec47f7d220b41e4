// SPDX-License-Identifier: BSD-3-Clause
/* accounts: and audit:, by the table of lib/policy/settings.c. */
#include <string.h>

#include "lib/policy/complain.h"
#include "lib/policy/settings.h"
#include "tools/vedette-kit/number.h"
#include "tools/vedette-kit/policy_yaml_part.h"

#define QUOTE 64 /* bytes of a wrong value that a message shows */

struct unit {
	const char *name;
	uint32_t of;
};

static const struct unit counts[] = {{"", 1}, {NULL, 0}};
static const struct unit times[] = {{"s", 1}, {"m", 60}, {"h", 3600}, {NULL, 0}};
static const struct unit sizes[] = {{"B", 1}, {"KiB", 1u << 10}, {"MiB", 1u << 20}, {NULL, 0}};

/* Beyond the bounds is for the check of the whole section to say. */
static int parse(const struct unit *unit, const char *text, uint32_t *ret_value)
{
	size_t digits = strspn(text, "0123456789");
	char number[16] = "";
	uint64_t value;

	if (digits >= sizeof(number))
		return -1;
	memcpy(number, text, digits);
	while (unit->name && strcmp(unit->name, text + digits) != 0)
		unit++;
	if (!unit->name || vdt_number_parse(number, 0, UINT32_MAX, &value) ||
	    value * unit->of > UINT32_MAX)
		return -1;
	*ret_value = (uint32_t)value * unit->of;
	return 0;
}

static int read_word(struct vdt_yaml_builder *b, const struct vdt_setting *setting,
		     const struct vdt_yaml_node *value, uint32_t *ret_value)
{
	const char *const words[] = {setting->words[0], setting->words[1], NULL};
	char expected[QUOTE];
	uint8_t word;
	int err;

	snprintf(expected, sizeof(expected), "%s or %s", words[0], words[1]);
	err = vdt_yaml_read_word(b, value, words, expected, &word);
	if (!err)
		*ret_value = word;
	return err;
}

static int read_setting(struct vdt_yaml_builder *b, const struct vdt_setting *setting,
			const struct vdt_yaml_node *value, uint32_t *ret_value)
{
	static const struct {
		const struct unit *units;
		const char *expected;
	} how[] = {
		[VDT_SETTING_COUNT] = {counts, "a number"},
		[VDT_SETTING_TIME] = {times, "a time with its unit, as 90s, 15m or 12h"},
		[VDT_SETTING_BYTES] = {sizes, "a size with its unit, as 512KiB or 8MiB"},
	};

	if (setting->unit == VDT_SETTING_WORD)
		return read_word(b, setting, value, ret_value);
	if (!parse(how[setting->unit].units, value->text, ret_value))
		return 0;
	return vdt_complain(b->error, &value->at, "%s '%.*s'; expected %s", value->key, QUOTE,
			    value->text, how[setting->unit].expected);
}

/* Only keys of the table come here. */
static int take(struct vdt_yaml_builder *b, const struct vdt_section *section, const char *group,
		struct vdt_model_settings *settings, const struct vdt_yaml_node *value)
{
	const struct vdt_setting *setting = section->settings;

	while (strcmp(setting->key, value->key) != 0 || strcmp(setting->group ?: "", group) != 0)
		setting++;
	return read_setting(b, setting, value, &settings->value[setting->attr]);
}

static int take_account(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return take(b, &vdt_section_accounts, "", into, value);
}

static int take_lockout_value(struct vdt_yaml_builder *b, void *into,
			      const struct vdt_yaml_node *value)
{
	return take(b, &vdt_section_accounts, "lockout", into, value);
}

static const struct vdt_yaml_key lockout_keys[] = {
	{"failures", VDT_YAML_SCALAR, take_lockout_value, VDT_YAML_OPTIONAL},
	{"base", VDT_YAML_SCALAR, take_lockout_value, VDT_YAML_OPTIONAL},
	{"max", VDT_YAML_SCALAR, take_lockout_value, VDT_YAML_OPTIONAL},
};

static int take_lockout(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("lockout", lockout_keys);

	return vdt_yaml_read_map(b, &schema, into, value);
}

static const struct vdt_yaml_key account_keys[] = {
	{"min_length", VDT_YAML_SCALAR, take_account, VDT_YAML_OPTIONAL},
	{"history", VDT_YAML_SCALAR, take_account, VDT_YAML_OPTIONAL},
	{"lockout", VDT_YAML_MAP, take_lockout, VDT_YAML_OPTIONAL},
	{"idle", VDT_YAML_SCALAR, take_account, VDT_YAML_OPTIONAL},
	{"absolute", VDT_YAML_SCALAR, take_account, VDT_YAML_OPTIONAL},
	{"sessions", VDT_YAML_SCALAR, take_account, VDT_YAML_OPTIONAL},
	{"per_account", VDT_YAML_SCALAR, take_account, VDT_YAML_OPTIONAL},
};

static int take_section(struct vdt_yaml_builder *b, const struct vdt_section *section,
			const struct vdt_yaml_schema *schema, struct vdt_model_settings *settings,
			const struct vdt_yaml_node *value)
{
	settings->given = true;
	settings->at = value->at;
	vdt_settings_default(section, settings);
	return vdt_yaml_read_map(b, schema, settings, value);
}

int vdt_yaml_take_accounts(struct vdt_yaml_builder *b, void *into,
			   const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("accounts", account_keys);

	return take_section(b, &vdt_section_accounts, &schema, &b->model->accounts, value);
}

static int take_log(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	return take(b, &vdt_section_audit, "", into, value);
}

static int take_syslog(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_syslog *syslog = &b->model->syslog;

	syslog->url_at = value->at;
	return vdt_yaml_read_text(b, value, syslog->url, sizeof(syslog->url), "syslog");
}

static int take_name(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	struct vdt_model_syslog *syslog = &b->model->syslog;

	syslog->name_at = value->at;
	return vdt_yaml_read_text(b, value, syslog->name, sizeof(syslog->name), "name");
}

static const struct vdt_yaml_key audit_keys[] = {
	{"log", VDT_YAML_SCALAR, take_log, VDT_YAML_OPTIONAL},
	{"ring", VDT_YAML_SCALAR, take_log, VDT_YAML_OPTIONAL},
	{"on_full", VDT_YAML_SCALAR, take_log, VDT_YAML_OPTIONAL},
	{"checkpoint", VDT_YAML_SCALAR, take_log, VDT_YAML_OPTIONAL},
	{"syslog", VDT_YAML_SCALAR, take_syslog, VDT_YAML_OPTIONAL},
	{"name", VDT_YAML_SCALAR, take_name, VDT_YAML_OPTIONAL},
};

int vdt_yaml_take_audit(struct vdt_yaml_builder *b, void *into, const struct vdt_yaml_node *value)
{
	static const struct vdt_yaml_schema schema = VDT_YAML_SCHEMA("audit", audit_keys);

	return take_section(b, &vdt_section_audit, &schema, &b->model->audit, value);
}

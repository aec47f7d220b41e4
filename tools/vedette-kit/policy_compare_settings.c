// SPDX-License-Identifier: BSD-3-Clause
/* accounts: and audit: */
#include <stdio.h>

#include "lib/policy/settings.h"
#include "tools/vedette-kit/policy_compare_part.h"

#define PATH 64

static void differ_section(json_t *changes, const struct vdt_section *section,
			   const struct vdt_model_settings *before,
			   const struct vdt_model_settings *after)
{
	struct vdt_model_settings sides[] = {*before, *after};
	char path[PATH], texts[2][VDT_SETTING_TEXT];

	/* What is not said holds nevertheless. */
	for (int i = 0; i < 2; i++)
		if (!sides[i].given)
			vdt_settings_default(section, &sides[i]);
	for (size_t i = 0; i < section->count; i++) {
		const struct vdt_setting *setting = &section->settings[i];
		uint32_t was = sides[0].value[setting->attr], is = sides[1].value[setting->attr];

		snprintf(path, sizeof(path), "%s.%s%s%s", section->name, setting->group ?: "",
			 setting->group ? "." : "", setting->key);
		vdt_differ(changes, path, vdt_setting_format(setting, was, texts[0]),
			   vdt_setting_format(setting, is, texts[1]),
			   is > was ? setting->stricter : -setting->stricter);
	}
}

static void differ_text(json_t *changes, const char *path, const char *before, const char *after)
{
	vdt_differ(changes, path, *before ? before : NULL, *after ? after : NULL, 0);
}

void vdt_differ_settings(json_t *changes, const struct vdt_model *before,
			 const struct vdt_model *after)
{
	differ_section(changes, &vdt_section_accounts, &before->accounts, &after->accounts);
	differ_section(changes, &vdt_section_audit, &before->audit, &after->audit);
	differ_text(changes, "audit.syslog", before->syslog.url, after->syslog.url);
	differ_text(changes, "audit.name", before->syslog.name, after->syslog.name);
}

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The sections of a policy that are nothing but values: accounts and audit. One table says how each
 * value is written, what it may be and where it stands in the blob; readers, printers, checks and
 * the comparison go by it. All values of a section are always in the blob.
 */
#ifndef VDT_POLICY_SETTINGS_H
#define VDT_POLICY_SETTINGS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

#include "lib/policy/model.h"

enum vdt_setting_unit {
	VDT_SETTING_COUNT, /* 12 */
	VDT_SETTING_TIME,  /* 90s, 15m, 12h; in seconds */
	VDT_SETTING_BYTES, /* 512KiB, 8MiB */
	VDT_SETTING_WORD,  /* one of two */
};

struct vdt_setting {
	const char *group, *key; /* accounts: {group: {key: value}}, or no group */
	uint16_t attr;		 /* u32 in the blob, index in the model */
	enum vdt_setting_unit unit;
	uint32_t min, max, otherwise; /* the same bounds as in include/spec/vedette.yaml */
	int stricter;		      /* above 0: if it is more; below 0: if it is less */
	const char *words[2];	      /* of 0 and 1 */
};

struct vdt_section {
	const char *name;
	const struct vdt_setting *settings;
	size_t count;
};

extern const struct vdt_section vdt_section_accounts, vdt_section_audit;

#define VDT_SETTING_TEXT 24

/* What holds where the source says nothing. */
void vdt_settings_default(const struct vdt_section *section, struct vdt_model_settings *settings);
/* A value as it is written, in the largest unit that has it whole. Returns @text. */
const char *vdt_setting_format(const struct vdt_setting *setting, uint32_t value,
			       char text[VDT_SETTING_TEXT]);
/* The settings of both sections, those that are given, as the canonical policy has them. */
void vdt_settings_print(const struct vdt_model *model, FILE *out);
void vdt_settings_json(const struct vdt_model *model, json_t *document);

#endif /* VDT_POLICY_SETTINGS_H */

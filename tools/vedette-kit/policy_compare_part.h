/* SPDX-License-Identifier: BSD-3-Clause */
/* What the files behind vdt_policy_compare() share. */
#ifndef VDT_KIT_POLICY_COMPARE_PART_H
#define VDT_KIT_POLICY_COMPARE_PART_H

#include <jansson.h>

#include "lib/policy/model.h"

/*
 * Add one difference, unless there is none; NULL for a side that has nothing. @stricter: above 0,
 * the new side allows less; below 0, more; 0, that is not for us to say.
 */
void vdt_differ(json_t *changes, const char *path, const char *before, const char *after,
		int stricter);

void vdt_differ_integrity(json_t *changes, const struct vdt_model *before,
			  const struct vdt_model *after);

void vdt_differ_settings(json_t *changes, const struct vdt_model *before,
			 const struct vdt_model *after);

#endif /* VDT_KIT_POLICY_COMPARE_PART_H */

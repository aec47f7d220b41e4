/* SPDX-License-Identifier: BSD-3-Clause */
/* What changes between two policies. */
#ifndef VDT_KIT_POLICY_COMPARE_H
#define VDT_KIT_POLICY_COMPARE_H

#include <jansson.h>

#include "lib/policy/model.h"

/*
 * A JSON array, new reference, of objects {path, before, after}: before is missing for what was
 * added, after for what was removed. Of integrity and lock they have an `effect`, weaker or
 * stricter. The order of sets, services and names means nothing to a
 * camera and makes no difference here. NULL: no memory.
 */
json_t *vdt_policy_compare(const struct vdt_model *before, const struct vdt_model *after);

#endif /* VDT_KIT_POLICY_COMPARE_H */

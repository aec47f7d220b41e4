/* SPDX-License-Identifier: BSD-3-Clause */
/* A policy for people and for scripts. */
#ifndef VDT_POLICY_PRINT_H
#define VDT_POLICY_PRINT_H

#include <jansson.h>
#include <stdio.h>

#include "lib/policy/model.h"

/* Write the canonical YAML of a checked model; vedette-kit builds the same blob from it again. */
void vdt_policy_print(const struct vdt_model *model, FILE *out);

/* The same content as a JSON document of the same shape, new reference; NULL: no memory. */
json_t *vdt_policy_json(const struct vdt_model *model);

#endif /* VDT_POLICY_PRINT_H */

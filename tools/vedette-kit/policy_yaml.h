/* SPDX-License-Identifier: BSD-3-Clause */
/* The policy language: from YAML to the model. docs/policy.md describes it. */
#ifndef VDT_KIT_POLICY_YAML_H
#define VDT_KIT_POLICY_YAML_H

#include "lib/policy/model.h"

/*
 * Read a policy, and the feeds that it names, relative to the folder of @path. The model is
 * initialised, sorted and checked here, and done here on failure. Returns 0, -ENOMEM, or -EINVAL
 * with @ret_error saying what was found, where, and what was expected.
 */
int vdt_policy_yaml_read(const char *text, size_t len, const char *path,
			 struct vdt_model *ret_model, struct vdt_model_error *ret_error);

#endif /* VDT_KIT_POLICY_YAML_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* What the files behind vdt_model_check() share. All return what it does. */
#ifndef VDT_POLICY_CHECK_PART_H
#define VDT_POLICY_CHECK_PART_H

#include "lib/policy/model.h"

int vdt_check_name(const struct vdt_model_name *name, const char *what, struct vdt_model_error *e);
int vdt_check_count(size_t count, size_t most, const char *what, struct vdt_model_error *e);
/* An empty path was not given. */
int vdt_check_path(const char *path, const char *what, const struct vdt_model_mark *at,
		   struct vdt_model_error *e);

int vdt_check_settings(const struct vdt_model *model, struct vdt_model_error *e);
int vdt_check_integrity(const struct vdt_model_integrity *integrity, struct vdt_model_error *e);

#endif /* VDT_POLICY_CHECK_PART_H */

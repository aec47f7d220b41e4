/* SPDX-License-Identifier: BSD-3-Clause */
/* The two outer forms of a policy in the hands of tests; what fails fails the test. */
#ifndef TEST_FORMS_H
#define TEST_FORMS_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/blob.h"
#include "lib/policy/print.h"
#include "tools/vedette-kit/policy_yaml.h"

struct bytes {
	uint8_t *data;
	size_t len;
};

static inline struct bytes blob_of(const struct vdt_model *model)
{
	struct bytes blob;

	cr_assert_eq(vdt_blob_encode(model, &blob.data, &blob.len), 0);
	return blob;
}

static inline struct bytes yaml_of(const struct vdt_model *model)
{
	struct bytes yaml;
	FILE *out = open_memstream((char **)&yaml.data, &yaml.len);

	vdt_policy_print(model, out);
	fclose(out);
	return yaml;
}

static inline void read_yaml(const struct bytes *yaml, struct vdt_model *ret_model)
{
	struct vdt_model_error error;
	int err = vdt_policy_yaml_read((char *)yaml->data, yaml->len, "t.yaml", ret_model, &error);

	cr_assert_eq(err, 0, "%u:%u: %s\n%s", error.line, error.column, error.text, yaml->data);
}

static inline void assert_same(const struct bytes *a, const struct bytes *b, const char *what)
{
	cr_assert_eq(a->len, b->len, "%s: %zu and %zu bytes", what, a->len, b->len);
	cr_assert_arr_eq(a->data, b->data, a->len, "%s", what);
}

#endif /* TEST_FORMS_H */

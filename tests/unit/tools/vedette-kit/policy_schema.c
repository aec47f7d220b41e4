// SPDX-License-Identifier: BSD-3-Clause
/* docs/policy.schema.json, with somebody else's YAML reader and schema validator. */

#include "tests/unit/tools/vedette-kit/forms.h"
#include "tests/unit/tools/vedette-kit/spawn.h"

#include "lib/base/file.h"

static void check(const char *example)
{
	char path[] = "/tmp/policy_schema.XXXXXX";
	struct vdt_model_error error;
	struct vdt_model model;
	struct bytes text, yaml;
	int fd = mkstemp(path);

	cr_assert_eq(vdt_file_read(example, 65536, &text.data, &text.len), 0);
	cr_assert_eq(vdt_policy_yaml_read((char *)text.data, text.len, example, &model, &error), 0);
	yaml = yaml_of(&model);
	cr_assert_eq(vdt_file_write_fd(fd, yaml.data, yaml.len), 0);
	close(fd);
	cr_expect_eq(RUN("python3", "tests/unit/tools/vedette-kit/policy_schema.py",
			 "docs/policy.schema.json", example, path),
		     0, "%s", example);
	unlink(path);
	vdt_model_done(&model);
	free(text.data);
	free(yaml.data);
}

Test(policy_schema, agrees_with_examples_and_canonical_output)
{
	check("docs/examples/lobby.yaml");
	check("docs/examples/locked.yaml");
}

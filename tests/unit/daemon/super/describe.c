// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/super/describe.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <jansson.h>

#include "daemon/super/plan.h"

Test(describe, tells_of_every_process)
{
	FILE *file = tmpfile();
	json_t *all, *process;
	size_t i;

	cr_assert_eq(vdt_plan_describe(file), 0);
	rewind(file);
	all = json_loadf(file, JSON_REJECT_DUPLICATES, NULL);
	cr_assert_eq(json_array_size(all), VDT_PROC_COUNT);
	json_array_foreach(all, i, process) {
		const struct vdt_plan *plan = &vdt_plan[i];
		json_t *calls = json_object_get(process, "system_calls");

		cr_expect_eq(json_integer_value(json_object_get(process, "uid")),
			     (json_int_t)plan->box.uid);
		cr_expect_eq(json_array_size(json_object_get(process, "capabilities")),
			     (size_t)__builtin_popcountll(plan->box.caps), "each has a name");
		if (i == VDT_SUPER)
			continue;
		cr_expect_gt(json_array_size(calls), 0u);
		cr_expect_eq(json_string_length(json_object_get(process, "filter_sha256")), 64u);
		for (size_t j = 0; j < json_array_size(calls); j++)
			cr_expect_neq(json_string_value(json_array_get(calls, j))[0], '?');
	}
	json_decref(all);
	fclose(file);
}

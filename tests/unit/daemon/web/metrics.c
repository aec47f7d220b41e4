// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/metrics.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(metrics, texts)
{
	static const struct {
		const char *json, *expected, *why;
	} cases[] = {
		{"{}", "", "nothing"},
		{"{\"a\":1,\"b\":{\"c\":-2,\"d\":true}}",
		 "# TYPE x_a untyped\nx_a 1\n# TYPE x_b_c untyped\nx_b_c -2\n"
		 "# TYPE x_b_d untyped\nx_b_d 1\n",
		 "members of members"},
		{"{\"s\":[{\"name\":\"b\",\"n\":1,\"m\":2},{\"name\":\"a\",\"n\":3}]}",
		 "# TYPE x_s_m untyped\nx_s_m{name=\"b\"} 2\n"
		 "# TYPE x_s_n untyped\nx_s_n{name=\"b\"} 1\nx_s_n{name=\"a\"} 3\n",
		 "lines of one name stand together, in order"},
		{"{\"s\":[4,5]}", "# TYPE x_s untyped\nx_s{name=\"0\"} 4\nx_s{name=\"1\"} 5\n",
		 "a list of numbers"},
		{"{\"t\":\"text\",\"n\":null,\"r\":1.5}", "",
		 "what is no whole number is left out"},
		{"{\"a-b\\nc\":1}", "# TYPE x_a_b_c untyped\nx_a_b_c 1\n", "names are plain"},
		{"{\"s\":[{\"name\":\"\\\"}\\n\\\\\",\"n\":1}]}",
		 "# TYPE x_s_n untyped\nx_s_n{name=\"\\\"}?\\\\\"} 1\n", "labels cannot break out"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		json_t *json = json_loads(cases[i].json, 0, NULL);
		char *text = vdt_metrics_text("x", json);

		cr_assert_str_eq(text, cases[i].expected, "%s: %s", cases[i].why, text);
		free(text);
		json_decref(json);
	}
}

Test(metrics, bounded)
{
	json_t *list = json_array(), *json = json_pack("{s:o}", "l", list);
	unsigned int lines = 0;
	char *text;

	for (unsigned int i = 0; i < VDT_METRICS_MAX + 10; i++)
		json_array_append_new(list, json_integer(i));
	text = vdt_metrics_text("x", json);
	for (char *at = text; *at; at++)
		lines += *at == '\n';
	cr_assert_eq(lines, VDT_METRICS_MAX + 1);
	free(text);
	json_decref(json);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/parameter.h"

#include <criterion/criterion.h>
#include <string.h>

Test(parameter, names_in_order)
{
	static const struct {
		const char *text;
		char stop;
		const char *names; /* each with a space behind */
	} cases[] = {
		{"after,limit", ',', "after limit "},
		{"after", ',', "after "},
		{"", ',', ""},
		{NULL, ',', ""},
		{"/api/v1/users", '}', ""},
		{"/api/v1/users/{id}", '}', "id "},
		{"/api/v1/users/{id}/tokens/{token}", '}', "id token "},
		{"/{a}{b}", '}', "a b "},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *cursor = cases[i].text, *name;
		char names[64] = "";
		size_t len;

		while ((name = vdt_parameter_next(&cursor, cases[i].stop, &len))) {
			strncat(names, name, len);
			strcat(names, " ");
		}
		cr_assert_str_eq(names, cases[i].names, "%s", cases[i].text);
	}
}

Test(parameter, found_by_the_whole_name)
{
	cr_assert_str_eq(vdt_parameter_find("limit,x", 5)->name, "limit");
	cr_assert_null(vdt_parameter_find("limit", 4));
	cr_assert_null(vdt_parameter_find("password", 8));
	cr_assert_null(vdt_parameter_find("", 0));
}

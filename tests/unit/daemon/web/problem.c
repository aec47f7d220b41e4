// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "daemon/web/problem.h"

static void must_be(json_t *json, const char *expected)
{
	char *text = json_dumps(json, JSON_COMPACT);

	cr_expect_str_eq(text, expected);
	free(text);
	json_decref(json);
}

Test(problem, json)
{
	must_be(vdt_problem_json(VDT_PROBLEM_NOT_FOUND, NULL, NULL),
		"{\"type\":\"/problems/not-found\",\"title\":\"There is no such resource\","
		"\"status\":404}");
	must_be(vdt_problem_json(VDT_PROBLEM_INVALID, "why",
				 json_pack("[{s:s,s:s}]", "pointer", "/a", "detail", "b")),
		"{\"type\":\"/problems/invalid\",\"title\":\"The body breaks a rule\","
		"\"status\":422,\"detail\":\"why\","
		"\"errors\":[{\"pointer\":\"/a\",\"detail\":\"b\"}]}");
}

Test(problem, who_is_not_known_learns_nothing)
{
	must_be(vdt_problem_json(VDT_PROBLEM_UNAUTHENTICATED, "locked", json_array()),
		"{\"type\":\"/problems/unauthenticated\","
		"\"title\":\"Authentication is required\",\"status\":401}");
}

static const struct {
	int code;
	unsigned int expected;
	const char *why;
} codes[] = {
	{-EACCES, 403, "no grant"},
	{-EPERM, 409, "the last administrator"},
	{-EBUSY, 503, "too much at the same time"},
	{-ENOENT, 404, "no such account"},
	{-EEXIST, 409, "a name that is there"},
	{-ESTALE, 412, "changed meanwhile"},
	{-EINVAL, 422, "a broken rule"},
	{-ENOTCONN, 503, "nobody there"},
	{-EIO, 500, "what nobody foresaw"},
};

Test(problem, codes)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		cr_expect_eq(vdt_problem_status(vdt_problem_of_code(codes[i].code)),
			     codes[i].expected, "%s", codes[i].why);
}

Test(problem, every_type_is_told_apart)
{
	for (int i = 0; i < VDT_PROBLEM_END; i++) {
		cr_expect_geq(vdt_problem_status(i), 400);
		for (int j = 0; j < i; j++)
			cr_expect(strcmp(vdt_problem_name(i), vdt_problem_name(j)), "%s",
				  vdt_problem_name(i));
	}
}

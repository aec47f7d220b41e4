// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <errno.h>

#include "lib/audit/chain.h"

#define ROOT "\"root\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\""

Test(drop, there_and_back)
{
	struct vdt_chain_drop drop = {.segment = 7, .first = 12345678901, .root = {1, 2}}, back;
	char details[VDT_AUDIT_DETAILS];

	cr_assert_eq(vdt_chain_put_drop(&drop, details), 0);
	cr_assert_eq(vdt_chain_get_drop(details, &back), 0);
	cr_assert_eq(back.segment, 7);
	cr_assert_eq(back.first, 12345678901);
	cr_assert_arr_eq(back.root, drop.root, sizeof(drop.root));
}

Test(drop, anything_else_is_none)
{
	static const struct {
		const char *details, *why;
	} cases[] = {
		{"", "nothing"},
		{"{}", "no fields"},
		{"{\"dropped_to_segment\":0,\"first_that_stays\":5," ROOT "}", "no segment went"},
		{"{\"dropped_to_segment\":1,\"first_that_stays\":-5," ROOT "}", "no such record"},
		{"{\"dropped_to_segment\":4294967296,\"first_that_stays\":5," ROOT "}",
		 "no number"},
		{"{\"dropped_to_segment\":1,\"first_that_stays\":5,\"root\":\"AAAA\"}", "no root"},
		{"{\"dropped_to_segment\":1,\"first_that_stays\":5,\"more\":1," ROOT "}", "more"},
	};
	struct vdt_chain_drop drop;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(vdt_chain_get_drop(cases[i].details, &drop), -EBADMSG, "%s",
			     cases[i].why);
	cr_assert_eq(vdt_chain_get_drop(
			     "{\"dropped_to_segment\":1,\"first_that_stays\":5," ROOT "}", &drop),
		     0, "and this is one");
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/query.h"

#include <criterion/criterion.h>
#include <errno.h>

/* Who may ask is decided by the class alone. */
Test(query, has_a_class)
{
	static const struct {
		unsigned int what, class;
		const char *why;
	} cases[] = {
		{VDT_QUERY_STATUS, VDT_CLASS_READ_SYSTEM, "every user sees how the camera is"},
		{VDT_QUERY_CONNECTIONS, VDT_CLASS_READ_SYSTEM_SENSITIVE, "addresses of people"},
		{VDT_QUERY_BANS, VDT_CLASS_READ_SYSTEM_SENSITIVE, "as GetIPAddressFilter of ONVIF"},
		{VDT_QUERY_POLICY, VDT_CLASS_READ_SYSTEM_SENSITIVE, "what is let through"},
		{VDT_QUERY_END, VDT_CLASS_END, "no query"},
		{UINT8_MAX, VDT_CLASS_END, "no query"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_eq(vdt_query_class(cases[i].what), cases[i].class, "%u: %s",
			     cases[i].what, cases[i].why);
	for (unsigned int what = 0; what < VDT_QUERY_END; what++)
		cr_expect(!vdt_access_allows(VDT_ROLE_NONE, vdt_query_class(what)),
			  "nobody asks %u without an account", what);
}

Test(query, what_is_none_is_refused)
{
	const struct vdt_msg_QUERY query = {.what = VDT_QUERY_END};
	struct vdt_answer answer = {};

	cr_expect_eq(vdt_query_tell(NULL, &query, &answer), -EINVAL);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/access/access.h"

#include <errno.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(access, matrix)
{
	/* Written out once more on purpose, as the ONVIF Core Specification has it. */
	static const struct {
		enum vdt_class class;
		bool none, viewer, operator, administrator;
	} rows[] = {
		{VDT_CLASS_PRE_AUTH, true, true, true, true},
		{VDT_CLASS_OWN, false, true, true, true},
		{VDT_CLASS_READ_MEDIA, false, true, true, true},
		{VDT_CLASS_READ_SYSTEM, false, true, true, true},
		{VDT_CLASS_ACTUATE, false, false, true, true},
		{VDT_CLASS_READ_SYSTEM_SENSITIVE, false, false, true, true},
		{VDT_CLASS_READ_SYSTEM_SECRET, false, false, false, true},
		{VDT_CLASS_WRITE_SYSTEM, false, false, false, true},
		{VDT_CLASS_UNRECOVERABLE, false, false, false, true},
	};

	cr_assert_eq(sizeof(rows) / sizeof(rows[0]), (size_t)VDT_CLASS_END);
	for (unsigned int i = 0; i < VDT_CLASS_END; i++) {
		const char *name = vdt_class_name(rows[i].class);

		cr_expect_eq(vdt_access_allows(VDT_ROLE_NONE, rows[i].class), rows[i].none, "%s",
			     name);
		cr_expect_eq(vdt_access_allows(VDT_ROLE_VIEWER, rows[i].class), rows[i].viewer,
			     "%s", name);
		cr_expect_eq(vdt_access_allows(VDT_ROLE_OPERATOR, rows[i].class), rows[i].operator,
			     "%s", name);
		cr_expect_eq(vdt_access_allows(VDT_ROLE_ADMINISTRATOR, rows[i].class),
			     rows[i].administrator, "%s", name);
	}
}

Test(access, numbers_that_are_none)
{
	cr_expect_not(vdt_access_allows(VDT_ROLE_END, VDT_CLASS_PRE_AUTH));
	cr_expect_not(vdt_access_allows(VDT_ROLE_ADMINISTRATOR, VDT_CLASS_END));
	cr_expect_not(vdt_access_allows(~0u, ~0u));
	cr_expect_null(vdt_role_name(VDT_ROLE_NONE));
	cr_expect_null(vdt_role_name(VDT_ROLE_END));
	cr_expect_null(vdt_class_name(VDT_CLASS_END));
}

Test(access, names)
{
	for (int role = VDT_ROLE_VIEWER; role < VDT_ROLE_END; role++)
		cr_expect_eq(vdt_role_find(vdt_role_name(role)), role);
	cr_expect_eq(vdt_role_find("root"), -EINVAL);
	cr_expect_eq(vdt_role_find(""), -EINVAL);
}

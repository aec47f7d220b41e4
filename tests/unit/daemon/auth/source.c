// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/source.h"

#include <criterion/criterion.h>

Test(source, same)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{"192.0.2.1:1", "192.0.2.1:2", true},
		{"192.0.2.1:1", "192.0.2.1", true},
		{"192.0.2.1:1", "[192.0.2.1]:1", true},
		{"192.0.2.1:1", "[::ffff:192.0.2.1]:1", true},
		{"192.0.2.1:1", "192.0.2.2:1", false},
		{"[::ffff:192.0.2.1]:1", "[::ffff:192.0.2.2]:1", false},
		{"[2001:db8::1]:1", "[2001:db8::2]:9", true},
		{"2001:db8::1", "[2001:db8::ffff:1]:9", true},
		{"[2001:db8::1]:1", "[2001:db8:0:1::1]:1", false},
		{"[fe80::1%eth0]:1", "[fe80::2%eth1]:1", false},
		{"[fe80::1%eth0]:1", "[fe80::1%eth1]:1", true},
		{"", "rubbish", true},
		{"", "192.0.2.1", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vdt_source a = vdt_source_parse(cases[i].a);
		struct vdt_source b = vdt_source_parse(cases[i].b);

		cr_assert_eq(vdt_source_same(&a, &b), cases[i].same, "%s and %s", cases[i].a,
			     cases[i].b);
	}
}

Test(source, site)
{
	static const struct {
		const char *source, *site; /* NULL: none */
	} cases[] = {
		{"[2001:db8:1:2::3]:1", "2001:db8:1::"},
		{"192.0.2.1:1", NULL},
		{"[::ffff:192.0.2.1]:1", NULL},
		{"[fe80::1%eth0]:1", NULL},
		{"[fd00:1:2:3::4]:1", NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vdt_source source = vdt_source_parse(cases[i].source), site, expected;
		bool has = vdt_source_site(&source, &site);

		cr_assert_eq(has, cases[i].site != NULL, "%s", cases[i].source);
		if (!has)
			continue;
		expected = vdt_source_parse(cases[i].site);
		cr_assert(vdt_source_same(&site, &expected), "%s", cases[i].source);
	}
}

// SPDX-License-Identifier: BSD-3-Clause
#include <stdlib.h>

#include <criterion/criterion.h>

#include "lib/view/bans.h"

Test(bans, a_ban)
{
	static const struct {
		struct vdt_nl_ban ban;
		const char *json, *why;
	} cases[] = {
		{{.source = {192, 0, 2, 1},
		  .source_len = 4,
		  .bits = 32,
		  .seconds = 60,
		  .offences = 2,
		  .dropped = 5,
		  .text = "guesses"},
		 "{\"source\":\"192.0.2.1\",\"prefix_length\":32,\"seconds\":60,\"offences\":2,"
		 "\"dropped\":5,\"spare\":false,\"why\":\"guesses\"}",
		 "with a reason"},
		{{.source = {[0] = 0x20, 0x01, 0x0d, 0xb8},
		  .source_len = 16,
		  .bits = 64,
		  .spare = true},
		 "{\"source\":\"2001:db8::\",\"prefix_length\":64,\"seconds\":0,\"offences\":0,"
		 "\"dropped\":0,\"spare\":true}",
		 "a network, without one"},
		{{.source = {192, 0, 2, 1}, .source_len = 4, .bits = 32, .text = "\x80\n"},
		 "{\"source\":\"192.0.2.1\",\"prefix_length\":32,\"seconds\":0,\"offences\":0,"
		 "\"dropped\":0,\"spare\":false,\"why\":\"\\\\x80\\\\x0a\"}",
		 "a reason that is not UTF-8 comes escaped"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *json = vdt_view_ban(&cases[i].ban);
		char *got = json_dumps(json, JSON_COMPACT);

		cr_expect_str_eq(got, cases[i].json, "%s: %s", cases[i].why, got);
		free(got);
		json_decref(json);
	}
}

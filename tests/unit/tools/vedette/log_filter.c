// SPDX-License-Identifier: BSD-3-Clause
#include "tools/vedette/log.h"

#include <criterion/criterion.h>

#include "lib/audit/record.h"

static const struct vdt_audit_record record = {.seq = 7,
					       .realtime = 1000ull * 1000000000,
					       .type = VDT_AUDIT_LOGIN,
					       .result = VDT_AUDIT_REFUSED,
					       .account = "ann",
					       .source = "10.0.0.20:4711"};

Test(log_filter, all_that_is_asked_must_hold)
{
	static const struct {
		struct vdt_options options;
		bool wanted;
		const char *why;
	} cases[] = {
		{{.result = -1}, true, "nothing is asked"},
		{{.result = -1, .since = 6}, true, "behind 6"},
		{{.result = -1, .since = 7}, false, "but not behind 7"},
		{{.result = -1, .type = VDT_AUDIT_LOGIN}, true, "type"},
		{{.result = -1, .type = VDT_AUDIT_LOGOUT}, false, "another type"},
		{{.result = VDT_AUDIT_REFUSED}, true, "result"},
		{{.result = VDT_AUDIT_OK}, false, "another result, though it is number 0"},
		{{.result = -1, .account = "ann"}, true, "account"},
		{{.result = -1, .account = "an"}, false, "not a part of it"},
		{{.result = -1, .source = "10.0.0.20"}, true, "the beginning of the source"},
		{{.result = -1, .source = "0.0.20"}, false, "not its middle"},
		{{.result = -1, .from = 1000, .to = 1000}, true, "in that very second"},
		{{.result = -1, .from = 1001}, false, "before"},
		{{.result = -1, .to = 999}, false, "after"},
		{{.result = VDT_AUDIT_REFUSED, .account = "bob"}, false, "one of two holds"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(vdt_log_wants(&cases[i].options, &record), cases[i].wanted, "%s",
			     cases[i].why);
}

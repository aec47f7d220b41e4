// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/filter.h"

#include <criterion/criterion.h>

#include "lib/audit/record.h"

#define ANY .result = VDT_FILTER_ANY_RESULT

Test(filter, wants)
{
	static const struct vdt_audit_record record = {
		.seq = 7,
		.realtime = 1000ull * 1000000000 + 1,
		.type = VDT_AUDIT_LOGIN,
		.result = VDT_AUDIT_REFUSED,
		.account = "ann",
		.source = "10.0.0.20:51324",
	};
	static const struct {
		struct vdt_audit_filter input;
		bool expected;
		const char *why;
	} rows[] = {
		{{ANY}, true, "no filter"},
		{{.after = 6, ANY}, true, "behind the one before"},
		{{.after = 7, ANY}, false, "behind itself"},
		{{.from = 1000, .to = 1000, ANY}, true, "both ends are included"},
		{{.from = 1001, ANY}, false, "too early"},
		{{.to = 999, ANY}, false, "too late"},
		{{.type = VDT_AUDIT_LOGIN, ANY}, true, "its type"},
		{{.type = VDT_AUDIT_LOGOUT, ANY}, false, "another type"},
		{{.result = VDT_AUDIT_REFUSED}, true, "its result"},
		{{.result = VDT_AUDIT_OK}, false, "another result, which is number 0"},
		{{.account = "ann", ANY}, true, "its account"},
		{{.account = "an", ANY}, false, "an account is compared as a whole"},
		{{.account = "", .source = "", ANY}, true, "empty is any"},
		{{.source = "10.0.0.20", ANY}, true, "an address without its port"},
		{{.source = "10.0.0.21", ANY}, false, "another address"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(vdt_filter_wants(&rows[i].input, &record), rows[i].expected, "%s",
			     rows[i].why);
}

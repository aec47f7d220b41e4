// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "lib/audit/log.h"
#include "lib/audit/sentence.h"

Test(finding, says_where_and_what)
{
	static const struct vdt_checkpoint known = {.size = 90};
	static const struct {
		struct vdt_audit_report report;
		const char *expected;
	} cases[] = {
		{{.state = VDT_LOG_INTACT,
		  .chain = {.records = 20, .first = 1, .seq = 20, .signed_to = 20}},
		 "intact: 20 records, the last is number 20"},
		{{.state = VDT_LOG_INTACT,
		  .chain = {.records = 16, .first = 5, .seq = 20, .signed_to = 18}},
		 "intact: 16 records, the last is number 20; those before number 5 were dropped "
		 "under signature; not checkpointed after record 18"},
		{{.state = VDT_LOG_ALTERED,
		  .kind = VDT_ITEM_RECORD,
		  .segment = 2,
		  .offset = 1234,
		  .chain = {.seq = 7}},
		 "altered at record 8, at offset 1234 of 0000000002.seg"},
		{{.state = VDT_LOG_ALTERED,
		  .kind = VDT_ITEM_NOTE,
		  .segment = 2,
		  .offset = 1234,
		  .chain = {.seq = 7}},
		 "altered after record 7, in a checkpoint, at offset 1234 of 0000000002.seg"},
		{{.state = VDT_LOG_ALTERED,
		  .kind = VDT_ITEM_RECORD,
		  .offset = 12,
		  .chain = {.seq = 7}},
		 "altered at record 8, in line 12"},
		{{.state = VDT_LOG_CUT, .kind = VDT_ITEM_HEADER, .segment = 3, .chain = {.seq = 7}},
		 "cut off after record 7, in a header, at offset 0 of 0000000003.seg"},
		{{.state = VDT_LOG_BEHEADED, .chain = {.first = 5, .seq = 7}},
		 "beheaded: the records before number 5 are missing, and none says that they were "
		 "dropped"},
		{{.state = VDT_LOG_ROLLED_BACK, .chain = {.seq = 7, .known = &known}},
		 "rolled back: it ends with record 7, and the known checkpoint is ahead of it"},
		{{.state = VDT_LOG_ROLLED_BACK, .chain = {.seq = 7, .log = {1}, .known = &known}},
		 "rolled back: it ends with record 7, and the known checkpoint is of another log"},
		{{.state = VDT_LOG_FORKED, .chain = {.seq = 100, .known = &known}},
		 "forked: its first 90 records are not those of the known checkpoint"},
		{{.state = VDT_LOG_UNCERTIFIED,
		  .chain = {.seq = 7, .segment = 2, .witnessed_to = 4}},
		 "not certified after record 4: the key of segment 2 is not cosigned by the unit"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[512];

		vdt_audit_finding(&cases[i].report, text, sizeof(text));
		cr_assert_str_eq(text, cases[i].expected);
	}
}

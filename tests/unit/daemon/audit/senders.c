// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/senders.h"

#include <criterion/criterion.h>
#include <vedette/audit.h>

Test(senders, each_type_has_its_own)
{
	static const struct {
		enum vdt_proc from;
		unsigned int type;
		bool allowed;
		const char *why;
	} cases[] = {
		{VDT_GUARD, VDT_AUDIT_PACKET_DROP, true, "guard relays the kernel"},
		{VDT_GUARD, VDT_AUDIT_POLICY_LOAD, true, "guard relays the kernel"},
		{VDT_AUTH, VDT_AUDIT_LOGIN, true, "auth decides"},
		{VDT_STREAM, VDT_AUDIT_VIEWER_START, true, "stream serves"},
		{VDT_SUPER, VDT_AUDIT_PROCESS_EXIT, true, "vedetted sees it"},
		{VDT_STREAM, VDT_AUDIT_LOGIN, false, "a stream taken over must not fake logins"},
		{VDT_STREAM, VDT_AUDIT_POLICY_LOAD, false, "nor policies"},
		{VDT_STREAM, VDT_AUDIT_AUDIT_STOP, false, "nor the end of the log"},
		{VDT_GUARD, VDT_AUDIT_AUDIT_START, false, "only the log says that"},
		{VDT_GUARD, 0, false, "not a type"},
		{VDT_GUARD, VDT_AUDIT_TYPE_END, false, "not a type"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(vdt_senders_allow(cases[i].from, cases[i].type), cases[i].allowed,
			     "%s", cases[i].why);
}

Test(senders, every_type_but_the_log_s_own_has_one)
{
	for (unsigned int type = VDT_AUDIT_PACKET_DROP; type < VDT_AUDIT_TYPE_END; type++) {
		unsigned int n = 0;

		for (unsigned int from = 0; from < VDT_PROC_COUNT; from++)
			n += vdt_senders_allow(from, type);
		cr_assert_geq(n, 1, "type %u", type);
	}
}

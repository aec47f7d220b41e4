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
		{VDT_WEB, VDT_AUDIT_LOGIN, false, "nobody believes web"},
		{VDT_WEB, VDT_AUDIT_CONFIG_CHANGE, false, "nor of settings"},
		{VDT_GUARD, 0, false, "not a type"},
		{VDT_GUARD, VDT_AUDIT_TYPE_END, false, "not a type"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(vdt_senders_allow(cases[i].from, cases[i].type), cases[i].allowed,
			     "%s", cases[i].why);
}

/* The log's own, and those of processes that are not there yet. */
static bool has_no_sender(unsigned int type)
{
	static const unsigned int types[] = {
		VDT_AUDIT_AUDIT_START,	     VDT_AUDIT_AUDIT_STOP,	VDT_AUDIT_AUDIT_DROP,
		VDT_AUDIT_AUDIT_FILLING,     VDT_AUDIT_AUDIT_FULL,	VDT_AUDIT_AUDIT_ON,
		VDT_AUDIT_AUDIT_OFF,	     VDT_AUDIT_AUDIT_EXPORT,

		VDT_AUDIT_WEAK_ON,	     VDT_AUDIT_WEAK_OFF,	VDT_AUDIT_FIRMWARE_START,
		VDT_AUDIT_FIRMWARE_VERIFY,   VDT_AUDIT_FIRMWARE_SWITCH, VDT_AUDIT_FIRMWARE_CONFIRM,
		VDT_AUDIT_FIRMWARE_ROLLBACK, VDT_AUDIT_TIME_SET,	VDT_AUDIT_TIME_STEP,
		VDT_AUDIT_CONSOLE_COMMAND,   VDT_AUDIT_REBOOT};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i] == type)
			return true;
	return false;
}

Test(senders, every_other_type_has_one)
{
	for (unsigned int type = 1; type < VDT_AUDIT_TYPE_END; type++) {
		unsigned int n = 0;

		for (unsigned int from = 0; from < VDT_PROC_COUNT; from++)
			n += vdt_senders_allow(from, type);
		cr_assert_eq(n > 0, !has_no_sender(type), "type %u", type);
	}
}

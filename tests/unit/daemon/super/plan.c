// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/super/plan.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "lib/sandbox/caps.h"
#include "lib/sandbox/filter.h"

Test(plan, rows_are_filled)
{
	int i;

	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++) {
		const struct vdt_plan *plan = &vdt_plan[i];
		const char *name = vdt_proc_name(i);

		cr_expect(plan->binary && !strncmp(plan->binary, VDT_LIBEXEC, strlen(VDT_LIBEXEC)),
			  "%s lies in " VDT_LIBEXEC, name);
		cr_expect_str_eq(plan->binary + strlen(VDT_LIBEXEC), name);
		cr_expect(plan->calls & VDT_CALLS_BASE, "%s", name);
		cr_expect(plan->box.memory && plan->box.files && plan->box.threads, "%s has limits",
			  name);
	}
}

Test(plan, uids_are_unique_and_reserved)
{
	int i, j;

	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++) {
		cr_expect(vdt_plan[i].box.uid >= 850 && vdt_plan[i].box.uid <= 859, "%s",
			  vdt_proc_name(i));
		for (j = VDT_SUPER; j < i; j++)
			cr_expect_neq(vdt_plan[i].box.uid, vdt_plan[j].box.uid, "%s and %s",
				      vdt_proc_name(i), vdt_proc_name(j));
	}
}

Test(plan, peers_are_mutual)
{
	int i, j;

	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++)
		for (j = VDT_SUPER + 1; j < VDT_PROC_COUNT; j++)
			cr_expect_eq(!(vdt_plan[i].peers & 1u << j), !(vdt_plan[j].peers & 1u << i),
				     "%s and %s", vdt_proc_name(i), vdt_proc_name(j));
}

/* Whether the message table lets @from say anything to @to. */
static bool may_talk(int from, int to)
{
	unsigned int id;

	for (id = 0; id < VDT_MSG_COUNT; id++) {
		static const uint64_t payload[VDT_MSG_ROOM / sizeof(uint64_t)];

		if (vdt_msg_check(from, to, id, payload, vdt_msg_size(id)) != -EPERM)
			return true;
	}
	return false;
}

Test(plan, channels_are_those_of_the_message_table)
{
	int i, j;

	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++)
		for (j = VDT_SUPER + 1; j < i; j++)
			cr_expect_eq(!!(vdt_plan[i].peers & 1u << j),
				     may_talk(i, j) || may_talk(j, i), "%s and %s",
				     vdt_proc_name(i), vdt_proc_name(j));
}

Test(plan, order_of_start_has_no_circle)
{
	int i;

	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++)
		cr_expect_eq(vdt_plan[i].after >> i, 0, "%s waits for itself or a later one",
			     vdt_proc_name(i));
}

Test(plan, nothing_is_reachable_before_the_guard)
{
	int i;

	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++)
		if (vdt_plan[i].listens || vdt_plan[i].exposed ||
		    vdt_plan[i].calls & VDT_CALLS_ACCEPT)
			cr_expect(vdt_plan[i].after & VDT_FROM(GUARD), "%s", vdt_proc_name(i));
}

Test(plan, who_parses_strangers_holds_nothing)
{
	int i;

	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++) {
		const struct vdt_plan *plan = &vdt_plan[i];

		if (!plan->exposed)
			continue;
		cr_expect_eq(plan->box.caps, 0);
		cr_expect_null(plan->state);
		cr_expect_eq(plan->calls & (VDT_CALLS_READ | VDT_CALLS_WRITE), 0);
	}
}

Test(plan, capabilities)
{
	int i;

	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++) {
		cr_expect_eq(vdt_plan[i].box.caps & ~vdt_plan[VDT_SUPER].box.caps, 0,
			     "vedetted cannot pass on what it dropped");
		if (i != VDT_GUARD)
			cr_expect_eq(vdt_plan[i].box.caps, 0, "%s", vdt_proc_name(i));
	}
}

Test(plan, state_folders_are_private)
{
	const struct vdt_path *path;
	int i, j;

	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++)
		for (j = VDT_SUPER + 1; j < VDT_PROC_COUNT; j++)
			for (path = vdt_plan[j].box.paths; path->path; path++)
				if (i != j && vdt_plan[i].state)
					cr_expect_neq(strncmp(path->path, vdt_plan[i].state,
							      strlen(vdt_plan[i].state)),
						      0, "%s reaches the folder of %s",
						      vdt_proc_name(j), vdt_proc_name(i));
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/budget.h"

#include "lib/base/clock.h"

/* The virtual scheduling form of the generic cell rate algorithm: one number is the whole state. */
bool vdt_budget_take(struct vdt_budget *budget, uint64_t now)
{
	const uint64_t cost = VDT_NS_PER_SECOND / budget->rate;
	uint64_t from = budget->spent_until > now ? budget->spent_until : now;

	if (from + cost > now + budget->burst * cost)
		return false;
	budget->spent_until = from + cost;
	return true;
}

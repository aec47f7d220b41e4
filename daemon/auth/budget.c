// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/budget.h"

/* The virtual scheduling form of the generic cell rate algorithm: one number is the whole state. */
bool vdt_budget_take(struct vdt_budget *budget, uint64_t now)
{
	uint64_t from = budget->spent_until > now ? budget->spent_until : now;

	if (from + budget->every > now + budget->burst * budget->every)
		return false;
	budget->spent_until = from + budget->every;
	return true;
}

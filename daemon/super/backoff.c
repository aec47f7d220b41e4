// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/super/backoff.h"

uint32_t vdt_backoff(uint32_t last, uint64_t uptime)
{
	if (!last || uptime >= VDT_BACKOFF_HEALTHY)
		return VDT_BACKOFF_FIRST;
	return last > VDT_BACKOFF_LAST / 2 ? VDT_BACKOFF_LAST : last * 2;
}

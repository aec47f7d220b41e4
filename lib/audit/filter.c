// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/filter.h"

#include <string.h>

#include "lib/audit/record.h"
#include "lib/base/clock.h"

static bool is_in_time(const struct vdt_audit_filter *filter, const struct vdt_audit_record *record)
{
	int64_t seconds = (int64_t)(record->realtime / VDT_NS_PER_SECOND);

	return (!filter->from || seconds >= filter->from) && (!filter->to || seconds <= filter->to);
}

bool vdt_filter_wants(const struct vdt_audit_filter *filter, const struct vdt_audit_record *record)
{
	if (record->seq <= filter->after || !is_in_time(filter, record))
		return false;
	if (filter->type && record->type != filter->type)
		return false;
	if (filter->result != VDT_FILTER_ANY_RESULT && record->result != filter->result)
		return false;
	if (filter->account && *filter->account && strcmp(record->account, filter->account) != 0)
		return false;
	return !filter->source || !strncmp(record->source, filter->source, strlen(filter->source));
}

// SPDX-License-Identifier: BSD-3-Clause
#include <string.h>

#include "lib/audit/record.h"
#include "lib/base/clock.h"
#include "tools/vedette/log.h"

static bool is_in_time(const struct vdt_options *options, const struct vdt_audit_record *record)
{
	int64_t seconds = (int64_t)(record->realtime / VDT_NS_PER_SECOND);

	return (!options->from || seconds >= options->from) &&
	       (!options->to || seconds <= options->to);
}

bool vdt_log_wants(const struct vdt_options *options, const struct vdt_audit_record *record)
{
	if (record->seq <= options->since || !is_in_time(options, record))
		return false;
	if (options->type && record->type != options->type)
		return false;
	if (options->result >= 0 && record->result != options->result)
		return false;
	if (options->account && strcmp(record->account, options->account))
		return false;
	return !options->source ||
	       !strncmp(record->source, options->source, strlen(options->source));
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/filter.h"
#include "tools/vedette/log.h"

bool vdt_log_wants(const struct vdt_options *options, const struct vdt_audit_record *record)
{
	const struct vdt_audit_filter filter = {
		.after = options->since,
		.from = options->from,
		.to = options->to,
		.type = options->type,
		.result = options->result >= 0 ? options->result : VDT_FILTER_ANY_RESULT,
		.account = options->account,
		.source = options->source,
	};

	return vdt_filter_wants(&filter, record);
}

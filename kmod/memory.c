// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "memory.h"

static u8 judge_anonymous(const struct vdt_mapping *mapping)
{
	return mapping->exec && !mapping->jit ? VEDETTE_INTEGRITY_REASON_ANONYMOUS
					      : VEDETTE_INTEGRITY_REASON_NONE;
}

static u8 judge_file(const struct vdt_mapping *mapping)
{
	if (mapping->write && (mapping->exec || mapping->was_exec))
		return VEDETTE_INTEGRITY_REASON_WRITABLE_CODE;
	if (!mapping->exec)
		return VEDETTE_INTEGRITY_REASON_NONE;
	if (mapping->writable)
		return VEDETTE_INTEGRITY_REASON_SHARED_CODE;
	if (mapping->was_written && !mapping->was_exec)
		return VEDETTE_INTEGRITY_REASON_WAS_WRITTEN;
	return VEDETTE_INTEGRITY_REASON_NONE;
}

u8 vdt_memory_eval(const struct vdt_mapping *mapping)
{
	return mapping->anonymous ? judge_anonymous(mapping) : judge_file(mapping);
}

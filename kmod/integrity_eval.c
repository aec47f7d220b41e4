// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "integrity_eval.h"

static bool is_too_old(const struct vdt_integrity *integrity, const struct vdt_package *package)
{
	return *package->label && package->build < vdt_integrity_minimum(integrity, package->label);
}

u8 vdt_integrity_eval(const struct vdt_integrity *integrity, const struct vdt_verdict *verdict)
{
	size_t len = vdt_hash_size(verdict->hash);

	if (len && vdt_integrity_revokes_hash(integrity, verdict->digest, len))
		return VEDETTE_INTEGRITY_REASON_REVOKED_HASH;
	if (verdict->reason)
		return verdict->reason;
	if (vdt_integrity_revokes_key(integrity, verdict->key_id))
		return VEDETTE_INTEGRITY_REASON_REVOKED_KEY;
	if (is_too_old(integrity, &verdict->package))
		return VEDETTE_INTEGRITY_REASON_TOO_OLD;
	return VEDETTE_INTEGRITY_REASON_NONE;
}

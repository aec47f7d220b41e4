/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* What the policy says of a file whose content is known. */
#ifndef VDT_INTEGRITY_EVAL_H
#define VDT_INTEGRITY_EVAL_H

#include "core.h"
#include "policy_integrity.h"
#include "verdict_cache.h"

/*
 * Whether code of this verdict may be used: enum vedette_integrity_reason, NONE if it may. What the
 * policy revokes is told before what is wrong with the signature.
 */
u8 vdt_integrity_eval(const struct vdt_integrity *integrity, const struct vdt_verdict *verdict);

#endif /* VDT_INTEGRITY_EVAL_H */

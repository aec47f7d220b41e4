/* SPDX-License-Identifier: BSD-3-Clause */
/* Say what is wrong with a policy. */
#ifndef VDT_POLICY_COMPLAIN_H
#define VDT_POLICY_COMPLAIN_H

#include "lib/policy/model.h"

/* Fill in @error, @at may be NULL; a text too long is cut. Always returns -EINVAL. */
__attribute__((format(printf, 3, 4))) int vdt_complain(struct vdt_model_error *error,
						       const struct vdt_model_mark *at,
						       const char *format, ...);

#endif /* VDT_POLICY_COMPLAIN_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* What is allowed, and yet rarely meant. */
#ifndef VDT_KIT_HINTS_H
#define VDT_KIT_HINTS_H

#include <stdio.h>

#include "lib/policy/model.h"

/*
 * One line for each service that the whole Internet can reach, for each kind of integrity that
 * holds little as it stands, and for a lock at boot that does not keep unsigned code out.
 */
void vdt_hints_print(const struct vdt_model *model, FILE *out);

#endif /* VDT_KIT_HINTS_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* What was only observed shows what a policy that enforces would refuse. */
#ifndef VDT_CLI_WARM_UP_H
#define VDT_CLI_WARM_UP_H

#include <stddef.h>
#include <stdint.h>

struct vdt_nl;

/*
 * Counts the denials that were observed and that the policy in the blob would enforce. Returns 0,
 * also where the blob is not to be understood, which the kernel will say better; or a negative
 * errno of the request.
 */
int vdt_warm_up_count(struct vdt_nl *nl, const void *blob, size_t len, unsigned int *ret_count);

#endif /* VDT_CLI_WARM_UP_H */

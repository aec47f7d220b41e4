/* SPDX-License-Identifier: BSD-3-Clause */
/* What was only observed shows what a policy that enforces would refuse. */
#ifndef VDT_CLI_WARM_UP_H
#define VDT_CLI_WARM_UP_H

#include <stddef.h>
#include <stdint.h>

struct vdt_nl;

/* Of a policy that is to be enforced. */
struct vdt_warm_up {
	unsigned int denials; /* observed, and such as the policy enforces for the first time */
	uint64_t forgotten;   /* which may have been such as well; 0 if it enforces nothing new */
};

/*
 * Looks at what was observed until now. Returns 0, also where the blob is not to be understood,
 * which the kernel will say better; or a negative errno of the request.
 */
int vdt_warm_up(struct vdt_nl *nl, const void *blob, size_t len, struct vdt_warm_up *ret_warm_up);

#endif /* VDT_CLI_WARM_UP_H */

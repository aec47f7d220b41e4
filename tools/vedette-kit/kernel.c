// SPDX-License-Identifier: BSD-3-Clause

#include "lib/kshim/core.h"
#include "kmod/policy_parse.h"

#include "tools/vedette-kit/kernel.h"

#include <errno.h>
#include <stdio.h>

int vdt_kernel_check(const uint8_t *blob, size_t len, char *why, size_t why_room)
{
	struct vdt_policy *policy = NULL;
	struct vdt_fault fault = {0};
	int err;

	err = vdt_policy_parse(blob, len, &policy, &fault);
	if (err) {
		snprintf(why, why_room, "%s (byte %zu, errno %d)",
			 fault.text ? fault.text : "no memory", fault.offset, -err);
		return -EINVAL;
	}
	vdt_policy_free(policy);
	return 0;
}

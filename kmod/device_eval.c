// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "device_eval.h"

enum vdt_device_use vdt_device_use(const struct vdt_device_claims *claims)
{
	if (claims->own)
		return VDT_DEVICE_IN_USE;
	if (!claims->disk)
		return VDT_DEVICE_FREE;
	return claims->partition && claims->disk <= claims->parts ? VDT_DEVICE_SPARE
								  : VDT_DEVICE_IN_USE;
}

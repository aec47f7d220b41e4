// SPDX-License-Identifier: BSD-3-Clause
#include <stdlib.h>
#include <string.h>

#include "daemon/stream/burst.h"

struct vdt_burst *vdt_burst_new(const void *data, size_t len, bool key)
{
	struct vdt_burst *burst = malloc(sizeof(*burst) + len);

	if (!burst)
		return NULL;
	*burst = (struct vdt_burst){.refs = 1, .len = len, .key = key};
	memcpy(burst->data, data, len);
	return burst;
}

struct vdt_burst *vdt_burst_get(struct vdt_burst *burst)
{
	burst->refs++;
	return burst;
}

void vdt_burst_put(struct vdt_burst *burst)
{
	if (burst && !--burst->refs)
		free(burst);
}

/* SPDX-License-Identifier: BSD-3-Clause */
/* The state of the enforcement as JSON. All return a new reference, or NULL without memory. */
#ifndef VDT_VIEW_STATUS_H
#define VDT_VIEW_STATUS_H

#include <jansson.h>

#include "lib/nl/client.h"
#include "lib/nl/integrity.h"

/* What the lock holds, or would hold: name, state, text. */
json_t *vdt_view_lock_item(const struct vdt_nl_part *item);
/* @lock_items: an array of the above, taken over. */
json_t *vdt_view_status(const struct vdt_nl_status *status,
			const struct vdt_nl_integrity *integrity, json_t *lock_items);

#endif /* VDT_VIEW_STATUS_H */

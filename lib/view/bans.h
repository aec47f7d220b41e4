/* SPDX-License-Identifier: BSD-3-Clause */
/* Bans as JSON. Both return a new reference, or NULL without memory. */
#ifndef VDT_VIEW_BANS_H
#define VDT_VIEW_BANS_H

#include <jansson.h>

#include "lib/nl/bans.h"

json_t *vdt_view_ban(const struct vdt_nl_ban *ban);
/* Only whom it is about: source, prefix_length. */
json_t *vdt_view_network(const struct vdt_nl_ban *ban);

#endif /* VDT_VIEW_BANS_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* Feeds as JSON. */
#ifndef VDT_VIEW_FEEDS_H
#define VDT_VIEW_FEEDS_H

#include <jansson.h>

#include "lib/nl/client.h"

/* A new reference, or NULL without memory. */
json_t *vdt_view_feed(const struct vdt_nl_feed *feed);

#endif /* VDT_VIEW_FEEDS_H */

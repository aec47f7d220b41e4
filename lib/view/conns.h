/* SPDX-License-Identifier: BSD-3-Clause */
/* Connections, their sources and their limits as JSON. All return a new reference, or NULL without
 * memory. */
#ifndef VDT_VIEW_CONNS_H
#define VDT_VIEW_CONNS_H

#include <jansson.h>

#include "lib/nl/client.h"

/* "established" ...; "unknown" for a state that TCP does not have. */
const char *vdt_conn_state_words(uint8_t state);

json_t *vdt_view_conn(const struct vdt_nl_conn *conn);
json_t *vdt_view_source(const struct vdt_nl_source *source);
json_t *vdt_view_limit(const struct vdt_nl_limit *limit);

#endif /* VDT_VIEW_CONNS_H */

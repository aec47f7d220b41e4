/* SPDX-License-Identifier: BSD-3-Clause */
/* Which policy or feed it is about. */
#ifndef VDT_VIEW_IDENTITY_H
#define VDT_VIEW_IDENTITY_H

#include <jansson.h>

#include "lib/nl/client.h"

/* name, version, digest. NULL: no memory. */
json_t *vdt_identity_json(const struct vdt_nl_identity *identity);

#endif /* VDT_VIEW_IDENTITY_H */

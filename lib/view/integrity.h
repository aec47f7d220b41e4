/* SPDX-License-Identifier: BSD-3-Clause */
/* What is judged and what came of it as JSON. All return a new reference, or NULL without memory.
 */
#ifndef VDT_VIEW_INTEGRITY_H
#define VDT_VIEW_INTEGRITY_H

#include <jansson.h>

#include "lib/nl/integrity.h"

/* "enforce", "log", "off", or "-" of what no policy decides. */
const char *vdt_integrity_mode_words(const struct vdt_nl_integrity *state, unsigned int kind);

/* The mode of each kind, by its name. */
json_t *vdt_view_integrity_modes(const struct vdt_nl_integrity *state);
json_t *vdt_view_integrity(const struct vdt_nl_integrity *state);
json_t *vdt_view_denial(const struct vdt_nl_denial *denial);

#endif /* VDT_VIEW_INTEGRITY_H */

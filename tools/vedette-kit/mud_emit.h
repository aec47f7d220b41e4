/* SPDX-License-Identifier: BSD-3-Clause */
/* From a policy to a MUD file (RFC 8520), for networks that want to know what the camera needs. */
#ifndef VDT_KIT_MUD_EMIT_H
#define VDT_KIT_MUD_EMIT_H

#include "lib/policy/model.h"
#include "tools/vedette-kit/mud_report.h"

/* A set that is a role in the network of whoever reads the file, instead of its addresses. */
struct vdt_mud_role {
	const char *set;
	const char *key;   /* "local-networks", "controller", ... */
	const char *value; /* of a controller; NULL: none */
};

struct vdt_mud_head {
	const char *url, *systeminfo, *last_update;
	const struct vdt_mud_role *roles; /* go before those that sets have by their names */
	size_t n_roles;
};

/*
 * Returns the document, a new reference, or NULL without memory. What a MUD file cannot say is
 * reported; the report is the caller's.
 */
json_t *vdt_mud_emit(const struct vdt_model *model, const struct vdt_mud_head *head,
		     struct vdt_mud_report *report);

#endif /* VDT_KIT_MUD_EMIT_H */

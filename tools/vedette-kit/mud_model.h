/* SPDX-License-Identifier: BSD-3-Clause */
/* From the wishes of a MUD file to the services, sets and egress rules of a policy. */
#ifndef VDT_KIT_MUD_MODEL_H
#define VDT_KIT_MUD_MODEL_H

#include "tools/vedette-kit/mud_report.h"
#include "tools/vedette-kit/mud_wish.h"

#define VDT_MUD_WISHES 1024

/* What the one who knows the network says of a peer that MUD only names. */
struct vdt_mud_fill {
	enum vdt_mud_peer_kind kind;
	const char *text;     /* of a controller; NULL: none */
	const char *prefixes; /* with commas between */
};

struct vdt_mud_wishes {
	struct vdt_mud_wish items[VDT_MUD_WISHES];
	size_t count;
};

/* Add a wish, together with one that differs in the IP version only. Returns 0 or -E2BIG. */
int vdt_mud_add_wish(struct vdt_mud_wishes *wishes, const struct vdt_mud_wish *wish);

/*
 * Make the wishes come true in @model, which has a name and a version only. What it has no room for
 * is reported. Returns 0, -ENOMEM, or -EINVAL with @ret_error if a fill is no list of prefixes.
 */
int vdt_mud_build(const struct vdt_mud_wishes *wishes, const struct vdt_mud_fill *fills,
		  size_t n_fills, struct vdt_model *model, struct vdt_mud_report *report,
		  struct vdt_model_error *ret_error);

#endif /* VDT_KIT_MUD_MODEL_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* From a MUD file (RFC 8520; the last drafts as well) to a policy. Nothing in it is trusted. */
#ifndef VDT_KIT_MUD_READ_H
#define VDT_KIT_MUD_READ_H

#include "tools/vedette-kit/mud_model.h"

#define VDT_MUD_SIZE  (1u << 20) /* bytes of a file */
#define VDT_MUD_DEPTH 24	 /* of its JSON; RFC 8520 needs half of that */

struct vdt_mud_options {
	const char *name; /* of the policy */
	uint64_t version;
	bool any_own_port; /* as vdt_mud_wish() */
	const struct vdt_mud_fill *fills;
	size_t n_fills;
};

/*
 * Read text[0..len). The model is initialised and checked here and the caller's, so is the report;
 * on failure there is nothing to free. What is not understood is left out and reported; what is no
 * MUD file at all is refused. Returns 0, -ENOMEM, or -EINVAL with @ret_error.
 */
int vdt_mud_read(const char *text, size_t len, const struct vdt_mud_options *options,
		 struct vdt_model *ret_model, struct vdt_mud_report *ret_report,
		 struct vdt_model_error *ret_error);

#endif /* VDT_KIT_MUD_READ_H */

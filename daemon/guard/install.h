/* SPDX-License-Identifier: BSD-3-Clause */
/* A policy that somebody sent, handed to the kernel, which alone decides. */
#ifndef VDT_GUARD_INSTALL_H
#define VDT_GUARD_INSTALL_H

#include <stdbool.h>

#include "daemon/guard/upload.h"

struct vdt_nl;
struct vdt_nl_identity;

/* How a policy is to be installed. */
struct vdt_install {
	uint32_t confirm; /* seconds until it reverts unless confirmed, 0: never */
	bool dry;	  /* only say whether the kernel would take it */
};

/*
 * Hand the policy in @upload to the kernel; feeds that it names are those in force. *ret_why is a
 * constant where something else than the kernel refused it, else NULL. Returns 0 with
 * *ret_identity, the errors of vdt_upload_read() and vdt_upload_split(), or the kernel's.
 */
int vdt_install(struct vdt_nl *nl, const struct vdt_upload *upload,
		const struct vdt_install *install, struct vdt_nl_identity *ret_identity,
		const char **ret_why);

#endif /* VDT_GUARD_INSTALL_H */

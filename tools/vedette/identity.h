/* SPDX-License-Identifier: BSD-3-Clause */
/* Which policy or feed it is about. */
#ifndef VDT_CLI_IDENTITY_H
#define VDT_CLI_IDENTITY_H

#include "lib/nl/client.h"
#include "tools/vedette/command.h"

/* Prints what was done to it, or its JSON. Returns the exit code. */
int vdt_identity_show(const struct vdt_options *options, const char *done,
		      const struct vdt_nl_identity *identity);

#endif /* VDT_CLI_IDENTITY_H */

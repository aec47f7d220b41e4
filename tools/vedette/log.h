/* SPDX-License-Identifier: BSD-3-Clause */
/* The audit log, shown or checked. */
#ifndef VDT_CLI_LOG_H
#define VDT_CLI_LOG_H

#include "tools/vedette/command.h"

/* Obeys json, follow, since and verify. Says where the log was altered; returns the exit code. */
int vdt_log_show(const struct vdt_options *options);

#endif /* VDT_CLI_LOG_H */

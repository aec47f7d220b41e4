/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_SUPER_SUPERVISE_H
#define VDT_SUPER_SUPERVISE_H

#include "lib/ipc/msgs.h"

/*
 * Run the processes of the plan until SIGTERM or SIGINT. With @provision only those that make the
 * unit's administrator account, until auth has ended. Returns the exit status for main().
 */
int vdt_supervise(enum vdt_provision provision);

#endif /* VDT_SUPER_SUPERVISE_H */

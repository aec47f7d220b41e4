/* SPDX-License-Identifier: BSD-3-Clause */
/* Which process may leave which records: who was taken over can lie about itself only. */
#ifndef VDT_AUDIT_SENDERS_H
#define VDT_AUDIT_SENDERS_H

#include <stdbool.h>

#include "lib/ipc/msgs.h"

/* Whether @from may leave records of @type (enum vdt_audit_type). */
bool vdt_senders_allow(enum vdt_proc from, unsigned int type);

#endif /* VDT_AUDIT_SENDERS_H */

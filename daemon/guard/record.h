/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_GUARD_RECORD_H
#define VDT_GUARD_RECORD_H

#include "lib/ipc/msgs.h"
#include "lib/nl/client.h"

/* The audit record of a kernel event. Returns 0, or -ENOMSG for a kind of event that a newer module
 * knows. */
int vdt_record_make(const struct vdt_nl_event *event, struct vdt_msg_RECORD *ret_record);
/* The record of @count kernel events that nobody can have again; the last one was @seq. */
void vdt_record_lost(uint64_t count, uint64_t seq, struct vdt_msg_RECORD *ret_record);

#endif /* VDT_GUARD_RECORD_H */

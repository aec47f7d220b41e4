/* SPDX-License-Identifier: BSD-3-Clause */
/* One event of the kernel, for people and for scripts. */
#ifndef VDT_CLI_EVENT_H
#define VDT_CLI_EVENT_H

#include <stddef.h>

#include <jansson.h>

#include "lib/nl/client.h"

#define VDT_EVENT_LINE 1024

/* Local time, number, type and what happened, escaped, without a newline; cut to @size. */
void vdt_event_line(const struct vdt_nl_event *event, char *ret_line, size_t size);
/* seq, time (RFC 3339, UTC), boottime (ns), type and what else the event has. */
json_t *vdt_event_json(const struct vdt_nl_event *event);

#endif /* VDT_CLI_EVENT_H */

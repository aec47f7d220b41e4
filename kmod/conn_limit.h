/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* What the counts of connections say to one more. Reads them, changes nothing. */
#ifndef VDT_CONN_LIMIT_H
#define VDT_CONN_LIMIT_H

#include "core.h"
#include "conn_group.h"

struct vdt_conn_rules;
struct vdt_wish;

/*
 * Returns VEDETTE_REASON_SERVICE when there is room for one more connection of the source, or
 *   limit	   all services have what they may, less the reserve unless the source is trusted
 *   limit-service the service has
 *   limit-source  the source has with the service, or its /48 is suspect: it has what
 *		   VDT_SITE_SOURCES sources may, and on average its /64s have half of what they may
 */
u8 vdt_limit_counts(const struct vdt_group_table *groups, const struct vdt_conn_rules *rules,
		    const struct vdt_addr *source, bool trusted);

/*
 * Returns whether the listener's accept queue is kept for others: its second half for sources that
 * have no connection to the port, its last quarter for the trusted. When it is full the stack drops
 * every SYN, and SYN cookies do not help.
 */
bool vdt_limit_queue(const struct vdt_group_table *groups, const struct vdt_wish *wish, u16 port);

#endif /* VDT_CONN_LIMIT_H */

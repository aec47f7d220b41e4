/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* What IP itself needs of neighbours and routers: ICMPv6 (RFC 4890) and IGMP. */
#ifndef VDT_CONTROL_H
#define VDT_CONTROL_H

#include "core.h"

struct vdt_packet;

/*
 * Returns VEDETTE_REASON_ICMPV6 or _IGMP for what must pass, VEDETTE_REASON_NEIGHBOUR for what
 * looks like it and cannot be true, 0 for everything else.
 */
u8 vdt_control_judge(const struct vdt_packet *packet);

#endif /* VDT_CONTROL_H */

/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * How many new destinations the device contacts in a time: what slows down a scan from here. A
 * destination that was contacted in the last VDT_DESTINATION_NS is not new and costs nothing. A
 * table of fixed size: where it is full the destination that was quiet longest makes room, and is
 * new again the next time.
 */
#ifndef VDT_FAN_OUT_H
#define VDT_FAN_OUT_H

#include "core.h"
#include "addr.h"

struct vdt_fan_out;

/* Returns an empty table, or NULL when there is no memory. The key makes the places unpredictable.
 */
struct vdt_fan_out *vdt_fan_out_new(const siphash_key_t *key, u64 now);
void vdt_fan_out_free(struct vdt_fan_out *table);

/*
 * Returns whether the destination may be contacted now: it is known, or fewer than per_minute (> 0)
 * new ones came before it. It is known from then on. Any context.
 */
bool vdt_fan_out_take(struct vdt_fan_out *table, const struct vdt_addr *destination, u32 per_minute,
		      u64 now);

#endif /* VDT_FAN_OUT_H */

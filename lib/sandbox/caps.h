/* SPDX-License-Identifier: BSD-3-Clause */
/* Capabilities as masks of 1 << CAP_X. */
#ifndef VDT_SANDBOX_CAPS_H
#define VDT_SANDBOX_CAPS_H

#include <linux/capability.h>
#include <stdint.h>

#define VDT_CAP(name) (1ull << CAP_##name)

/* "net_admin" ...; "?" for what is none that we use. */
const char *vdt_cap_name(unsigned int cap);
/* Nothing outside @mask can be had again, by this process or its children, not even through exec()
 * of a privileged file. Needs CAP_SETPCAP. Returns 0 or a negative errno. */
int vdt_caps_bound(uint64_t mask);
/*
 * Hold exactly @mask, and keep it through exec() as another user than root. Returns 0 or a negative
 * errno; -EPERM: @mask has more than the process holds.
 */
int vdt_caps_set(uint64_t mask);

#endif /* VDT_SANDBOX_CAPS_H */

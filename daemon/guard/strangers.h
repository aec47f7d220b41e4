/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_GUARD_STRANGERS_H
#define VDT_GUARD_STRANGERS_H

/*
 * Has the kernel show the module all BPF programs that are loaded. Without that, which is logged,
 * the device cannot be locked. Takes CAP_SYS_ADMIN.
 */
void vdt_strangers_show(void);

#endif /* VDT_GUARD_STRANGERS_H */

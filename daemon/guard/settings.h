/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_GUARD_SETTINGS_H
#define VDT_GUARD_SETTINGS_H

#include "lib/ipc/msgs.h"
#include "lib/nl/client.h"

/*
 * What the gateway must know of a policy that the kernel has verified. Returns 0, -ENOENT (the
 * policy says nothing of a stream) or -EBADMSG; then *ret_msg stays as it was.
 */
int vdt_settings_read(const struct vdt_nl_image *image, struct vdt_msg_STREAM_SETTINGS *ret_msg);

/* How the policy wants packets dropped early, enum vedette_xdp. */
uint8_t vdt_settings_xdp(const struct vdt_nl_image *image);

/* What audit and auth must know; where the policy says nothing, what include/vedette/settings.h
 * says. Returns 0 or -EBADMSG; then *ret_msg stays as it was. */
int vdt_settings_audit(const struct vdt_nl_image *image, struct vdt_msg_AUDIT_SETTINGS *ret_msg);
int vdt_settings_access(const struct vdt_nl_image *image, struct vdt_msg_ACCESS_SETTINGS *ret_msg);

#endif /* VDT_GUARD_SETTINGS_H */

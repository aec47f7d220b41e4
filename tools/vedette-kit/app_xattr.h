/* SPDX-License-Identifier: BSD-3-Clause */
/* The extended attribute security.ima of open files. */
#ifndef VDT_KIT_APP_XATTR_H
#define VDT_KIT_APP_XATTR_H

#include "tools/vedette-kit/app_signature.h"

#define VDT_APP_XATTR "security.ima"

/*
 * Returns 0, also if there is none (the length is 0 then), -ERANGE (longer than any signature),
 * -EOPNOTSUPP (the file system has no attributes), or the errno of fgetxattr(2).
 */
int vdt_app_xattr_get(int fd, struct vdt_app_signature *ret_signature);
/* Returns 0 or the errno of fsetxattr(2). */
int vdt_app_xattr_set(int fd, const struct vdt_app_signature *signature);

/* Why it cannot be set, and the way out, for people. */
const char *vdt_app_xattr_hint(int err);

#endif /* VDT_KIT_APP_XATTR_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* Is a file text? */
#ifndef VDT_KIT_UTF8_H
#define VDT_KIT_UTF8_H

#include "lib/policy/model.h"

/*
 * UTF-8 (RFC 3629: no surrogates, no overlong forms) without control characters but tab and line
 * ends. Returns 0, or -EINVAL with @ret_error at the first wrong byte.
 */
int vdt_utf8_check(const char *text, size_t len, const char *file,
		   struct vdt_model_error *ret_error);

#endif /* VDT_KIT_UTF8_H */

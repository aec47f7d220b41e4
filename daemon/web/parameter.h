/* SPDX-License-Identifier: BSD-3-Clause */
/* What may stand for {…} in a path and behind the '?': one name means one thing in all of the API.
 */
#ifndef VDT_WEB_PARAMETER_H
#define VDT_WEB_PARAMETER_H

#include "daemon/web/schema.h"

/* The field of parameter @name, of @len bytes; NULL if there is none. */
const struct vdt_field *vdt_parameter_find(const char *name, size_t len);

/*
 * The next name of a list "after,limit" (@stop ',') or of a path "/users/{id}" (@stop '}', which
 * looks between braces). *cursor begins as the text and moves on. Returns NULL at the end.
 */
const char *vdt_parameter_next(const char **cursor, char stop, size_t *ret_len);

#endif /* VDT_WEB_PARAMETER_H */

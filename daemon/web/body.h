/* SPDX-License-Identifier: BSD-3-Clause */
/* Members of the body of a request, which vdt_admit() has held against the route's schema. */
#ifndef VDT_WEB_BODY_H
#define VDT_WEB_BODY_H

#include "daemon/web/request.h"

/* Copy a string into a message's field of @room bytes; the schema sees to it that it fits. Returns
 * whether there is such a member. */
bool vdt_body_text(const struct vdt_request *request, const char *name, char *to, size_t room);
/* A number from the schema's range, or @otherwise. */
uint64_t vdt_body_number(const struct vdt_request *request, const char *name, uint64_t otherwise);
/* Is there such a member? */
bool vdt_body_has(const struct vdt_request *request, const char *name);
/* Is there such a member, and true? */
bool vdt_body_true(const struct vdt_request *request, const char *name);
/* Member "role", one of vdt_body_roles; VDT_ROLE_NONE if there is none. */
unsigned int vdt_body_role(const struct vdt_request *request);

/* For schemas. */
extern const char *const vdt_body_roles[];

#endif /* VDT_WEB_BODY_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* What the resources do, for the table in routes.c. */
#ifndef VDT_WEB_API_H
#define VDT_WEB_API_H

#include "daemon/web/route.h"
#include "daemon/web/schema.h"

/* For the fields of messages: copy what fits. */
void vdt_api_take(char *to, size_t room, const char *from);
/* The string @name of the body, "" if it has none; that it fits, the schema has checked. */
void vdt_api_text(const struct vdt_request *request, const char *name, char *to, size_t room);

/* api_unit.c */
extern const struct vdt_route_ops vdt_api_unit, vdt_api_activate;
extern const struct vdt_schema vdt_schema_unit, vdt_schema_activation;
/* api_session.c */
extern const struct vdt_route_ops vdt_api_log_in, vdt_api_session, vdt_api_log_out;
extern const struct vdt_schema vdt_schema_login, vdt_schema_session;

#endif /* VDT_WEB_API_H */

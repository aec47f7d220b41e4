/* SPDX-License-Identifier: BSD-3-Clause */
/* The API told to programs: the OpenAPI document, which is nothing but the route table and the
 * schemas in other words. */
#ifndef VDT_WEB_OPENAPI_H
#define VDT_WEB_OPENAPI_H

#include <jansson.h>

#include "daemon/web/route.h"

/* Of what the API promises: the first number is that of its paths. */
#define VDT_API_VERSION "1.0"

/*
 * The document (OpenAPI 3.1) for @routes. Beside what the standard has, every operation names its
 * access class (x-access-class, as in GET /api/v1/roles) and whether it needs a fresh proof of who
 * asks (x-reauthentication). NULL without memory.
 */
json_t *vdt_openapi_describe(const struct vdt_route *routes, size_t count);

#endif /* VDT_WEB_OPENAPI_H */

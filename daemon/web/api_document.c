// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/openapi.json: this API, told to programs. */
#include <stdlib.h>
#include <string.h>

#include "daemon/web/api.h"
#include "daemon/web/openapi.h"
#include "daemon/web/request.h"

static void begin(struct vdt_request *request)
{
	vdt_request_reply(request, 200, vdt_openapi_describe(vdt_routes, vdt_routes_count));
}

const struct vdt_route_ops vdt_api_document = {.begin = begin};

// SPDX-License-Identifier: BSD-3-Clause
/* THE table of the API. What each column means: route.h. */

#include "daemon/web/api.h"
#include "daemon/web/route.h"

#define KIB 1024ull

/* clang-format off */
#define ROW(m, p, c, to, b, f, q, o, t, g, s, text) \
	{.method = VDT_##m, .path = "/api/v1/" p, .class = VDT_CLASS_##c, .grant_to = VDT_##to, .body = b, .flags = f, \
	 .query = q, .ops = &vdt_api_##o, .takes = t, .gives = g, .status = s, .summary = text}

const struct vdt_route vdt_routes[] = {
	/*  method  path          class     asks  body     flags              query ops      takes                   gives                status */
	ROW(GET,    "unit",       PRE_AUTH, WEB,  0,       0,                 NULL, unit,     NULL,                   &vdt_schema_unit,    200, "Has the unit an owner?"),
	ROW(POST,   "activation", PRE_AUTH, AUTH, 4 * KIB, 0,                 NULL, activate, &vdt_schema_activation, NULL,                204, "Become the owner of the unit, once"),
	ROW(POST,   "session",    PRE_AUTH, AUTH, 4 * KIB, 0,                 NULL, log_in,   &vdt_schema_login,      &vdt_schema_session, 201, "Log in"),
	ROW(GET,    "session",    OWN,      WEB,  0,       VDT_ROUTE_QUIET,   NULL, session,  NULL,                   &vdt_schema_session, 200, "Who am I, and how long?"),
	ROW(DELETE, "session",    OWN,      AUTH, 0,       0,                 NULL, log_out,  NULL,                   NULL,                204, "Log out"),
};
/* clang-format on */

const size_t vdt_routes_count = sizeof(vdt_routes) / sizeof(*vdt_routes);

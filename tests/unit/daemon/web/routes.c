// SPDX-License-Identifier: BSD-3-Clause
/* The table of the API as it is, and who may what by it. */
#include <criterion/criterion.h>
#include <string.h>

#include "daemon/web/parameter.h"
#include "daemon/web/route.h"

/* What a stranger may; each row more is a decision. */
static const char *const strangers[] = {
	"GET /api/v1/unit",
	"POST /api/v1/activation",
	"POST /api/v1/session",
	"GET /.well-known/security.txt",
};
/* What a viewer may beside that: read what is no secret, and what is the viewer's own. */
static const char *const viewers[] = {
	"GET /api/v1/session",
	"DELETE /api/v1/session",
	"PUT /api/v1/users/me/password",
	"POST /api/v1/users/me/otp",
	"PUT /api/v1/users/me/otp",
	"DELETE /api/v1/users/me/otp",
	"POST /api/v1/session/reauthentication",
	"GET /api/v1/sessions",
	"DELETE /api/v1/sessions",
	"DELETE /api/v1/sessions/{session}",
	"GET /api/v1/roles",
	"GET /api/v1/certificate",
	"GET /api/v1/system",
	"GET /api/v1/openapi.json",
};
/* What an operator may beside that: look at the network and at the code. */
static const char *const operators[] = {
	"GET /api/v1/network/ports",
	"GET /api/v1/network/services",
	"GET /api/v1/network/connections",
	"GET /api/v1/network/sources",
	"GET /api/v1/network/limits",
	"GET /api/v1/network/bans",
	"GET /api/v1/network/stats",
	"GET /api/v1/network/feeds",
	"GET /api/v1/integrity",
	"GET /api/v1/integrity/denials",
	"GET /api/v1/policy",
	"GET /metrics",
};

static bool is_among(const char *const *list, size_t count, const struct vdt_route *route)
{
	char name[128];

	snprintf(name, sizeof(name), "%s %s", vdt_method_name(route->method), route->path);
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i], name))
			return true;
	return false;
}

#define AMONG(list, route) is_among(list, sizeof(list) / sizeof(*(list)), route)

Test(routes, every_route_and_every_role)
{
	unsigned int allowed[VDT_ROLE_END] = {0};

	for (size_t i = 0; i < vdt_routes_count; i++) {
		const struct vdt_route *route = &vdt_routes[i];
		bool may[VDT_ROLE_END];

		may[VDT_ROLE_NONE] = AMONG(strangers, route);
		may[VDT_ROLE_VIEWER] = may[VDT_ROLE_NONE] || AMONG(viewers, route);
		may[VDT_ROLE_OPERATOR] = may[VDT_ROLE_VIEWER] || AMONG(operators, route);
		may[VDT_ROLE_ADMINISTRATOR] = true;
		for (unsigned int role = 0; role < VDT_ROLE_END; role++) {
			cr_expect_eq(vdt_access_allows(role, route->class), may[role],
				     "%s %s as %s", vdt_method_name(route->method), route->path,
				     role ? vdt_role_name(role) : "nobody");
			allowed[role] += may[role];
		}
	}
	cr_assert_eq(allowed[VDT_ROLE_NONE], sizeof(strangers) / sizeof(*strangers));
	cr_assert_eq(allowed[VDT_ROLE_VIEWER] - allowed[VDT_ROLE_NONE],
		     sizeof(viewers) / sizeof(*viewers));
	cr_assert_eq(allowed[VDT_ROLE_OPERATOR] - allowed[VDT_ROLE_VIEWER],
		     sizeof(operators) / sizeof(*operators));
}

Test(routes, each_is_one_row_and_found)
{
	for (size_t i = 0; i < vdt_routes_count; i++) {
		const struct vdt_route *route = &vdt_routes[i];
		struct vdt_route_match match;

		vdt_route_find(vdt_routes, vdt_routes_count, route->method, route->path, &match);
		cr_assert_eq(match.route, route, "%s", route->path);
		cr_assert_not_null(route->ops->begin, "%s", route->path);
		cr_assert_not_null(route->summary, "%s", route->path);
		cr_assert(route->status >= 200 && route->status < 300, "%s", route->path);
	}
}

Test(routes, get_changes_nothing)
{
	for (size_t i = 0; i < vdt_routes_count; i++) {
		const struct vdt_route *route = &vdt_routes[i];

		if (route->method != VDT_GET)
			continue;
		cr_assert_neq(route->class, VDT_CLASS_WRITE_SYSTEM, "%s", route->path);
		cr_assert_neq(route->class, VDT_CLASS_UNRECOVERABLE, "%s", route->path);
		cr_assert_neq(route->class, VDT_CLASS_ACTUATE, "%s", route->path);
		cr_assert_eq(route->body, 0, "%s", route->path);
	}
}

Test(routes, every_parameter_has_a_form)
{
	for (size_t i = 0; i < vdt_routes_count; i++) {
		const char *path = vdt_routes[i].path, *query = vdt_routes[i].query, *name;
		size_t len;

		while ((name = vdt_parameter_next(&path, '}', &len)))
			cr_assert_not_null(vdt_parameter_find(name, len), "%s", vdt_routes[i].path);
		while ((name = vdt_parameter_next(&query, ',', &len)))
			cr_assert_not_null(vdt_parameter_find(name, len), "%s", vdt_routes[i].path);
	}
}

Test(routes, who_takes_a_body_has_room_and_a_form_for_it)
{
	for (size_t i = 0; i < vdt_routes_count; i++) {
		const struct vdt_route *route = &vdt_routes[i];
		bool streamed = route->flags & VDT_ROUTE_STREAMED;

		cr_assert_eq(route->body != 0, streamed || route->takes, "%s", route->path);
		cr_assert_eq(route->ops->piece != NULL, streamed, "%s", route->path);
		cr_assert(route->grant_to == VDT_WEB || route->ops->message, "%s", route->path);
	}
}

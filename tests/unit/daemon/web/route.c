// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <string.h>

#include "daemon/web/route.h"

static const struct vdt_route routes[] = {
	{.method = VDT_GET, .path = "/users", .query = "after,limit"},
	{.method = VDT_POST, .path = "/users"},
	{.method = VDT_GET, .path = "/users/{id}"},
	{.method = VDT_DELETE, .path = "/users/{id}"},
	{.method = VDT_PUT, .path = "/users/me"},
	{.method = VDT_DELETE, .path = "/users/{id}/tokens/{token}"},
};
#define COUNT (sizeof(routes) / sizeof(*routes))
#define M(m)  (1u << VDT_##m)

static const struct {
	enum vdt_method method;
	const char *path;
	int expected; /* index, -1: none */
	unsigned int methods;
	const char *first, *second;
	const char *why;
} rows[] = {
	{VDT_GET, "/users", 0, M(GET) | M(POST), "", "", "plain"},
	{VDT_POST, "/users", 1, M(GET) | M(POST), "", "", "another method"},
	{VDT_PUT, "/users", -1, M(GET) | M(POST), "", "", "a method that it does not know"},
	{VDT_GET, "/users/7", 2, M(GET) | M(DELETE), "7", "", "a parameter"},
	{VDT_PUT, "/users/me", 4, M(PUT), "", "", "a name before a parameter"},
	{VDT_GET, "/users/me", -1, M(PUT), "", "", "also if it does not know the method"},
	{VDT_DELETE, "/users/7/tokens/9", 5, M(DELETE), "7", "9", "two parameters"},
	{VDT_GET, "/user", -1, 0, "", "", "shorter"},
	{VDT_GET, "/userss", -1, 0, "", "", "longer"},
	{VDT_GET, "/users/", -1, 0, "", "", "an empty parameter"},
	{VDT_GET, "/users/7/", -1, 0, "", "", "something behind"},
	{VDT_GET, "/users/7/tokens", -1, 0, "", "", "too short"},
	{VDT_GET, "/", -1, 0, "", "", "the root"},
	{VDT_GET, "", -1, 0, "", "", "nothing"},
	{VDT_GET, "/Users", -1, 0, "", "", "paths have a case"},
	{VDT_GET,
	 "/users/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	 -1, 0, "", "", "a parameter that does not fit"},
};

Test(route, find)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct vdt_route_match got;

		vdt_route_find(routes, COUNT, rows[i].method, rows[i].path, &got);
		cr_expect_eq(got.route ? got.route - routes : -1, rows[i].expected, "%s",
			     rows[i].why);
		cr_expect_eq(got.methods, rows[i].methods, "%s", rows[i].why);
		cr_expect_str_eq(got.param[0], rows[i].first, "%s", rows[i].why);
		cr_expect_str_eq(got.param[1], rows[i].second, "%s", rows[i].why);
	}
}

Test(route, queries)
{
	cr_expect(vdt_route_knows(&routes[0], "after"));
	cr_expect(vdt_route_knows(&routes[0], "limit"));
	cr_expect_not(vdt_route_knows(&routes[0], "lim"), "a part of one");
	cr_expect_not(vdt_route_knows(&routes[0], "after,limit"), "all of them");
	cr_expect_not(vdt_route_knows(&routes[0], ""));
	cr_expect_not(vdt_route_knows(&routes[1], "after"), "a route without any");
}

/* What must hold for each row of the real table. */
Test(route, table)
{
	unsigned int open = 0;

	for (size_t i = 0; i < vdt_routes_count; i++) {
		const struct vdt_route *route = &vdt_routes[i];
		struct vdt_route_match got;

		cr_expect_eq(route->path[0], '/', "%s", route->path);
		cr_expect_lt(route->class, VDT_CLASS_END, "%s", route->path);
		cr_expect(route->ops && route->ops->begin, "%s does nothing", route->path);
		cr_expect(route->summary && *route->summary, "%s says nothing", route->path);
		cr_expect_not(route->method == VDT_GET && route->body, "%s: GET with a body",
			      route->path);
		cr_expect_not(route->takes && !route->body, "%s takes what cannot come",
			      route->path);
		cr_expect(!(route->flags & VDT_ROUTE_STREAMED) || route->ops->piece, "%s",
			  route->path);
		cr_expect(route->grant_to == VDT_WEB || route->ops->message,
			  "%s does not listen to the answer", route->path);
		open += route->class == VDT_CLASS_PRE_AUTH;
		for (size_t j = 0; j < i; j++)
			cr_expect(strcmp(vdt_routes[j].path, route->path) ||
					  vdt_routes[j].method != route->method,
				  "%s is there twice", route->path);
		vdt_route_find(vdt_routes, vdt_routes_count, route->method, route->path, &got);
		cr_expect_eq(got.route, route, "%s is hidden by another", route->path);
	}
	cr_expect_leq(open, 4, "more than four things can be done without a login");
}

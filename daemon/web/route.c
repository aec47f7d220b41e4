// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/route.h"

#include <string.h>

static const char *const methods[VDT_METHOD_END] = {
	[VDT_GET] = "GET",     [VDT_POST] = "POST",	[VDT_PUT] = "PUT",
	[VDT_PATCH] = "PATCH", [VDT_DELETE] = "DELETE",
};

const char *vdt_method_name(enum vdt_method method)
{
	return methods[method];
}

static size_t segment_length(const char *at)
{
	return strcspn(at, "/");
}

/* Does @path match @pattern? How many of its segments matched a brace goes to @ret_params. */
static bool matches(const char *pattern, const char *path, char (*ret_param)[VDT_ROUTE_PARAM_ROOM],
		    unsigned int *ret_params)
{
	*ret_params = 0;
	while (*pattern == '/' && *path == '/') {
		size_t want = segment_length(++pattern), got = segment_length(++path);

		if (*pattern == '{') {
			if (!got || got >= VDT_ROUTE_PARAM_ROOM || *ret_params == VDT_ROUTE_PARAMS)
				return false;
			memcpy(ret_param[*ret_params], path, got);
			ret_param[(*ret_params)++][got] = '\0';
		} else if (want != got || memcmp(pattern, path, want)) {
			return false;
		}
		pattern += want;
		path += got;
	}
	return !*pattern && !*path;
}

void vdt_route_find(const struct vdt_route *routes, size_t count, enum vdt_method method,
		    const char *path, struct vdt_route_match *ret_match)
{
	unsigned int least = VDT_ROUTE_PARAMS + 1; /* braces of the best so far */

	memset(ret_match, 0, sizeof(*ret_match));
	for (size_t i = 0; i < count; i++) {
		char param[VDT_ROUTE_PARAMS][VDT_ROUTE_PARAM_ROOM] = {};
		unsigned int params;

		if (!matches(routes[i].path, path, param, &params) || params > least)
			continue;
		if (params < least) {
			memset(ret_match, 0, sizeof(*ret_match));
			memcpy(ret_match->param, param, sizeof(param));
			least = params;
		}
		ret_match->methods |= 1u << routes[i].method;
		if (routes[i].method == method)
			ret_match->route = &routes[i];
	}
}

bool vdt_route_knows(const struct vdt_route *route, const char *name)
{
	const char *at = route->query;
	size_t len = strlen(name);

	while (at && *at && len) {
		size_t n = strcspn(at, ",");

		if (n == len && !memcmp(at, name, n))
			return true;
		at += n + (at[n] == ',');
	}
	return false;
}

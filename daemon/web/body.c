// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/body.h"

#include <stdio.h>

#include "lib/access/access.h"

const char *const vdt_body_roles[] = {"viewer", "operator", "administrator", NULL};

bool vdt_body_text(const struct vdt_request *request, const char *name, char *to, size_t room)
{
	const char *text = json_string_value(json_object_get(request->body, name));

	snprintf(to, room, "%s", text ? text : "");
	return text;
}

uint64_t vdt_body_number(const struct vdt_request *request, const char *name, uint64_t otherwise)
{
	const json_t *number = json_object_get(request->body, name);

	return number ? (uint64_t)json_integer_value(number) : otherwise;
}

bool vdt_body_has(const struct vdt_request *request, const char *name)
{
	return json_object_get(request->body, name);
}

bool vdt_body_true(const struct vdt_request *request, const char *name)
{
	return json_is_true(json_object_get(request->body, name));
}

unsigned int vdt_body_role(const struct vdt_request *request)
{
	const char *name = json_string_value(json_object_get(request->body, "role"));
	int role = name ? vdt_role_find(name) : VDT_ROLE_NONE;

	return role < 0 ? VDT_ROLE_NONE : role;
}

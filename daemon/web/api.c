// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/api.h"

#include <string.h>

#include "daemon/web/request.h"

void vdt_api_take(char *to, size_t room, const char *from)
{
	size_t len = strnlen(from, room - 1);

	memcpy(to, from, len);
	to[len] = '\0';
}

void vdt_api_text(const struct vdt_request *request, const char *name, char *to, size_t room)
{
	const char *text = json_string_value(json_object_get(request->body, name));

	vdt_api_take(to, room, text ? text : "");
}

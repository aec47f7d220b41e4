// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/roles: which role may do what, by the one table of lib/access. */
#include "daemon/web/api.h"
#include "daemon/web/body.h"

static const struct vdt_field a_class = VDT_STRING(NULL, 1, 31);
static const struct vdt_field role_fields[] = {
	VDT_WORD("name", vdt_body_roles, .flags = VDT_FIELD_REQUIRED),
	VDT_ARRAY("classes", 0, VDT_CLASS_END, &a_class, .flags = VDT_FIELD_REQUIRED,
		  .doc = "Access classes that it reaches; each operation names its class."),
};
static const struct vdt_schema role_schema = {
	.name = "Role",
	VDT_SCHEMA_FIELDS(role_fields),
};
static const struct vdt_field a_role = VDT_OBJECT(NULL, &role_schema);
static const struct vdt_field roles_fields[] = {
	VDT_ARRAY("roles", 0, VDT_ROLE_END, &a_role, .flags = VDT_FIELD_REQUIRED),
};
const struct vdt_schema vdt_schema_roles = {
	.name = "Roles",
	VDT_SCHEMA_FIELDS(roles_fields),
};

static json_t *classes_json(unsigned int role)
{
	json_t *list = json_array();

	for (unsigned int class = 0; class < VDT_CLASS_END; class ++)
		if (vdt_access_allows(role, class))
			json_array_append_new(list, json_string(vdt_class_name(class)));
	return list;
}

static void begin(struct vdt_request *request)
{
	json_t *list = json_array();

	for (unsigned int role = VDT_ROLE_NONE + 1; role < VDT_ROLE_END; role++)
		json_array_append_new(list, json_pack("{s:s, s:o}", "name", vdt_role_name(role),
						      "classes", classes_json(role)));
	vdt_request_reply(request, 200, json_pack("{s:o}", "roles", list));
}

const struct vdt_route_ops vdt_api_roles = {.begin = begin};

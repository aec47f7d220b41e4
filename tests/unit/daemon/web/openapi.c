// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/openapi.h"

#include <criterion/criterion.h>
#include <string.h>

static json_t *document;

static void set_up(void)
{
	document = vdt_openapi_describe(vdt_routes, vdt_routes_count);
	cr_assert_not_null(document);
}

static void tear_down(void)
{
	json_decref(document);
}

TestSuite(openapi, .init = set_up, .fini = tear_down);

static json_t *operation_of(const char *path, const char *method)
{
	json_t *paths = json_object_get(document, "paths");
	json_t *operation = json_object_get(json_object_get(paths, path), method);

	cr_assert_not_null(operation, "%s %s", method, path);
	return operation;
}

Test(openapi, every_route_is_in_it_with_its_class)
{
	static const char *const methods[] = {"get", "post", "put", "patch", "delete"};

	for (size_t i = 0; i < vdt_routes_count; i++) {
		json_t *operation = operation_of(vdt_routes[i].path, methods[vdt_routes[i].method]);

		cr_assert_str_eq(json_string_value(json_object_get(operation, "x-access-class")),
				 vdt_class_name(vdt_routes[i].class));
	}
}

/* Whatever "$ref" there is leads somewhere. */
static void check_references(const json_t *value)
{
	static const char prefix[] = "#/components/";
	const json_t *member, *target = json_object_get(document, "components");
	const char *name = json_string_value(json_object_get(value, "$ref")), *key;
	char kind[64];
	size_t i;

	if (name) {
		cr_assert_eq(strncmp(name, prefix, strlen(prefix)), 0, "%s", name);
		snprintf(kind, sizeof(kind), "%s", name + strlen(prefix));
		*strchr(kind, '/') = '\0';
		target = json_object_get(target, kind);
		cr_assert_not_null(json_object_get(target, strrchr(name, '/') + 1), "%s", name);
	}
	json_object_foreach((json_t *)value, key, member)
		check_references(member);
	json_array_foreach((json_t *)value, i, member)
		check_references(member);
}

Test(openapi, references_lead_somewhere)
{
	check_references(document);
}

Test(openapi, names_of_operations_are_unique)
{
	json_t *ids = json_object();
	const char *path, *method;
	json_t *methods, *operation;

	json_object_foreach(json_object_get(document, "paths"), path, methods)
		json_object_foreach(methods, method, operation) {
			const char *id =
				json_string_value(json_object_get(operation, "operationId"));

			cr_assert_null(json_object_get(ids, id), "%s", id);
			json_object_set_new(ids, id, json_true());
		}
	cr_assert_eq(json_object_size(ids), vdt_routes_count);
	cr_assert_not_null(json_object_get(ids, "patch_users_id"));
	json_decref(ids);
}

#define PROBLEM(status) ",\"" status "\":{\"$ref\":\"#/components/responses/Problem\"}"

Test(openapi, one_operation_whole)
{
	/* clang-format off */
	static const char expected[] =
		"{\"operationId\":\"delete_users_id\","
		"\"summary\":\"Delete an account and end its sessions\","
		"\"x-access-class\":\"write-system\",\"x-reauthentication\":true,"
		"\"security\":[{\"bearer\":[]},{\"session\":[],\"page\":[]}],"
		"\"parameters\":[{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{"
		"\"type\":\"integer\",\"minimum\":1,\"maximum\":4294967295,"
		"\"description\":\"Number of the account; it is never given twice.\"}},"
		"{\"name\":\"If-Match\",\"in\":\"header\",\"required\":true,\"schema\":{"
		"\"type\":\"string\",\"minLength\":1,\"maxLength\":12,"
		"\"description\":\"The ETag that GET gave.\"}}],"
		"\"responses\":{\"204\":{"
		"\"description\":\"Delete an account and end its sessions\"}"
		PROBLEM("400") PROBLEM("401") PROBLEM("403") PROBLEM("404") PROBLEM("409")
		PROBLEM("412") PROBLEM("422") PROBLEM("428") PROBLEM("429") PROBLEM("500") PROBLEM("503")
		PROBLEM("504") "}}";
	/* clang-format on */
	char *text = json_dumps(operation_of("/api/v1/users/{id}", "delete"), JSON_COMPACT);

	cr_assert_str_eq(text, expected, "%s", text);
	free(text);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/openapi.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "daemon/web/parameter.h"
#include "daemon/web/schema.h"

#define PROBLEM_TYPE "application/problem+json"

/* Put @schema and what it refers to among the components. */
static void add_schema(json_t *schemas, const struct vdt_schema *schema)
{
	if (!schema || json_object_get(schemas, schema->name))
		return;
	json_object_set_new(schemas, schema->name, vdt_schema_describe(schema));
	for (unsigned int i = 0; i < schema->count; i++) {
		add_schema(schemas, schema->fields[i].object);
		if (schema->fields[i].of)
			add_schema(schemas, schema->fields[i].of->object);
	}
}

static json_t *reference(const char *kind, const char *name)
{
	return json_pack("{s:o}", "$ref", json_sprintf("#/components/%s/%s", kind, name));
}

/* The name of a parameter is not 0-terminated in the table, its field has it once more. */
static void add_parameter(json_t *list, const struct vdt_field *field, const char *where)
{
	if (!field)
		return;
	json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:o}", "name", field->name, "in",
					      where, "required", strcmp(where, "query") != 0,
					      "schema", vdt_schema_describe_field(field)));
}

static json_t *describe_parameters(const struct vdt_route *route)
{
	static const struct vdt_field revision =
		VDT_STRING("If-Match", 3, 12, .doc = "The ETag that GET gave.");
	const char *path = route->path, *query = route->query, *name;
	json_t *list = json_array();
	size_t len;

	while ((name = vdt_parameter_next(&path, '}', &len)))
		add_parameter(list, vdt_parameter_find(name, len), "path");
	while ((name = vdt_parameter_next(&query, ',', &len)))
		add_parameter(list, vdt_parameter_find(name, len), "query");
	if (route->flags & VDT_ROUTE_IF_MATCH)
		add_parameter(list, &revision, "header");
	return list;
}

/* A browser's session needs, to change something, what only a page of ours knows beside it. */
static json_t *describe_security(const struct vdt_route *route)
{
	if (route->class == VDT_CLASS_PRE_AUTH)
		return json_array();
	if (route->method == VDT_GET)
		return json_pack("[{s:[]}, {s:[]}]", "bearer", "session");
	return json_pack("[{s:[]}, {s:[], s:[]}]", "bearer", "session", "page");
}

static json_t *describe_body(const struct vdt_route *route)
{
	if (route->flags & VDT_ROUTE_STREAMED)
		return json_pack("{s:b, s:{s:{}}}", "required", true, "content",
				 "application/octet-stream");
	return json_pack("{s:b, s:{s:{s:o}}}", "required", true, "content", "application/json",
			 "schema", reference("schemas", route->takes->name));
}

static json_t *describe_success(const struct vdt_route *route)
{
	json_t *success = json_pack("{s:s}", "description", route->summary);

	if (route->gives)
		json_object_set_new(success, "content",
				    json_pack("{s:{s:o}}", "application/json", "schema",
					      reference("schemas", route->gives->name)));
	else if (route->type)
		json_object_set_new(
			success, "content",
			json_pack("{s:{s:{s:s}}}", route->type, "schema", "type", "string"));
	return success;
}

static json_t *describe_responses(const struct vdt_route *route)
{
	const bool known = route->class != VDT_CLASS_PRE_AUTH;
	const bool changes = route->flags & VDT_ROUTE_IF_MATCH;
	const struct {
		unsigned int status;
		bool possible;
	} problems[] = {
		{400, true},
		{401, known},
		{403, known || route->method != VDT_GET},
		{404, strchr(route->path, '{') || route->method != VDT_GET},
		{409, route->method != VDT_GET},
		{412, changes},
		{413, route->body},
		{415, route->takes},
		{422, route->method != VDT_GET},
		{428, changes},
		{429, true},
		{500, true},
		{501, route->flags & VDT_ROUTE_STREAMED},
		{503, true},
		{504, true},
	};
	json_t *responses = json_object();
	char status[16];

	snprintf(status, sizeof(status), "%u", route->status);
	json_object_set_new(responses, status, describe_success(route));
	for (size_t i = 0; i < sizeof(problems) / sizeof(*problems); i++) {
		if (!problems[i].possible)
			continue;
		snprintf(status, sizeof(status), "%u", problems[i].status);
		json_object_set_new(responses, status, reference("responses", "Problem"));
	}
	return responses;
}

/* "patch_users_id": unique because method and path are. */
static json_t *describe_id(const struct vdt_route *route)
{
	static const char prefix[] = "/api/v1/";
	const char *path = route->path;
	char id[128];
	size_t len = snprintf(id, sizeof(id), "%s", vdt_method_name(route->method));

	if (!strncmp(path, prefix, sizeof(prefix) - 1))
		path += sizeof(prefix) - 2;
	for (; *path && len < sizeof(id) - 1; path++) {
		if (isalnum((unsigned char)*path))
			id[len++] = *path;
		else if (id[len - 1] != '_' && path[1])
			id[len++] = '_';
	}
	while (len && id[len - 1] == '_')
		len--;
	for (size_t i = 0; i < len; i++)
		id[i] = (char)tolower((unsigned char)id[i]);
	return json_stringn(id, len);
}

static json_t *describe_operation(const struct vdt_route *route)
{
	json_t *operation =
		json_pack("{s:o, s:s, s:s, s:b, s:o, s:o}", "operationId", describe_id(route),
			  "summary", route->summary, "x-access-class", vdt_class_name(route->class),
			  "x-reauthentication", !!(route->flags & VDT_ROUTE_FRESH), "security",
			  describe_security(route), "parameters", describe_parameters(route));

	if (route->takes || route->flags & VDT_ROUTE_STREAMED)
		json_object_set_new(operation, "requestBody", describe_body(route));
	json_object_set_new(operation, "responses", describe_responses(route));
	return operation;
}

static void add_route(json_t *paths, const struct vdt_route *route)
{
	json_t *path = json_object_get(paths, route->path);
	char method[8];

	if (!path) {
		path = json_object();
		json_object_set_new(paths, route->path, path);
	}
	snprintf(method, sizeof(method), "%s", vdt_method_name(route->method));
	for (char *at = method; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	json_object_set_new(path, method, describe_operation(route));
}

static const struct vdt_field error_fields[] = {
	VDT_STRING("pointer", 0, VDT_SCHEMA_POINTER, .flags = VDT_FIELD_REQUIRED,
		   .doc = "RFC 6901: the member of the body."),
	VDT_STRING("detail", 0, VDT_SCHEMA_DETAIL, .flags = VDT_FIELD_REQUIRED),
};
static const struct vdt_schema error_schema = {
	.name = "ProblemError",
	VDT_SCHEMA_FIELDS(error_fields),
};
static const struct vdt_field an_error = VDT_OBJECT(NULL, &error_schema);
static const struct vdt_field problem_fields[] = {
	VDT_STRING("type", 1, 64, .flags = VDT_FIELD_REQUIRED),
	VDT_STRING("title", 1, 128, .flags = VDT_FIELD_REQUIRED),
	VDT_INTEGER("status", 400, 599, .flags = VDT_FIELD_REQUIRED),
	VDT_STRING("detail", 0, VDT_REASON_ROOM),
	VDT_ARRAY("errors", 0, VDT_SCHEMA_ERRORS, &an_error),
};
static const struct vdt_schema problem_schema = {
	.name = "Problem",
	.doc = "RFC 9457. What is wrong, and what would not be.",
	VDT_SCHEMA_FIELDS(problem_fields),
};

static json_t *describe_components(const struct vdt_route *routes, size_t count)
{
	json_t *schemas = json_object(), *problem;

	add_schema(schemas, &problem_schema);
	for (size_t i = 0; i < count; i++) {
		add_schema(schemas, routes[i].takes);
		add_schema(schemas, routes[i].gives);
	}
	problem = json_pack("{s:s, s:{s:{s:o}}}", "description", "What went wrong.", "content",
			    PROBLEM_TYPE, "schema", reference("schemas", "Problem"));
	return json_pack("{s:o, s:{s:o}, s:{s:{s:s, s:s}, s:{s:s, s:s, s:s}, s:{s:s, s:s, s:s}}}",
			 "schemas", schemas, "responses", "Problem", problem, "securitySchemes",
			 "bearer", "type", "http", "scheme", "bearer", "session", "type", "apiKey",
			 "in", "cookie", "name", "__Host-session", "page", "type", "apiKey", "in",
			 "header", "name", "X-Auth-Token");
}

json_t *vdt_openapi_describe(const struct vdt_route *routes, size_t count)
{
	json_t *paths = json_object();

	for (size_t i = 0; i < count; i++)
		add_route(paths, &routes[i]);
	return json_pack("{s:s, s:{s:s, s:s, s:s}, s:[{s:s}], s:o, s:o}", "openapi", "3.1.0",
			 "info", "title", "Vedette", "version", VDT_API_VERSION, "description",
			 "Management of a camera: accounts, sessions, network, integrity, log. "
			 "Nothing is changed by GET.",
			 "servers", "url", "/", "paths", paths, "components",
			 describe_components(routes, count));
}

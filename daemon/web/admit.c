// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/admit.h"

#include <stdio.h>
#include <string.h>

#include "daemon/web/parameter.h"

static bool admit_path(struct vdt_request *request)
{
	const char *cursor = request->route->path, *name;
	struct vdt_schema_errors errors;
	size_t len;

	for (unsigned int i = 0; (name = vdt_parameter_next(&cursor, '}', &len)); i++) {
		const struct vdt_field *field = vdt_parameter_find(name, len);

		if (field && !vdt_schema_check_text(field, request->param[i], &errors))
			continue;
		vdt_request_problem(request, VDT_PROBLEM_NOT_FOUND, NULL);
		return false;
	}
	return true;
}

static bool is_repeated(const struct vdt_request *request, unsigned int i)
{
	for (unsigned int k = 0; k < i; k++)
		if (!strcmp(request->query[k].name, request->query[i].name))
			return true;
	return false;
}

static bool admit_query(struct vdt_request *request)
{
	for (unsigned int i = 0; i < request->n_queries; i++) {
		const struct vdt_parameter *query = &request->query[i];
		const struct vdt_field *field =
			vdt_parameter_find(query->name, strlen(query->name));
		struct vdt_schema_errors errors = {0};
		char detail[VDT_SCHEMA_DETAIL + sizeof(query->name) + 2];

		if (!field)
			vdt_schema_complain(&errors, "", "has no meaning here");
		else if (is_repeated(request, i))
			vdt_schema_complain(&errors, "", "is given twice");
		else if (!vdt_schema_check_text(field, query->value, &errors))
			continue;
		snprintf(detail, sizeof(detail), "%s %s", field ? field->name : "a parameter",
			 errors.error[0].detail);
		vdt_request_problem(request, VDT_PROBLEM_BAD_REQUEST, detail);
		return false;
	}
	return true;
}

void vdt_admit_refuse(struct vdt_request *request, const struct vdt_schema_errors *errors)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < errors->count; i++)
		json_array_append_new(list,
				      json_pack("{s:s, s:s}", "pointer", errors->error[i].pointer,
						"detail", errors->error[i].detail));
	vdt_request_invalid(request, VDT_PROBLEM_INVALID, NULL, list);
}

void vdt_admit_refuse_one(struct vdt_request *request, const char *pointer, const char *detail)
{
	struct vdt_schema_errors errors = {0};

	vdt_schema_complain(&errors, pointer, detail);
	vdt_admit_refuse(request, &errors);
}

static bool admit_body(struct vdt_request *request)
{
	struct vdt_schema_errors errors;

	if (!request->route->takes || request->route->flags & VDT_ROUTE_STREAMED)
		return true;
	if (!request->body) {
		vdt_admit_refuse_one(request, "", "is required");
		return false;
	}
	if (!vdt_schema_check(request->route->takes, request->body, &errors))
		return true;
	vdt_admit_refuse(request, &errors);
	return false;
}

bool vdt_admit(struct vdt_request *request)
{
	return admit_path(request) && admit_query(request) && admit_body(request);
}

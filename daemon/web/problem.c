// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/problem.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>

static const struct {
	const char *name;
	unsigned int status;
	const char *title;
} problems[VDT_PROBLEM_END] = {
#define ROW(id, name, status, title) [VDT_PROBLEM_##id] = {name, status, title},
	VDT_PROBLEMS(ROW)
#undef ROW
};

/* What the other processes mean by their codes; what is not here is nobody's business. */
static const struct {
	int code;
	enum vdt_problem problem;
} codes[] = {
	{-EACCES, VDT_PROBLEM_FORBIDDEN},	 {-EPERM, VDT_PROBLEM_CONFLICT},
	{-ENOENT, VDT_PROBLEM_NOT_FOUND},	 {-ESRCH, VDT_PROBLEM_NOT_FOUND},
	{-EEXIST, VDT_PROBLEM_CONFLICT},	 {-EALREADY, VDT_PROBLEM_CONFLICT},
	{-ENOSPC, VDT_PROBLEM_CONFLICT},	 {-EBUSY, VDT_PROBLEM_UNAVAILABLE},
	{-ESTALE, VDT_PROBLEM_PRECONDITION},	 {-EINVAL, VDT_PROBLEM_INVALID},
	{-EBADMSG, VDT_PROBLEM_INVALID},	 {-EKEYREJECTED, VDT_PROBLEM_INVALID},
	{-ERANGE, VDT_PROBLEM_INVALID},		 {-E2BIG, VDT_PROBLEM_TOO_LARGE},
	{-EFBIG, VDT_PROBLEM_TOO_LARGE},	 {-EMSGSIZE, VDT_PROBLEM_TOO_LARGE},
	{-EAGAIN, VDT_PROBLEM_TOO_MANY},	 {-EDQUOT, VDT_PROBLEM_TOO_MANY},
	{-ENOTSUP, VDT_PROBLEM_NOT_IMPLEMENTED}, {-ENOBUFS, VDT_PROBLEM_UNAVAILABLE},
	{-ENOTCONN, VDT_PROBLEM_UNAVAILABLE},	 {-ENODEV, VDT_PROBLEM_UNAVAILABLE},
	{-ETIMEDOUT, VDT_PROBLEM_TIMEOUT},
};

const char *vdt_problem_name(enum vdt_problem problem)
{
	return problems[problem].name;
}

unsigned int vdt_problem_status(enum vdt_problem problem)
{
	return problems[problem].status;
}

json_t *vdt_problem_json(enum vdt_problem problem, const char *detail, json_t *errors)
{
	char type[64];
	json_t *json;

	snprintf(type, sizeof(type), "/problems/%s", problems[problem].name);
	json = json_pack("{s:s, s:s, s:i}", "type", type, "title", problems[problem].title,
			 "status", (int)problems[problem].status);
	if (problem == VDT_PROBLEM_UNAUTHENTICATED)
		detail = NULL;
	if (json && detail && *detail)
		json_object_set_new(json, "detail", json_string(detail));
	if (json && errors && problem != VDT_PROBLEM_UNAUTHENTICATED)
		json_object_set(json, "errors", errors);
	json_decref(errors);
	return json;
}

enum vdt_problem vdt_problem_of_code(int code)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (codes[i].code == code)
			return codes[i].problem;
	return VDT_PROBLEM_INTERNAL;
}

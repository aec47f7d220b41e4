/* SPDX-License-Identifier: BSD-3-Clause */
/* The last look at a request before its handler: its parameters and its body, by the tables. */
#ifndef VDT_WEB_ADMIT_H
#define VDT_WEB_ADMIT_H

#include "daemon/web/request.h"
#include "daemon/web/schema.h"

/*
 * Whether what is asked has the form that the route wants. If not, the request is answered: 404 for
 * a path that cannot name anything, 400 for a query, 422 for a body, with what is allowed.
 */
bool vdt_admit(struct vdt_request *request);
/* Answer 422 with @errors; also for handlers that find more than a table can say. */
void vdt_admit_refuse(struct vdt_request *request, const struct vdt_schema_errors *errors);
/* The same with one error. */
void vdt_admit_refuse_one(struct vdt_request *request, const char *pointer, const char *detail);

#endif /* VDT_WEB_ADMIT_H */

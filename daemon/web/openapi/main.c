// SPDX-License-Identifier: BSD-3-Clause
/* Prints the OpenAPI document for docs/openapi.json; runs where the program is built. */
#include <stdio.h>

#include "daemon/web/openapi.h"

int main(void)
{
	json_t *document = vdt_openapi_describe(vdt_routes, vdt_routes_count);
	int err = document ? json_dumpf(document, stdout, JSON_INDENT(2)) : -1;

	json_decref(document);
	return err || putchar('\n') == EOF || fflush(stdout);
}

// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/json.h"

#include <stdio.h>

#include "tools/vedette-kit/command.h"

int vdt_kit_json(json_t *document)
{
	if (!document)
		return vdt_kit_fail(KIT_REFUSED, "no memory for JSON");
	json_dumpf(document, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(document);
	return KIT_DONE;
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/view/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/view/escape.h"

json_t *vdt_json_text(const char *text)
{
	json_t *value = json_string(text);
	_cleanup_free_ char *safe = NULL;

	if (value)
		return value;
	safe = malloc(VDT_ESCAPED(strlen(text)));
	if (!safe)
		return NULL;
	vdt_escape(text, safe, VDT_ESCAPED(strlen(text)));
	return json_string(safe);
}

json_t *vdt_json_key_id(uint32_t id)
{
	char text[9];

	snprintf(text, sizeof(text), "%08x", id);
	return json_string(text);
}

json_t *vdt_json_hex(const uint8_t *bytes, unsigned int len)
{
	char text[2 * 64 + 1];

	if (len > 64)
		return NULL;
	vdt_hex(bytes, len, text);
	return json_string(text);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/view/identity.h"

#include "lib/view/value.h"

json_t *vdt_identity_json(const struct vdt_nl_identity *identity)
{
	return json_pack("{s:o, s:I, s:o}", "name", vdt_json_text(identity->name), "version",
			 (json_int_t)identity->version, "digest",
			 vdt_json_hex(identity->digest, VDT_NL_DIGEST));
}

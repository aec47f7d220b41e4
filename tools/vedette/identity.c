// SPDX-License-Identifier: BSD-3-Clause
#include <inttypes.h>
#include <stdio.h>

#include "lib/view/escape.h"
#include "lib/view/identity.h"
#include "tools/vedette/identity.h"

int vdt_identity_show(const struct vdt_options *options, const char *done,
		      const struct vdt_nl_identity *identity)
{
	char name[VDT_ESCAPED(sizeof(identity->name))], digest[2 * VDT_NL_DIGEST + 1];

	if (options->json)
		return vdt_json_finish(vdt_identity_json(identity));
	vdt_escape(identity->name, name, sizeof(name));
	vdt_hex(identity->digest, VDT_NL_DIGEST, digest);
	printf("%s: %s version %" PRIu64 ", sha256:%s\n", done, name, identity->version, digest);
	return VDT_EXIT_DONE;
}

/* SPDX-License-Identifier: BSD-3-Clause */
/* MUD files in the hands of tests. */
#ifndef TEST_MUD_H
#define TEST_MUD_H

#include "tests/unit/tools/vedette-kit/forms.h"

#include "tools/vedette-kit/mud_read.h"

#define ACCEPT "\"actions\": {\"forwarding\": \"accept\"}"
#define HEAD \
	"{\"ietf-mud:mud\": {\"mud-version\": 1," \
	"\"from-device-policy\": {\"access-lists\": {\"access-list\": [{\"name\": \"f\"}]}}," \
	"\"to-device-policy\": {\"access-lists\": {\"access-list\": [{\"name\": \"t\"}]}}},"

static const struct vdt_mud_fill test_fills[] = {
	{VDT_MUD_LOCAL, NULL, "10.0.0.0/8,fd00::/8"},
	{VDT_MUD_CONTROLLER, "urn:ietf:params:mud:dns", "10.0.0.53"},
};

static inline int read_mud(const char *text, size_t len, bool any_own_port,
			   struct vdt_model *ret_model, struct vdt_mud_report *ret_report,
			   struct vdt_model_error *ret_error)
{
	const struct vdt_mud_options options = {
		.name = "mud",
		.version = 1,
		.any_own_port = any_own_port,
		.fills = test_fills,
		.n_fills = sizeof(test_fills) / sizeof(*test_fills),
	};

	return vdt_mud_read(text, len, &options, ret_model, ret_report, ret_error);
}

#endif /* TEST_MUD_H */

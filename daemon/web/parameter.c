// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/web/parameter.h"

#include <string.h>

#include "lib/ipc/msgs.h"

static const char *const results[] = {"ok", "refused", "failed", "observed", NULL};

static const struct vdt_field parameters[] = {
	/* in paths */
	VDT_INTEGER("id", 1, UINT32_MAX, .doc = "Number of the account; it is never given twice."),
	VDT_INTEGER("token", 1, UINT32_MAX, .doc = "Number of the access token."),
	VDT_STRING("session", 16, 16, .rule = &vdt_rule_session,
		   .doc = "Public identifier of the session; it opens nothing."),
	VDT_STRING("address", 2, 45, .rule = &vdt_rule_address, .doc = "IPv4 or IPv6 address."),
	VDT_INTEGER("connection", 1, INT64_MAX, .doc = "Number of the connection."),
	/* in queries */
	VDT_INTEGER("account_id", 1, UINT32_MAX, .doc = "Number of an account."),
	VDT_STRING("account", 1, VDT_NAME_ROOM - 1, .doc = "Only of the account of this name."),
	VDT_STRING("source", 2, VDT_ADDRESS_ROOM - 1, .doc = "Only from this address."),
	VDT_STRING("type", 1, 31, .doc = "Only records of this type, as login.failed."),
	VDT_WORD("result", results, .doc = "Only records with this result."),
	VDT_INTEGER("after", 0, INT64_MAX, .doc = "Only what follows this sequence number."),
	VDT_INTEGER("limit", 1, 1000, .doc = "At most so many records."),
	VDT_INTEGER("since", 0, INT64_MAX, .doc = "Not before, in seconds since 1970, UTC."),
	VDT_INTEGER("until", 0, INT64_MAX, .doc = "Not after, in seconds since 1970, UTC."),
	VDT_BOOLEAN("newest", .doc = "The last ones of those wanted, not the first."),
	VDT_BOOLEAN("dry_run", .doc = "Say what would happen, and do nothing."),
	VDT_INTEGER(
		"confirm", 0, 86400,
		.doc = "Return to the old one after so many seconds unless confirmed; 0: stay."),
};

const struct vdt_field *vdt_parameter_find(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(parameters) / sizeof(*parameters); i++)
		if (strlen(parameters[i].name) == len && !memcmp(parameters[i].name, name, len))
			return &parameters[i];
	return NULL;
}

const char *vdt_parameter_next(const char **cursor, char stop, size_t *ret_len)
{
	const char *name = *cursor;

	if (name && stop == '}') {
		name = strchr(name, '{');
		name = name ? name + 1 : NULL;
	}
	if (!name || !*name)
		return NULL;
	*ret_len = strcspn(name, (const char[]){stop, '\0'});
	*cursor = name + *ret_len + (name[*ret_len] == stop);
	return name;
}

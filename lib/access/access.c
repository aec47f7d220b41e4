// SPDX-License-Identifier: BSD-3-Clause
#include "lib/access/access.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include <vedette/audit.h>

#define BEARER(role)	   (1u << VDT_ROLE_##role)
#define VDT_ADMINISTRATORS BEARER(ADMINISTRATOR)
#define VDT_OPERATORS	   (VDT_ADMINISTRATORS | BEARER(OPERATOR))
#define VDT_USERS	   (VDT_OPERATORS | BEARER(VIEWER))
#define VDT_EVERYBODY	   (VDT_USERS | BEARER(NONE))

_Static_assert(VDT_ROLE_VIEWER == (int)VDT_AUDIT_VIEWER &&
		       VDT_ROLE_OPERATOR == (int)VDT_AUDIT_OPERATOR &&
		       VDT_ROLE_ADMINISTRATOR == (int)VDT_AUDIT_ADMINISTRATOR &&
		       VDT_ROLE_END == (int)VDT_AUDIT_ROLE_END,
	       "roles have one number everywhere");

static const struct {
	const char *name;
	unsigned int who;
} classes[VDT_CLASS_END] = {
#define ROW(name, text, who) [VDT_CLASS_##name] = {text, who},
	VDT_CLASSES(ROW)
#undef ROW
};

static const char *const roles[VDT_ROLE_END] = {
	[VDT_ROLE_VIEWER] = "viewer",
	[VDT_ROLE_OPERATOR] = "operator",
	[VDT_ROLE_ADMINISTRATOR] = "administrator",
};

bool vdt_access_allows(unsigned int role, unsigned int class)
{
	return role < VDT_ROLE_END && class < VDT_CLASS_END && (classes[class].who & (1u << role));
}

const char *vdt_role_name(unsigned int role)
{
	return role < VDT_ROLE_END ? roles[role] : NULL;
}

int vdt_role_find(const char *name)
{
	for (int role = VDT_ROLE_NONE + 1; role < VDT_ROLE_END; role++)
		if (!strcmp(roles[role], name))
			return role;
	return -EINVAL;
}

const char *vdt_class_name(unsigned int class)
{
	return class < VDT_CLASS_END ? classes[class].name : NULL;
}

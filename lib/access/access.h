/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who may do what: the one table of roles and access classes, for the API, RTSP, the console and
 * ONVIF. The classes are those of the ONVIF Core Specification, section "Access classes for service
 * requests", and so is what each role may by default; OWN is ours.
 */
#ifndef VDT_ACCESS_H
#define VDT_ACCESS_H

#include <stdbool.h>

/* Numbers that go into messages, sealed files and audit records (enum vdt_audit_role); zero is
 * nobody. */
enum vdt_role {
	VDT_ROLE_NONE,
	VDT_ROLE_VIEWER,
	VDT_ROLE_OPERATOR,
	VDT_ROLE_ADMINISTRATOR,
	VDT_ROLE_END
};

/* name, name in documents, who may */
#define VDT_CLASSES(X) \
	X(PRE_AUTH, "pre-auth", VDT_EVERYBODY) /* before any login */ \
	X(OWN, "own", VDT_USERS)	       /* one's own password, sessions, second factor */ \
	X(READ_MEDIA, "read-media", VDT_USERS) \
	X(READ_SYSTEM, "read-system", VDT_USERS) \
	X(ACTUATE, "actuate", VDT_OPERATORS) \
	X(READ_SYSTEM_SENSITIVE, "read-system-sensitive", VDT_OPERATORS) \
	X(READ_SYSTEM_SECRET, "read-system-secret", VDT_ADMINISTRATORS) \
	X(WRITE_SYSTEM, "write-system", VDT_ADMINISTRATORS) \
	X(UNRECOVERABLE, "unrecoverable", VDT_ADMINISTRATORS)

#define VDT_CLASS_ENUM(name, text, who) VDT_CLASS_##name,
enum vdt_class { VDT_CLASSES(VDT_CLASS_ENUM) VDT_CLASS_END };

/* May a bearer of @role do what is of @class? Numbers that are neither role nor class may not. */
bool vdt_access_allows(unsigned int role, unsigned int class);
/* "administrator" ...; NULL for what is no role, VDT_ROLE_NONE too. */
const char *vdt_role_name(unsigned int role);
/* The role of that name, or -EINVAL. */
int vdt_role_find(const char *name);
/* "read-media" ...; NULL for what is no class. */
const char *vdt_class_name(unsigned int class);

#endif /* VDT_ACCESS_H */

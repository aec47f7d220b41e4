/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signatures apart from the files they belong to, as getfattr(1) prints and setfattr --restore
 *reads them:
 *
 *	# file: usr/bin/app
 *	security.ima=0sAwIE...
 *
 * with names relative to a folder. Bytes of a name that are no printable ASCII, and the backslash,
 * are backslash and three octal digits.
 */
#ifndef VDT_KIT_APP_MANIFEST_H
#define VDT_KIT_APP_MANIFEST_H

#include <stdio.h>

#include "tools/vedette-kit/app_signature.h"

struct vdt_app_entry {
	char *name;
	struct vdt_app_signature signature;
	bool is_used; /* for whoever goes through the files */
};

struct vdt_app_manifest {
	struct vdt_app_entry *entries; /* by name, each once */
	size_t count;
};

/*
 * Read @path. Every name stays beneath the folder: it is relative and has no "..", "." or empty
 * part. Says on standard error what is wrong, with the line; returns an exit code.
 */
int vdt_app_manifest_read(const char *path, struct vdt_app_manifest *ret_manifest);
/* The same of @text, which is overwritten and has a NUL behind its @len bytes. */
int vdt_app_manifest_parse(const char *path, char *text, size_t len,
			   struct vdt_app_manifest *ret_manifest);
void vdt_app_manifest_done(struct vdt_app_manifest *manifest);

/* NULL: it has no such name. */
struct vdt_app_entry *vdt_app_manifest_find(const struct vdt_app_manifest *manifest,
					    const char *name);

/* One entry. Returns 0 or -ENOMEM. */
int vdt_app_manifest_write(FILE *out, const char *name, const struct vdt_app_signature *signature);

/* A name as it stands in a manifest, or where people and terminals read it. NULL: no memory. */
char *vdt_app_quote(const char *name);

#endif /* VDT_KIT_APP_MANIFEST_H */

/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * To which package a file belongs and which build of it this is, as the signed content says: an ELF
 * note (include/vedette/package.h) or, in a script, a line
 *
 *	# vedette-package: LABEL BUILD
 *
 * The label has the form of a name in the policy, the build is a number of 32 bits.
 */
#ifndef VDT_PACKAGE_H
#define VDT_PACKAGE_H

#include "core.h"
#include "limits.h"

struct vdt_package {
	char label[VDT_NAME_MAX + 1]; /* "": the file says nothing */
	u32 build;
};

/* The content. Exactly len bytes at pos are read, which lie within size; 0 or a negative errno. */
struct vdt_package_source {
	int (*read)(void *ctx, u64 pos, void *ret_bytes, size_t len);
	void *ctx;
	u64 size;
};

/*
 * Returns 0, with the label "" if there is none; -EBADMSG: what is there makes no sense, is there
 * twice, or is beyond the bounds; or what source->read() returned. elf(5), System V ABI "Note".
 */
int vdt_package_read(const struct vdt_package_source *source, struct vdt_package *ret_package);

#endif /* VDT_PACKAGE_H */

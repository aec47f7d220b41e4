/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * For vendors: says in a program or library to which package it belongs and which build of it this
 * is, so that a policy can demand a minimum:
 *
 *	#include <vedette/package.h>
 *	VEDETTE_PACKAGE("camera-app", 42);
 *
 * stands once, in one of its C files. The policy then has `builds: {camera-app: 42}`. The label has
 * at most 31 characters of [a-z0-9_-] and begins with a letter. A script says it in a line of its
 * own within its first 512 bytes: # vedette-package: camera-app 42
 *
 * It is an ELF note: name "Vedette", type 1, the build in 4 bytes, the lowest first, and the label
 * with its NUL. `readelf -n` shows it; the linker keeps it; strip does so too.
 */
#ifndef VEDETTE_PACKAGE_H
#define VEDETTE_PACKAGE_H

#define VEDETTE_PACKAGE(package_label, package_build) \
	static const struct { \
		unsigned int name_size, desc_size, type; \
		char name[8]; \
		unsigned char build[4]; \
		char label[sizeof(package_label)]; \
	} vedette_package __attribute__((used, section(".note.vedette"), aligned(4))) = { \
		sizeof("Vedette"), \
		4 + sizeof(package_label), \
		1, \
		"Vedette", \
		{(package_build)&0xff, (package_build) >> 8 & 0xff, (package_build) >> 16 & 0xff, \
		 (package_build) >> 24 & 0xff}, \
		package_label, \
	}

#endif /* VEDETTE_PACKAGE_H */

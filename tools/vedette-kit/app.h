/* SPDX-License-Identifier: BSD-3-Clause */
/* What the commands share that go through the files of applications: app sign, verify, apply. */
#ifndef VDT_KIT_APP_H
#define VDT_KIT_APP_H

#include "tools/vedette-kit/app_pool.h"
#include "tools/vedette-kit/command.h"

/* Of the command line. */
struct vdt_app_options {
	bool all, json;
	unsigned int jobs; /* 0: one per processor */
	struct vdt_app_walk walk;
	const char *manifest; /* NULL: signatures are in the files' attributes */
};

#define VDT_APP_OPTIONS \
	{"all", 'a', NULL, "every regular file, not only code", KIT_OPTIONAL}, \
		{"mounts", 0, NULL, "also the file systems mounted beneath", KIT_OPTIONAL}, \
		{"jobs", 'j', "N", "files at a time, one per processor unless given", \
		 KIT_OPTIONAL}, \
	{ \
		"json", 0, NULL, "print JSON", KIT_OPTIONAL \
	}

/* Says on standard error what is wrong; returns an exit code. */
int vdt_app_options_read(const struct kit_args *args, struct vdt_app_options *ret_options);

/* Walk the operands and do the work, see vdt_app_pool_run(). The same; bytes are those read. */
int vdt_app_run(const struct kit_args *args, const struct vdt_app_options *options,
		vdt_app_work *work, void *arg, struct vdt_app_tree *ret_tree,
		unsigned long long *ret_bytes);

/* Open the file of a work to read. Returns a descriptor, or -1: it FAILED. */
int vdt_app_open(struct vdt_app_file *file);
/* Is it code, or wanted whatever it is? False also if it FAILED. */
bool vdt_app_is_wanted(struct vdt_app_file *file, int fd, bool all);
/*
 * Read its digest, whose kind the caller has set, and the note of its package. False: it FAILED.
 */
bool vdt_app_read(struct vdt_app_file *file, int fd, atomic_ullong *bytes,
		  struct vdt_app_digest *ret_digest);

/*
 * Print what became of the files: failures each on standard error, then the sum; or all as JSON.
 * With @list also those that are good. Returns an exit code, KIT_REFUSED if any FAILED.
 */
int vdt_app_report(const struct vdt_app_tree *tree, unsigned long long bytes, bool list, bool json);

#endif /* VDT_KIT_APP_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* Work on all files of a tree, many at a time, while a line on the terminal says how far it is. */
#ifndef VDT_KIT_APP_POOL_H
#define VDT_KIT_APP_POOL_H

#include <stdatomic.h>

#include "tools/vedette-kit/app_tree.h"

#define VDT_APP_JOBS 256 /* at most */

/* One file; runs in several threads. Adds to *@bytes what it reads. */
typedef void vdt_app_work(struct vdt_app_file *file, atomic_ullong *bytes, void *arg);

/*
 * Call @work for every file that has not FAILED and has no first name, up to @jobs at a time, 0 for
 * one per processor. Returns the bytes that were read.
 */
unsigned long long vdt_app_pool_run(struct vdt_app_tree *tree, unsigned int jobs,
				    vdt_app_work *work, void *arg);

#endif /* VDT_KIT_APP_POOL_H */

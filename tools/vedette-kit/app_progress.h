/* SPDX-License-Identifier: BSD-3-Clause */
/* One line on a terminal that says how far a long work is. */
#ifndef VDT_KIT_APP_PROGRESS_H
#define VDT_KIT_APP_PROGRESS_H

#include <stddef.h>

struct vdt_app_progress {
	size_t files, all_files;
	unsigned long long bytes, all_bytes;
	const char *name; /* at work */
};

/*
 * At most @columns characters, printable ASCII: " 42% [#####.......]  17/40 files, 3/9 MiB, NAME".
 * @len is the room in @line, which is cut too.
 */
void vdt_app_progress_line(const struct vdt_app_progress *progress, unsigned int columns,
			   char *line, size_t len);

/* Draw it over the last one on standard error; with NULL wipe it away. */
void vdt_app_progress_draw(const struct vdt_app_progress *progress);

#endif /* VDT_KIT_APP_PROGRESS_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the policy last said of the log, in a file beside it. The log is opened before the kernel
 * can be asked, and one opened by other settings would drop what they keep.
 */
#ifndef VDT_AUDIT_KEPT_H
#define VDT_AUDIT_KEPT_H

#include "daemon/audit/journal.h"

/* Leaves the defaults where there is no file, or none that is understood. */
void vdt_kept_load(const char *path, struct vdt_journal_settings *ret_settings);
/* Returns 0, also when nothing changed, or a negative errno of vdt_file_write(). */
int vdt_kept_store(const char *path, const struct vdt_journal_settings *settings);

#endif /* VDT_AUDIT_KEPT_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* The audit log, shown, exported or checked. */
#ifndef VDT_CLI_LOG_H
#define VDT_CLI_LOG_H

#include "tools/vedette/command.h"

struct vdt_audit_record;

/* Obeys the options of `vedette log`; shows every field by its name if @fields, else a sentence.
 * Says where the log was altered; returns the exit code. */
int vdt_log_show(const struct vdt_options *options, bool fields);

/* tools/vedette/log_filter.c: is @record among those that the options ask for? */
bool vdt_log_wants(const struct vdt_options *options, const struct vdt_audit_record *record);

#endif /* VDT_CLI_LOG_H */

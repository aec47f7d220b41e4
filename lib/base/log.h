/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What programs say about themselves: one line on standard error, "<level>program: text", the level
 * as syslog(3) numbers it so that an init system can sort. Libraries never log.
 */
#ifndef VDT_BASE_LOG_H
#define VDT_BASE_LOG_H

#include <syslog.h> /* LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO */

#define VDT_LOG_LINE 1024 /* longer lines are cut */

/* @program must outlive the process. */
void vdt_log_open(const char *program);
/* One write(2) per line, so lines of several processes do not mix. Control characters become '?'.
 */
__attribute__((format(printf, 2, 3))) void vdt_log(int level, const char *format, ...);

#endif /* VDT_BASE_LOG_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* Numbers in the text format of Prometheus (version 0.0.4). */
#ifndef VDT_WEB_METRICS_H
#define VDT_WEB_METRICS_H

#include <jansson.h>

#define VDT_METRICS_MAX 4096 /* lines; more are left out */

/*
 * The numbers in @value: each becomes a line, named by @prefix and the members on the way to it,
 * joined by '_'. Objects in a list are told apart by a label, which is their member "name", or
 * their place. Lines of one name stand together, as the format wants. Returns the text, to be
 * freed; NULL without memory.
 */
char *vdt_metrics_text(const char *prefix, const json_t *value);

#endif /* VDT_WEB_METRICS_H */

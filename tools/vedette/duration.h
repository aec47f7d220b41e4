/* SPDX-License-Identifier: BSD-3-Clause */
/* Times as people write them. */
#ifndef VDT_CLI_DURATION_H
#define VDT_CLI_DURATION_H

#include <stdint.h>

/* A number with s, m, h or d behind it, from 1 second to @max. Returns 0 or -EINVAL. */
int vdt_duration_parse(const char *text, uint32_t max, uint32_t *ret_seconds);

#endif /* VDT_CLI_DURATION_H */

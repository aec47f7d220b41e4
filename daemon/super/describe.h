/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VDT_SUPER_DESCRIBE_H
#define VDT_SUPER_DESCRIBE_H

#include <stdio.h>

/*
 * Write the plan to @out as JSON: for each process its user, capabilities, system calls with the
 * SHA-256 of its filter as this library compiles it, paths, limits and peers, so that it can be
 * compared with a running camera and with the documents. Returns 0, -ENOMEM, or a negative errno of
 * vdt_filter_compile() and of writing.
 */
int vdt_plan_describe(FILE *out);

#endif /* VDT_SUPER_DESCRIBE_H */

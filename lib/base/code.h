/* SPDX-License-Identifier: BSD-3-Clause */
/* Which files of a tree are code: what a camera executes, maps as code or loads into its kernel. */
#ifndef VDT_CODE_H
#define VDT_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define VDT_CODE_HEAD 4 /* bytes of the beginning that are looked at */

/*
 * By the path (a kernel module, also a compressed one, or anything under lib/firmware), by the mode
 * (executable by anybody) or by the @len first bytes (ELF, #!).
 */
bool vdt_code_is(const char *path, mode_t mode, const uint8_t *head, size_t len);

#endif /* VDT_CODE_H */

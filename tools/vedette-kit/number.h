/* SPDX-License-Identifier: BSD-3-Clause */
/* Decimal numbers as people write them. */
#ifndef VDT_KIT_NUMBER_H
#define VDT_KIT_NUMBER_H

#include <stdint.h>

/* Digits only, no sign, no leading zero. Returns 0, or -EINVAL also outside of @min to @max. */
int vdt_number_parse(const char *text, uint64_t min, uint64_t max, uint64_t *ret_number);

#endif /* VDT_KIT_NUMBER_H */

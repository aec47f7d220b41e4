/* SPDX-License-Identifier: BSD-3-Clause */
/* SipHash-2-4 as the kernel's linux/siphash.h gives it. */
#ifndef VDT_KSHIM_SIPHASH_H
#define VDT_KSHIM_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
	uint64_t key[2];
} siphash_key_t;

uint64_t vdt_kshim_siphash(const void *data, size_t len, const siphash_key_t *key);
#define siphash vdt_kshim_siphash

#endif /* VDT_KSHIM_SIPHASH_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* SipHash-2-4, and SipHash-1-3 for hash tables, as the kernel's linux/siphash.h gives them. */
#ifndef VDT_KSHIM_SIPHASH_H
#define VDT_KSHIM_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
	uint64_t key[2];
} siphash_key_t;

uint64_t vdt_kshim_siphash(const void *data, size_t len, const siphash_key_t *key);
#define siphash vdt_kshim_siphash

typedef siphash_key_t hsiphash_key_t;

uint32_t vdt_kshim_hsiphash_1u32(uint32_t word, const hsiphash_key_t *key);
#define hsiphash_1u32 vdt_kshim_hsiphash_1u32

uint32_t vdt_kshim_hsiphash_4u32(uint32_t first, uint32_t second, uint32_t third, uint32_t fourth,
				 const hsiphash_key_t *key);
#define hsiphash_4u32 vdt_kshim_hsiphash_4u32

#endif /* VDT_KSHIM_SIPHASH_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* Random bytes for keys, salts and passwords. */
#ifndef VDT_CRYPTO_RANDOM_H
#define VDT_CRYPTO_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Fill @buf from the kernel's generator. Returns 0; -EAGAIN if the generator has not been seeded
 * yet since boot (a key made then could be guessed: try again later); or another negative errno of
 * getrandom(2).
 */
int vdt_random(void *buf, size_t len);
/* A number in [0, @bound), each equally likely; @bound is not 0. Errors as vdt_random(). */
int vdt_random_below(uint32_t bound, uint32_t *ret_number);

#endif /* VDT_CRYPTO_RANDOM_H */

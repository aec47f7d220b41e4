/* SPDX-License-Identifier: BSD-3-Clause */
/* Digests of files, for people and for policies. */
#ifndef VDT_NL_DIGEST_H
#define VDT_NL_DIGEST_H

#include <stdint.h>

#define VDT_NL_DIGEST_WORDS 136

/*
 * The name of the algorithm, a colon and hexadecimal digits, as `revoked` of a policy has it;
 * nothing when @len is 0. The length, 32, 48 or 64, tells the algorithm. Returns @words.
 */
const char *vdt_nl_digest_words(const uint8_t *digest, unsigned int len,
				char words[VDT_NL_DIGEST_WORDS]);

#endif /* VDT_NL_DIGEST_H */

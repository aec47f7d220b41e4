/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernel's LPM trie (BPF_MAP_TYPE_LPM_TRIE), measured where it is used: in a BPF program. */
#ifndef BENCH_PREFIX_LPM_H
#define BENCH_PREFIX_LPM_H

#include <stddef.h>
#include <stdint.h>

#include "lib/policy/model.h"

enum {
	LPM_KEYS = 1 << 17, /* that are looked up, */
	LPM_SLICES = 32,    /* in parts, each too short to be often interrupted, */
	LPM_ROUNDS = 20,    /* as often; of every part the fastest time counts */
};

/*
 * Put the prefixes of a family into a trie and look up LPM_KEYS addresses of 16 bytes, IPv4 in its
 * mapped form, by BPF_PROG_TEST_RUN. Returns nanoseconds per lookup, or a negative
 * errno.
 */
double lpm_measure(const struct vdt_model_prefixes *list, enum vdt_model_family family,
		   const uint8_t (*keys)[16]);

#endif /* BENCH_PREFIX_LPM_H */

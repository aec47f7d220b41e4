/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a set of prefixes contains, found out in another way than the module does it: ranges with
 * both ends in 128 bits, sorted, joined, searched with bsearch(3).
 */
#ifndef BENCH_PREFIX_ORACLE_H
#define BENCH_PREFIX_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/policy/model.h"

struct oracle_range {
	unsigned __int128 first, last;
};

struct oracle {
	struct oracle_range *ranges[VDT_MODEL_FAMILIES];
	size_t n[VDT_MODEL_FAMILIES];
};

void oracle_init(struct oracle *oracle, const struct vdt_model_set *set);
void oracle_done(struct oracle *oracle);
/* @address: 16 bytes, IPv4 in its mapped form. */
bool oracle_contains(const struct oracle *oracle, const uint8_t *address);

/* The same by comparing with every prefix, bit by bit: the oracle's oracle. */
bool oracle_compare(const struct vdt_model_set *set, const uint8_t *address);

#endif /* BENCH_PREFIX_ORACLE_H */

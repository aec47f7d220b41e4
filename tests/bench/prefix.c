// SPDX-License-Identifier: BSD-3-Clause
/*
 * prefix LIST: memory, time and correctness of the module's database of prefix sets with the
 * prefixes of a list, beside the kernel's LPM trie with the same. One JSON object on standard
 * output. The database is the code that ships, compiled for user space.
 */

#include "lib/kshim/core.h"
#include "kmod/prefix_build.h"

#include <err.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "lib/policy/prefix.h"
#include "tests/bench/prefix_lpm.h"
#include "tests/bench/prefix_oracle.h"
#include "tools/vedette-kit/prefix_list.h"

enum {
	KEYS = 10 * 1000 * 1000, /* compared with the oracle, beside the boundaries */
	SAMPLE = 300,		 /* prefixes, against which the oracle is tried */
	SAMPLE_KEYS = 100000,
	REPEAT = 5, /* of these the fastest counts */
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* splitmix64: the same keys in every run. */
static uint64_t random_bits(void)
{
	static uint64_t state = 1;
	uint64_t z = state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

static struct vdt_addr address(const uint8_t *bytes, enum vdt_model_family family)
{
	return family == VDT_MODEL_IPV4 ? vdt_addr_from_v4(bytes) : vdt_addr_from_v6(bytes);
}

static struct vdt_addr random_key(enum vdt_model_family family)
{
	uint64_t bits[2] = {random_bits(), random_bits()};

	return address((uint8_t *)bits, family);
}

/* An address in the prefix: any, the first or the last, moved by @step. */
static struct vdt_addr member(const struct vdt_model_prefix *prefix, enum vdt_model_family family,
			      uint64_t fill_low, uint64_t fill_high, int step)
{
	size_t width = vdt_prefix_width(family);
	uint64_t fill[2] = {fill_low, fill_high};
	uint8_t bytes[16];

	memcpy(bytes, fill, sizeof(bytes));
	for (size_t bit = 0; bit < prefix->length; bit++) {
		uint8_t mask = 0x80 >> bit % 8;

		bytes[bit / 8] = (bytes[bit / 8] & ~mask) | (prefix->address[bit / 8] & mask);
	}
	for (size_t i = width; step && i--;) {
		bytes[i] += step;
		if (bytes[i] != (step > 0 ? 0 : 0xff))
			break;
	}
	return address(bytes, family);
}

static struct vdt_addr random_member(const struct vdt_model_prefixes *list,
				     enum vdt_model_family family)
{
	return member(&list->items[random_bits() % list->count], family, random_bits(),
		      random_bits(), 0);
}

/* Half of them random, half members or one bit beside. */
static struct vdt_addr mixed_key(const struct vdt_model_set *set, enum vdt_model_family family)
{
	struct vdt_addr key;
	uint64_t bits = random_bits();

	if (bits & 1 || !set->ip[family].count)
		return random_key(family);
	key = random_member(&set->ip[family], family);
	if (bits & 2) {
		size_t width = vdt_prefix_width(family);

		key.byte[16 - width + (bits >> 8) % width] ^= 1 << (bits >> 2) % 8;
	}
	return key;
}

static size_t disagrees(const struct vdt_prefix_db *db, const struct oracle *oracle,
			struct vdt_addr key)
{
	return vdt_prefix_lookup(db, &key) != oracle_contains(oracle, key.byte);
}

/* First, last, one before and one behind, of every prefix. */
static size_t count_wrong_at_boundaries(const struct vdt_prefix_db *db, const struct oracle *oracle,
					const struct vdt_model_set *set)
{
	size_t wrong = 0;

	for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
		for (size_t i = 0; i < set->ip[family].count; i++)
			for (int edge = 0; edge < 4; edge++) {
				uint64_t fill = edge & 1 ? ~0ULL : 0;
				int step = edge < 2 ? 0 : edge & 1 ? 1 : -1;

				wrong += disagrees(db, oracle,
						   member(&set->ip[family].items[i], family, fill,
							  fill, step));
			}
	return wrong;
}

static size_t count_wrong(const struct vdt_prefix_db *db, const struct vdt_model_set *set)
{
	struct oracle oracle;
	size_t wrong;

	oracle_init(&oracle, set);
	wrong = count_wrong_at_boundaries(db, &oracle, set);
	for (int i = 0; i < KEYS; i++)
		wrong += disagrees(db, &oracle, mixed_key(set, i % VDT_MODEL_FAMILIES));
	oracle_done(&oracle);
	return wrong;
}

/* An oracle that is wrong itself proves nothing: on a part of the set it is tried bit by bit. */
static void try_oracle(const struct vdt_model_set *set)
{
	struct vdt_model_set part = *set;
	struct oracle oracle;

	for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
		part.ip[family].count = min(part.ip[family].count, (size_t)SAMPLE);
	oracle_init(&oracle, &part);
	for (int i = 0; i < SAMPLE_KEYS; i++) {
		struct vdt_addr key = mixed_key(&part, i % VDT_MODEL_FAMILIES);

		if (oracle_contains(&oracle, key.byte) != oracle_compare(&part, key.byte))
			errx(1, "the oracle is wrong");
	}
	oracle_done(&oracle);
}

static uint8_t *pack(const struct vdt_model_prefixes *list, enum vdt_model_family family)
{
	uint8_t *packed = calloc(list->count + 1, vdt_prefix_width(family) + 1);

	if (!packed)
		err(1, "pack");
	vdt_list_pack(list, family, packed);
	return packed;
}

static struct vdt_prefix_source make_source(const struct vdt_model_set *set)
{
	return (struct vdt_prefix_source){
		.packed = {
			.ipv4 = pack(&set->ip[VDT_MODEL_IPV4], VDT_MODEL_IPV4),
			.ipv6 = pack(&set->ip[VDT_MODEL_IPV6], VDT_MODEL_IPV6),
			.ipv4_len = set->ip[VDT_MODEL_IPV4].count * VDT_PREFIX_PACKED4,
			.ipv6_len = set->ip[VDT_MODEL_IPV6].count * VDT_PREFIX_PACKED6,
		}};
}

static struct vdt_prefix_db *build(const struct vdt_prefix_source *source, double *ret_ms)
{
	struct vdt_prefix_db *db = NULL;
	const char *why = NULL;

	*ret_ms = INFINITY;
	for (int i = 0; i < REPEAT; i++) {
		double start = now();

		vdt_prefix_db_free(db);
		if (vdt_prefix_db_build(source, 1, SIZE_MAX, &db, &why))
			errx(1, "%s", why ? why : "no memory");
		*ret_ms = fmin(*ret_ms, (now() - start) / 1e6);
	}
	return db;
}

static double verify_ms(const struct vdt_prefixes *prefixes)
{
	double best = INFINITY;
	const char *why;

	for (int i = 0; i < REPEAT; i++) {
		double start = now();

		if (vdt_prefixes_check(prefixes, &why))
			errx(1, "%s", why);
		best = fmin(best, (now() - start) / 1e6);
	}
	return best;
}

static double slice_ns(const struct vdt_prefix_db *db, const struct vdt_addr *keys)
{
	static volatile uint64_t sink;
	double start = now();
	uint64_t sum = 0;

	for (int i = 0; i < LPM_KEYS / LPM_SLICES; i++)
		sum += vdt_prefix_lookup(db, &keys[i]);
	sink = sum;
	(void)sink;
	return now() - start;
}

/* As lpm_measure() does it. */
static double lookup_ns(const struct vdt_prefix_db *db, const struct vdt_addr *keys)
{
	double best[LPM_SLICES], sum = 0;

	for (int i = 0; i < LPM_SLICES * LPM_ROUNDS; i++) {
		int slice = i % LPM_SLICES;
		double ns = slice_ns(db, keys + slice * (LPM_KEYS / LPM_SLICES));

		best[slice] = i < LPM_SLICES ? ns : fmin(best[slice], ns);
	}
	for (int slice = 0; slice < LPM_SLICES; slice++)
		sum += best[slice];
	return sum / LPM_KEYS;
}

/* Ours and the trie's, with the same keys; families weigh as much as they have prefixes. */
static void measure_lookups(const struct vdt_prefix_db *db, const struct vdt_model_set *set,
			    double *ret_ours, double *ret_lpm)
{
	size_t all = set->ip[VDT_MODEL_IPV4].count + set->ip[VDT_MODEL_IPV6].count;
	struct vdt_addr *keys = calloc(LPM_KEYS, sizeof(*keys));

	if (!keys)
		err(1, "keys");
	*ret_ours = *ret_lpm = 0;
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
		const struct vdt_model_prefixes *list = &set->ip[family];
		double share = (double)list->count / (double)all, lpm;

		if (!list->count)
			continue;
		for (int i = 0; i < LPM_KEYS; i++)
			keys[i] = random_bits() & 1 ? random_key(family)
						    : random_member(list, family);
		*ret_ours += share * lookup_ns(db, keys);
		lpm = lpm_measure(list, family, (const uint8_t(*)[16])keys);
		if (lpm < 0)
			warnx("no LPM trie to compare with: %s", strerror((int)-lpm));
		*ret_lpm = lpm < 0 ? NAN : *ret_lpm + share * lpm;
	}
	free(keys);
}

static json_t *rounded(double value, double unit)
{
	return isfinite(value) ? json_real(round(value / unit) * unit) : json_null();
}

static json_t *measure(const struct vdt_model_set *set)
{
	size_t n4 = set->ip[VDT_MODEL_IPV4].count, n6 = set->ip[VDT_MODEL_IPV6].count, wrong, bytes;
	struct vdt_prefix_source source = make_source(set);
	double build_ms, ours, lpm;
	struct vdt_prefix_db *db = build(&source, &build_ms);
	double check_ms = verify_ms(&source.packed);

	bytes = vdt_prefix_db_memory(db);
	measure_lookups(db, set, &ours, &lpm);
	try_oracle(set);
	wrong = count_wrong(db, set);
	vdt_prefix_db_free(db);
	free((void *)source.packed.ipv4);
	free((void *)source.packed.ipv6);
	return json_pack("{s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:I}", "v4", (json_int_t)n4,
			 "v6", (json_int_t)n6, "bytes", (json_int_t)bytes, "bytes_per_prefix",
			 rounded((double)bytes / (double)(n4 + n6), 0.01), "build_ms",
			 rounded(build_ms, 0.001), "verify_ms", rounded(check_ms, 0.001),
			 "ns_lookup", rounded(ours, 0.1), "bpf_lpm_ns", rounded(lpm, 0.1),
			 "speedup", rounded(lpm / ours, 0.01), "wrong", (json_int_t)wrong);
}

int main(int argc, char **argv)
{
	struct vdt_model_error error = {0};
	struct vdt_model_set *set;
	struct vdt_model model;
	json_t *result;

	if (argc != 2)
		errx(2, "usage: prefix LIST");
	vdt_model_init(&model);
	set = vdt_model_add_set(&model);
	if (!set || vdt_list_read(&model, set, NULL, argv[1], NULL, &error))
		errx(1, "%s:%u: %s", error.file, error.line, error.text);
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
		vdt_list_sort(&set->ip[family], family);
	if (!set->ip[VDT_MODEL_IPV4].count && !set->ip[VDT_MODEL_IPV6].count)
		errx(1, "%s: no prefixes", argv[1]);
	result = measure(set);
	json_dumpf(result, stdout, JSON_COMPACT | JSON_REAL_PRECISION(12));
	putchar('\n');
	json_decref(result);
	vdt_model_done(&model);
	return 0;
}

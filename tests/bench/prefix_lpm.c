// SPDX-License-Identifier: BSD-3-Clause

#include "tests/bench/prefix_lpm.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/policy/prefix.h"

enum {
	BATCH = 64,	 /* lookups in one run of the program */
	BEFORE = 64,	 /* bytes before the keys; the number of the next one stands there */
	AT_ONCE = 10000, /* prefixes in one call */
};

/* A key of the trie: how many bits, and those; 8 or 20 bytes. */
struct lpm_key {
	uint32_t bits;
	uint8_t address[16];
};

static size_t key_size(enum vdt_model_family family)
{
	return sizeof(uint32_t) + vdt_prefix_width(family);
}

static int fill_trie(int map, const struct vdt_model_prefixes *list, enum vdt_model_family family)
{
	size_t size = key_size(family), width = vdt_prefix_width(family);
	uint8_t *keys = calloc(list->count, size), *values = calloc(list->count, 1);
	int err = keys && values ? 0 : -ENOMEM;

	for (size_t i = 0; !err && i < list->count; i++) {
		uint32_t bits = list->items[i].length;

		memcpy(keys + i * size, &bits, sizeof(bits));
		memcpy(keys + i * size + sizeof(bits), list->items[i].address, width);
	}
	for (size_t i = 0; !err && i < list->count; i += AT_ONCE) {
		uint32_t n = list->count - i < AT_ONCE ? list->count - i : AT_ONCE;

		if (bpf_map_update_batch(map, keys + i * size, values + i, &n, NULL))
			err = -errno;
	}
	free(keys);
	free(values);
	return err;
}

static int fill_keys(int map, enum vdt_model_family family, const uint8_t (*addresses)[16],
		     size_t value_size)
{
	size_t size = key_size(family), width = vdt_prefix_width(family);
	uint8_t *value = calloc(1, value_size);
	uint32_t zero = 0, bits = 8 * width;
	int err;

	if (!value)
		return -ENOMEM;
	for (size_t i = 0; i < LPM_KEYS; i++) {
		uint8_t *key = value + BEFORE + i * size;

		memcpy(key, &bits, sizeof(bits));
		memcpy(key + sizeof(bits), addresses[i] + 16 - width, width);
	}
	err = bpf_map_update_elem(map, &zero, value, BPF_ANY) ? -errno : 0;
	free(value);
	return err;
}

struct program {
	struct bpf_insn insns[16 + 5 * BATCH];
	size_t n;
};

static void add(struct program *p, uint8_t code, uint8_t dst, uint8_t src, int16_t off, int32_t imm)
{
	p->insns[p->n++] = (struct bpf_insn){code, dst, src, off, imm};
}

static void add_map(struct program *p, uint8_t dst, uint8_t pseudo, int map)
{
	add(p, BPF_LD | BPF_DW | BPF_IMM, dst, pseudo, 0, map);
	add(p, 0, 0, 0, 0, 0);
}

/* Looks up the next BATCH keys and moves on, round and round. */
static void write_program(struct program *p, int trie, int keys, size_t size)
{
	add_map(p, BPF_REG_6, BPF_PSEUDO_MAP_VALUE, keys);
	add(p, BPF_LDX | BPF_MEM | BPF_W, BPF_REG_7, BPF_REG_6, 0, 0);
	add(p, BPF_ALU64 | BPF_AND | BPF_K, BPF_REG_7, 0, 0, LPM_KEYS - BATCH);
	add(p, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_1, BPF_REG_7, 0, 0);
	add(p, BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_1, 0, 0, BATCH);
	add(p, BPF_STX | BPF_MEM | BPF_W, BPF_REG_6, BPF_REG_1, 0, 0);
	add(p, BPF_ALU64 | BPF_MUL | BPF_K, BPF_REG_7, 0, 0, (int32_t)size);
	add(p, BPF_ALU64 | BPF_ADD | BPF_X, BPF_REG_6, BPF_REG_7, 0, 0);
	for (int i = 0; i < BATCH; i++) {
		add_map(p, BPF_REG_1, BPF_PSEUDO_MAP_FD, trie);
		add(p, BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_2, BPF_REG_6, 0, 0);
		add(p, BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, BEFORE + i * (int32_t)size);
		add(p, BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem);
	}
	add(p, BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0);
	add(p, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

/* The program goes on where it was, so each of the slices has its turn in every round. */
static double run(int program)
{
	uint8_t packet[64] = {0};
	double best[LPM_SLICES], sum = 0;

	for (int i = 0; i < LPM_SLICES * LPM_ROUNDS; i++) {
		LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet,
			    .data_size_in = sizeof(packet),
			    .repeat = LPM_KEYS / LPM_SLICES / BATCH);

		if (bpf_prog_test_run_opts(program, &options))
			return -errno;
		if (i < LPM_SLICES || options.duration < best[i % LPM_SLICES])
			best[i % LPM_SLICES] = options.duration;
	}
	for (int slice = 0; slice < LPM_SLICES; slice++)
		sum += best[slice];
	return sum / LPM_SLICES / BATCH;
}

static double load_and_run(int trie, int keys, enum vdt_model_family family)
{
	struct program p = {.n = 0};
	double ns;
	int program;

	write_program(&p, trie, keys, key_size(family));
	program = bpf_prog_load(BPF_PROG_TYPE_SOCKET_FILTER, "vdt_bench_lpm", "GPL", p.insns, p.n,
				NULL);
	if (program < 0)
		return -errno;
	ns = run(program);
	close(program);
	return ns;
}

double lpm_measure(const struct vdt_model_prefixes *list, enum vdt_model_family family,
		   const uint8_t (*addresses)[16])
{
	size_t value_size = BEFORE + LPM_KEYS * key_size(family);
	LIBBPF_OPTS(bpf_map_create_opts, options, .map_flags = BPF_F_NO_PREALLOC);
	int trie = bpf_map_create(BPF_MAP_TYPE_LPM_TRIE, "vdt_bench_lpm", key_size(family), 1,
				  list->count, &options);
	int keys = trie < 0 ? -1
			    : bpf_map_create(BPF_MAP_TYPE_ARRAY, "vdt_bench_keys", 4, value_size, 1,
					     NULL);
	double result = keys < 0 ? -errno : fill_trie(trie, list, family);

	if (!result)
		result = fill_keys(keys, family, addresses, value_size);
	if (!result)
		result = load_and_run(trie, keys, family);
	if (keys >= 0)
		close(keys);
	if (trie >= 0)
		close(trie);
	return result;
}

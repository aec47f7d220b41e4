// SPDX-License-Identifier: BSD-3-Clause
/* SipHash, Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012. */
#include <endian.h>
#include <string.h>

#include "lib/kshim/siphash.h"

static uint64_t rotate(uint64_t x, unsigned int by)
{
	return (x << by) | (x >> (64 - by));
}

static void mix(uint64_t v[4], int rounds)
{
	while (rounds--) {
		v[0] += v[1];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[0] = rotate(v[0], 32);
		v[2] += v[3];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[2] = rotate(v[2], 32);
	}
}

static void absorb(uint64_t v[4], int rounds, const uint8_t word[8])
{
	uint64_t m;

	memcpy(&m, word, sizeof(m));
	m = le64toh(m);
	v[3] ^= m;
	mix(v, rounds);
	v[0] ^= m;
}

/* c rounds for every word, d at the end: SipHash-c-d. */
static uint64_t hash(const void *data, size_t len, const siphash_key_t *key, int c, int d)
{
	uint64_t v[4] = {
		0x736f6d6570736575ULL ^ key->key[0],
		0x646f72616e646f6dULL ^ key->key[1],
		0x6c7967656e657261ULL ^ key->key[0],
		0x7465646279746573ULL ^ key->key[1],
	};
	const uint8_t *p = data;
	uint8_t last[8] = {[7] = (uint8_t)len};
	size_t left;

	for (left = len; left >= 8; left -= 8, p += 8)
		absorb(v, c, p);
	memcpy(last, p, left);
	absorb(v, c, last);
	v[2] ^= 0xff;
	mix(v, d);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t vdt_kshim_siphash(const void *data, size_t len, const siphash_key_t *key)
{
	return hash(data, len, key, 2, 4);
}

uint32_t vdt_kshim_hsiphash_1u32(uint32_t word, const hsiphash_key_t *key)
{
	word = htole32(word);
	return (uint32_t)hash(&word, sizeof(word), key, 1, 3);
}

uint32_t vdt_kshim_hsiphash_4u32(uint32_t first, uint32_t second, uint32_t third, uint32_t fourth,
				 const hsiphash_key_t *key)
{
	const uint32_t words[] = {htole32(first), htole32(second), htole32(third), htole32(fourth)};

	return (uint32_t)hash(words, sizeof(words), key, 1, 3);
}

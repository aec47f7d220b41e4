// SPDX-License-Identifier: BSD-3-Clause

#include "tests/bench/prefix_oracle.h"

#include <err.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/prefix.h"

static unsigned __int128 number(const uint8_t *bytes, size_t n)
{
	unsigned __int128 value = 0;

	while (n--)
		value = value << 8 | *bytes++;
	return value;
}

static int by_first(const void *a, const void *b)
{
	const struct oracle_range *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

static size_t join(struct oracle_range *ranges, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (kept && ranges[i].first <= ranges[kept - 1].last) {
			if (ranges[i].last > ranges[kept - 1].last)
				ranges[kept - 1].last = ranges[i].last;
		} else {
			ranges[kept++] = ranges[i];
		}
	return kept;
}

void oracle_init(struct oracle *oracle, const struct vdt_model_set *set)
{
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
		const struct vdt_model_prefixes *list = &set->ip[family];
		size_t width = vdt_prefix_width(family);
		struct oracle_range *ranges = calloc(list->count + 1, sizeof(*ranges));

		if (!ranges)
			err(1, "oracle");
		for (size_t i = 0; i < list->count; i++) {
			unsigned int rest = 8 * width - list->items[i].length;
			unsigned __int128 size = rest < 128 ? (unsigned __int128)1 << rest : 0;

			ranges[i].first = number(list->items[i].address, width);
			ranges[i].last = ranges[i].first + (size - 1);
		}
		qsort(ranges, list->count, sizeof(*ranges), by_first);
		oracle->ranges[family] = ranges;
		oracle->n[family] = join(ranges, list->count);
	}
}

void oracle_done(struct oracle *oracle)
{
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
		free(oracle->ranges[family]);
}

static enum vdt_model_family family_of(const uint8_t *address)
{
	struct in6_addr in6;

	memcpy(&in6, address, sizeof(in6));
	return IN6_IS_ADDR_V4MAPPED(&in6) ? VDT_MODEL_IPV4 : VDT_MODEL_IPV6;
}

static int where(const void *key, const void *member)
{
	const unsigned __int128 *value = key;
	const struct oracle_range *range = member;

	return *value < range->first ? -1 : *value > range->last;
}

bool oracle_contains(const struct oracle *oracle, const uint8_t *address)
{
	enum vdt_model_family family = family_of(address);
	size_t width = vdt_prefix_width(family);
	unsigned __int128 key = number(address + 16 - width, width);

	return bsearch(&key, oracle->ranges[family], oracle->n[family], sizeof(struct oracle_range),
		       where);
}

bool oracle_compare(const struct vdt_model_set *set, const uint8_t *address)
{
	enum vdt_model_family family = family_of(address);
	const struct vdt_model_prefixes *list = &set->ip[family];

	address += 16 - vdt_prefix_width(family);
	for (size_t i = 0; i < list->count; i++) {
		const struct vdt_model_prefix *prefix = &list->items[i];
		unsigned int bit = 0;

		while (bit < prefix->length &&
		       !((prefix->address[bit / 8] ^ address[bit / 8]) & 0x80 >> bit % 8))
			bit++;
		if (bit == prefix->length)
			return true;
	}
	return false;
}

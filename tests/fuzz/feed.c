// SPDX-License-Identifier: BSD-3-Clause
/*
 * Any bytes are refused with a reason, or are a feed of which a database can be made. That one
 * answers as every prefix says by itself, and so does one that is made out of it.
 */
#include "lib/kshim/core.h"

#include "kmod/feed.h"
#include "kmod/limits.h"
#include "kmod/prefix_build.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static bool matches(const uint8_t *packed, size_t bytes, const uint8_t *addr)
{
	int i, bits = packed[bytes];

	for (i = 0; i < bits; i++)
		if ((packed[i / 8] ^ addr[i / 8]) & 0x80 >> i % 8)
			return false;
	return true;
}

static bool contains(const struct vdt_prefixes *prefixes, const struct vdt_addr *addr)
{
	size_t at;

	if (vdt_addr_is_v4(addr)) {
		for (at = 0; at < prefixes->ipv4_len; at += VDT_PREFIX_PACKED4)
			if (matches(prefixes->ipv4 + at, 4, addr->byte + VDT_ADDR_MAPPED))
				return true;
		return false;
	}
	for (at = 0; at < prefixes->ipv6_len; at += VDT_PREFIX_PACKED6)
		if (matches(prefixes->ipv6 + at, 16, addr->byte))
			return true;
	return false;
}

/* NULL when the prefixes are not as they must be. */
static struct vdt_prefix_db *build(const struct vdt_prefix_source *source)
{
	struct vdt_prefix_db *db = NULL;
	const char *why = NULL;
	int err = vdt_prefix_db_build(source, 1, SIZE_MAX, &db, &why);

	demand(err ? err == -EINVAL && why && !db : db && !why);
	return db;
}

static void look_up(const struct vdt_prefix_db *a, const struct vdt_prefix_db *b,
		    const struct vdt_prefixes *prefixes, struct vdt_addr addr)
{
	bool expected;

	for (int beside = -1; beside <= 1; beside++) {
		addr.byte[15] = (uint8_t)(addr.byte[15] + beside);
		expected = contains(prefixes, &addr);
		demand(vdt_prefix_lookup(a, &addr) == expected);
		demand(vdt_prefix_lookup(b, &addr) == expected);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vdt_feed feed = {0};
	const char *why = NULL;
	struct vdt_prefix_source source;
	struct vdt_prefix_db *db, *again;
	size_t at;

	if (vdt_feed_parse(data, size, &feed, &why)) {
		demand(why && !feed.name);
		return 0;
	}
	demand(feed.version && feed.name[0] && strlen(feed.name) <= VDT_NAME_MAX);
	source = (struct vdt_prefix_source){.packed = feed.prefixes};
	db = build(&source);
	if (!db)
		return 0;
	again = build(&(struct vdt_prefix_source){.db = db});
	demand(vdt_prefix_db_memory(db) == vdt_prefix_db_memory(again));
	for (at = 0; at + 4 <= size; at++)
		look_up(db, again, &feed.prefixes, vdt_addr_from_v4(data + at));
	for (at = 0; at + 16 <= size; at++)
		look_up(db, again, &feed.prefixes, vdt_addr_from_v6(data + at));
	vdt_prefix_db_free(again);
	vdt_prefix_db_free(db);
	return 0;
}

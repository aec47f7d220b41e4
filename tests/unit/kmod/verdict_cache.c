// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <stdio.h>

#include "kmod/verdict_cache.h"

#define R(name) VEDETTE_INTEGRITY_REASON_##name

static const hsiphash_key_t key = {{1, 2}};

static struct vdt_verdict_cache *new_cache(void)
{
	struct vdt_verdict_cache *cache = vdt_verdict_cache_new(&key);

	cr_assert_not_null(cache);
	return cache;
}

static struct vdt_inode_state state_of(u64 ino)
{
	return (struct vdt_inode_state){
		.ino = ino,
		.self = 0x1000 + ino,
		.size = 4,
		.version = 5,
		.changed = 6,
		.dev = 8,
		.generation = 3,
	};
}

static struct vdt_verdict good(const char *label, u32 build)
{
	struct vdt_verdict verdict = {
		.reason = R(NONE),
		.hash = VDT_HASH_SHA512,
		.verity = true,
		.key_id = 0xdeadbeef,
		.package.build = build,
	};

	memset(verdict.digest, build, sizeof(verdict.digest));
	snprintf(verdict.package.label, sizeof(verdict.package.label), "%s", label);
	return verdict;
}

static bool has(struct vdt_verdict_cache *cache, u64 ino)
{
	struct vdt_inode_state state = state_of(ino);
	struct vdt_verdict verdict;

	return vdt_verdict_cache_find(cache, &state, &verdict);
}

static void put(struct vdt_verdict_cache *cache, u64 ino)
{
	struct vdt_inode_state state = state_of(ino);
	struct vdt_verdict verdict = good("app", 1);

	vdt_verdict_cache_put(cache, &state, &verdict);
}

static void assert_same(const struct vdt_verdict *a, const struct vdt_verdict *b)
{
	cr_assert_eq(a->reason, b->reason);
	cr_assert_eq(a->hash, b->hash);
	cr_assert_eq(a->verity, b->verity);
	cr_assert_arr_eq(a->digest, b->digest, sizeof(a->digest));
	cr_assert_eq(a->key_id, b->key_id);
	cr_assert_eq(a->package.build, b->package.build);
	cr_assert_str_eq(a->package.label, b->package.label);
}

Test(verdict_cache, gives_back_what_was_put)
{
	const struct vdt_verdict rows[] = {
		good("app", 7),
		good("", UINT32_MAX),
		good("abcdefghijklmnopqrstuvwxyz12345", 8),
		{.reason = R(NO_SIGNATURE)},
		{.reason = R(UNKNOWN_KEY), .key_id = 9},
		good("app", 10),
	};
	struct vdt_verdict_cache *cache = new_cache();
	struct vdt_inode_state state;
	struct vdt_verdict verdict;

	for (u64 i = 0; i < ARRAY_SIZE(rows); i++) {
		state = state_of(i);
		cr_assert_not(vdt_verdict_cache_find(cache, &state, &verdict));
		vdt_verdict_cache_put(cache, &state, &rows[i]);
	}
	for (u64 i = 0; i < ARRAY_SIZE(rows); i++) {
		state = state_of(i);
		cr_assert(vdt_verdict_cache_find(cache, &state, &verdict));
		assert_same(&verdict, &rows[i]);
	}
	vdt_verdict_cache_free(cache);
}

Test(verdict_cache, sees_every_change)
{
	struct vdt_verdict_cache *cache = new_cache();
	struct vdt_inode_state state;
	struct vdt_verdict verdict;

	put(cache, 1);
	for (size_t byte = 0; byte < sizeof(state); byte++) {
		state = state_of(1);
		((u8 *)&state)[byte] ^= 0x80;
		cr_assert_not(vdt_verdict_cache_find(cache, &state, &verdict), "byte %zu", byte);
	}
	cr_assert(has(cache, 1));
	vdt_verdict_cache_free(cache);
}

/* Each version is asked once; by what is kept here then, it can be seen which one was asked. */
Test(verdict_cache, remembers_what_a_policy_made_of_it)
{
	const struct vdt_integrity lenient = {}, strict = {.builds = {{"app", 2}}, .n_builds = 1};
	const struct vdt_verdict unsigned_one = {.reason = R(NO_SIGNATURE)};
	struct vdt_verdict_cache *cache = new_cache();
	struct vdt_inode_state state = state_of(1), other = state;

	other.size++;
	cr_assert_not(vdt_verdict_cache_passes(cache, &state, &lenient, 1), "no verdict");
	put(cache, 1);
	cr_assert_not(vdt_verdict_cache_passes(cache, &state, &strict, 1), "too old");
	cr_assert_not(vdt_verdict_cache_passes(cache, &state, &strict, 1), "a refusal is not kept");
	cr_assert(vdt_verdict_cache_passes(cache, &state, &lenient, 2));
	cr_assert(vdt_verdict_cache_passes(cache, &state, &strict, 2), "known of this version");
	cr_assert_not(vdt_verdict_cache_passes(cache, &other, &strict, 2), "another state");
	cr_assert_not(vdt_verdict_cache_passes(cache, &state, &strict, 3), "another version");
	vdt_verdict_cache_put(cache, &state, &unsigned_one);
	cr_assert_not(vdt_verdict_cache_passes(cache, &state, &lenient, 2), "another verdict");
	put(cache, 1);
	cr_assert(vdt_verdict_cache_passes(cache, &state, &lenient, 2));
	vdt_verdict_cache_drop(cache, state.dev, state.ino);
	cr_assert_not(vdt_verdict_cache_passes(cache, &state, &lenient, 2), "dropped");
	vdt_verdict_cache_free(cache);
}

Test(verdict_cache, keeps_one_verdict_of_an_inode)
{
	struct vdt_verdict_cache *cache = new_cache();
	struct vdt_inode_state old = state_of(1), new = old;
	struct vdt_verdict verdict = good("app", 1), found;
	struct vdt_verdict_cache_stats stats;

	vdt_verdict_cache_put(cache, &old, &verdict);
	new.size++;
	verdict.package.build = 2;
	vdt_verdict_cache_put(cache, &new, &verdict);
	cr_assert_not(vdt_verdict_cache_find(cache, &old, &found));
	cr_assert(vdt_verdict_cache_find(cache, &new, &found));
	cr_assert_eq(found.package.build, 2);
	vdt_verdict_cache_stats(cache, &stats);
	cr_assert_eq(stats.entries, 1);
	vdt_verdict_cache_free(cache);
}

Test(verdict_cache, keeps_only_what_lasts)
{
	static const enum vedette_integrity_reason lasting[] = {
		R(NONE),	R(NO_SIGNATURE),  R(BAD_FORMAT),  R(UNSUPPORTED),
		R(UNKNOWN_KEY), R(BAD_SIGNATURE), R(BAD_PACKAGE), R(TOO_LARGE),
	};
	struct vdt_verdict_cache *cache = new_cache();
	size_t kept = 0;

	for (int reason = 0; reason < __VEDETTE_INTEGRITY_REASON_MAX; reason++) {
		struct vdt_verdict verdict = {.reason = reason};
		struct vdt_inode_state state = state_of(reason);
		bool wanted = kept < ARRAY_SIZE(lasting) && lasting[kept] == reason;

		vdt_verdict_cache_put(cache, &state, &verdict);
		cr_assert_eq(has(cache, reason), wanted, "reason %d", reason);
		kept += wanted;
	}
	cr_assert_eq(kept, ARRAY_SIZE(lasting));
	vdt_verdict_cache_free(cache);
}

Test(verdict_cache, forgets)
{
	struct vdt_verdict_cache *cache = new_cache();
	u64 ino;

	for (ino = 0; ino < 100; ino++)
		put(cache, ino);
	vdt_verdict_cache_drop(cache, 8, 50);
	for (u32 dev = 9; dev < 9 + 16 * VDT_VERDICT_SETS; dev++)
		vdt_verdict_cache_drop(cache, dev, 51); /* some of them in the same set */
	vdt_verdict_cache_drop(cache, 8, 1000);
	for (ino = 0; ino < 100; ino++)
		cr_assert_eq(has(cache, ino), ino != 50, "%lu", (unsigned long)ino);
	vdt_verdict_cache_flush(cache);
	for (ino = 0; ino < 100; ino++)
		cr_assert_not(has(cache, ino));
	vdt_verdict_cache_free(cache);
}

/* Those that are asked for stay; the others make room for one another. */
Test(verdict_cache, is_bounded)
{
	const u32 places = VDT_VERDICT_SETS * VDT_VERDICT_WAYS;
	struct vdt_verdict_cache *cache = new_cache();
	struct vdt_verdict_cache_stats stats;

	put(cache, 1);
	for (u64 ino = 2; ino < 10 * places; ino++) {
		put(cache, ino);
		cr_assert(has(cache, ino), "%lu", (unsigned long)ino);
		cr_assert(has(cache, 1), "lost when %lu came", (unsigned long)ino);
	}
	vdt_verdict_cache_stats(cache, &stats);
	cr_assert_eq(stats.entries, places);
	cr_assert_eq(stats.places, places);
	vdt_verdict_cache_free(cache);
}

/* A verdict whose label has no place is made anew each time, and wrong never. */
Test(verdict_cache, has_room_for_so_many_labels)
{
	struct vdt_verdict_cache *cache = new_cache();
	struct vdt_inode_state state;
	struct vdt_verdict verdict, found;
	char label[VDT_NAME_MAX + 1];

	for (u32 i = 1; i <= VDT_LABELS_MAX + 1; i++) {
		snprintf(label, sizeof(label), "app-%u", i);
		verdict = good(label, i);
		state = state_of(i);
		vdt_verdict_cache_put(cache, &state, &verdict);
		cr_assert_eq(vdt_verdict_cache_find(cache, &state, &found), i <= VDT_LABELS_MAX);
		if (i <= VDT_LABELS_MAX)
			cr_assert_str_eq(found.package.label, label);
	}
	vdt_verdict_cache_flush(cache);
	state = state_of(1);
	verdict = good("app-7", 1);
	vdt_verdict_cache_put(cache, &state, &verdict);
	cr_assert(vdt_verdict_cache_find(cache, &state, &found), "a label that is known");
	vdt_verdict_cache_free(cache);
}

Test(verdict_cache, is_walked_over)
{
	struct vdt_verdict_cache *cache = new_cache();
	struct vdt_verdict verdict;
	u64 ino, seen = 0;
	u32 dev, pos = 0;

	for (ino = 0; ino < 60; ino++)
		put(cache, ino);
	while (vdt_verdict_cache_next(cache, &pos, &dev, &ino, &verdict)) {
		cr_assert_eq(dev, 8);
		cr_assert_str_eq(verdict.package.label, "app");
		cr_assert_not(seen & BIT_ULL(ino), "twice");
		seen |= BIT_ULL(ino);
	}
	cr_assert_eq(seen, BIT_ULL(60) - 1);
	cr_assert_not(vdt_verdict_cache_next(cache, &pos, &dev, &ino, &verdict));
	vdt_verdict_cache_free(cache);
}

Test(verdict_cache, counts)
{
	struct vdt_verdict_cache *cache = new_cache();
	struct vdt_verdict_cache_stats stats;

	struct vdt_inode_state state = state_of(2);
	struct vdt_verdict passing = {.reason = R(NO_MEMORY)};

	cr_assert_not(has(cache, 1));
	put(cache, 1);
	vdt_verdict_cache_put(cache, &state, &passing);
	cr_assert(has(cache, 1));
	cr_assert(has(cache, 1));
	vdt_verdict_cache_stats(cache, &stats);
	cr_assert_eq(stats.hits, 2);
	cr_assert_eq(stats.misses, 2);
	cr_assert_eq(stats.entries, 1);
	cr_assert_lt(stats.bytes / stats.places, 144);
	vdt_verdict_cache_free(cache);
}

Test(verdict_cache, needs_memory)
{
	vdt_kshim_fail_alloc = 1;
	cr_assert_null(vdt_verdict_cache_new(&key));
	vdt_verdict_cache_free(NULL);
}

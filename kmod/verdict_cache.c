// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "integrity_eval.h"
#include "limits.h"
#include "verdict_cache.h"

struct entry {
	struct vdt_inode_state state;
	u64 passed; /* version of the policy that has nothing against it; 0: none */
	u32 key_id;
	u32 build;
	u8 reason;
	u8 hash : 6;
	u8 verity : 1;
	u8 taken : 1; /* there is a verdict here */
	u8 label;     /* number in struct labels */
	u8 digest[VDT_DIGEST_MAX];
};

static_assert(sizeof(struct entry) <= 136);
static_assert(VDT_LABELS_MAX <= U8_MAX);

struct set {
	spinlock_t lock;	    /* protects all below; nothing nests inside it */
	u64 hits, misses, kept;	    /* what was found, what was not, what was put there */
	u8 order[VDT_VERDICT_WAYS]; /* of ways[], the one that was asked for last first */
	struct entry ways[VDT_VERDICT_WAYS];
};

/*
 * Only the vendor's signature makes a label, so there are few: they are kept once, and until the
 * end. Number 0 is none.
 */
struct labels {
	spinlock_t lock; /* protects n; nothing nests inside it */
	u32 n;
	char text[1 + VDT_LABELS_MAX][VDT_NAME_MAX + 1]; /* never changes once an entry has it */
};

struct vdt_verdict_cache {
	hsiphash_key_t key; /* never changes */
	struct labels labels;
	struct set sets[VDT_VERDICT_SETS];
};

static void init_set(struct set *set)
{
	u32 i;

	spin_lock_init(&set->lock);
	for (i = 0; i < VDT_VERDICT_WAYS; i++)
		set->order[i] = i;
}

struct vdt_verdict_cache *vdt_verdict_cache_new(const hsiphash_key_t *key)
{
	struct vdt_verdict_cache *cache = kvzalloc(sizeof(*cache), GFP_KERNEL);
	u32 i;

	if (!cache)
		return NULL;
	cache->key = *key;
	spin_lock_init(&cache->labels.lock);
	for (i = 0; i < VDT_VERDICT_SETS; i++)
		init_set(&cache->sets[i]);
	return cache;
}

void vdt_verdict_cache_free(struct vdt_verdict_cache *cache)
{
	kvfree(cache);
}

bool vdt_verdict_is_lasting(const struct vdt_verdict *verdict)
{
	switch (verdict->reason) {
	case VEDETTE_INTEGRITY_REASON_NONE:
	case VEDETTE_INTEGRITY_REASON_NO_SIGNATURE:
	case VEDETTE_INTEGRITY_REASON_BAD_FORMAT:
	case VEDETTE_INTEGRITY_REASON_UNSUPPORTED:
	case VEDETTE_INTEGRITY_REASON_UNKNOWN_KEY:
	case VEDETTE_INTEGRITY_REASON_BAD_SIGNATURE:
	case VEDETTE_INTEGRITY_REASON_BAD_PACKAGE:
	case VEDETTE_INTEGRITY_REASON_TOO_LARGE:
		return true;
	}
	return false;
}

static struct set *set_of(struct vdt_verdict_cache *cache, u32 dev, u64 ino)
{
	u32 id = ino ^ ino >> 32 ^ dev;

	return &cache->sets[hsiphash_1u32(id, &cache->key) % VDT_VERDICT_SETS];
}

static struct entry *find_inode(struct set *set, u32 dev, u64 ino)
{
	struct entry *entry;

	for (entry = set->ways; entry < set->ways + VDT_VERDICT_WAYS; entry++)
		if (entry->state.ino == ino && entry->state.dev == dev && entry->taken)
			return entry;
	return NULL;
}

static void put_first(struct set *set, const struct entry *entry)
{
	u8 way = entry - set->ways, moved = way, next;
	u32 i;

	for (i = 0; i < VDT_VERDICT_WAYS; i++) {
		next = set->order[i];
		set->order[i] = moved;
		if (next == way)
			return;
		moved = next;
	}
}

/* An entry points to its label since before the lock of its set was last given back. */
static void unpack(struct vdt_verdict_cache *cache, const struct entry *entry,
		   struct vdt_verdict *ret_verdict)
{
	ret_verdict->reason = entry->reason;
	ret_verdict->hash = entry->hash;
	ret_verdict->verity = entry->verity;
	ret_verdict->key_id = entry->key_id;
	ret_verdict->package.build = entry->build;
	memcpy(ret_verdict->digest, entry->digest, sizeof(entry->digest));
	memcpy(ret_verdict->package.label, cache->labels.text[entry->label], VDT_NAME_MAX + 1);
}

/* Under the lock of the set. */
static struct entry *find(struct set *set, const struct vdt_inode_state *state)
{
	struct entry *entry = find_inode(set, state->dev, state->ino);

	if (!entry || !vdt_inode_state_is_same(&entry->state, state))
		return NULL;
	put_first(set, entry);
	set->hits++;
	return entry;
}

bool vdt_verdict_cache_find(struct vdt_verdict_cache *cache, const struct vdt_inode_state *state,
			    struct vdt_verdict *ret_verdict)
{
	struct set *set = set_of(cache, state->dev, state->ino);
	const struct entry *entry;

	spin_lock(&set->lock);
	entry = find(set, state);
	if (entry)
		unpack(cache, entry, ret_verdict);
	spin_unlock(&set->lock);
	return entry;
}

static bool evaluate(struct vdt_verdict_cache *cache, const struct entry *entry,
		     const struct vdt_integrity *integrity)
{
	struct vdt_verdict verdict;

	unpack(cache, entry, &verdict);
	return !vdt_integrity_eval(integrity, &verdict);
}

bool vdt_verdict_cache_passes(struct vdt_verdict_cache *cache, const struct vdt_inode_state *state,
			      const struct vdt_integrity *integrity, u64 version)
{
	struct set *set = set_of(cache, state->dev, state->ino);
	struct entry *entry;
	bool passes;

	spin_lock(&set->lock);
	entry = find(set, state);
	passes = entry && (entry->passed == version || evaluate(cache, entry, integrity));
	if (passes)
		entry->passed = version;
	spin_unlock(&set->lock);
	return passes;
}

/* The number of the label; -ENOSPC. */
static int intern(struct labels *labels, const char *label)
{
	int i;

	if (!*label)
		return 0;
	spin_lock(&labels->lock);
	for (i = 1; i <= labels->n; i++)
		if (!strcmp(labels->text[i], label))
			break;
	if (i > VDT_LABELS_MAX) {
		i = -ENOSPC;
	} else if (i > labels->n) {
		memcpy(labels->text[i], label, strlen(label) + 1);
		labels->n = i;
	}
	spin_unlock(&labels->lock);
	return i;
}

static struct entry *find_place(struct set *set)
{
	struct entry *entry;

	for (entry = set->ways; entry < set->ways + VDT_VERDICT_WAYS; entry++)
		if (!entry->taken)
			return entry;
	return &set->ways[set->order[VDT_VERDICT_WAYS - 1]];
}

void vdt_verdict_cache_put(struct vdt_verdict_cache *cache, const struct vdt_inode_state *state,
			   const struct vdt_verdict *verdict)
{
	struct set *set = set_of(cache, state->dev, state->ino);
	int label = intern(&cache->labels, verdict->package.label);
	struct entry entry = {
		.state = *state,
		.key_id = verdict->key_id,
		.build = verdict->package.build,
		.reason = verdict->reason,
		.hash = verdict->hash,
		.verity = verdict->verity,
		.taken = 1,
		.label = label,
	};
	struct entry *place;

	memcpy(entry.digest, verdict->digest, sizeof(entry.digest));
	spin_lock(&set->lock);
	set->misses++;
	if (label >= 0 && vdt_verdict_is_lasting(verdict)) {
		place = find_inode(set, state->dev, state->ino) ?: find_place(set);
		*place = entry;
		put_first(set, place);
	}
	spin_unlock(&set->lock);
}

void vdt_verdict_cache_drop(struct vdt_verdict_cache *cache, u32 dev, u64 ino)
{
	struct set *set = set_of(cache, dev, ino);
	struct entry *entry;

	spin_lock(&set->lock);
	entry = find_inode(set, dev, ino);
	if (entry)
		*entry = (struct entry){};
	spin_unlock(&set->lock);
}

void vdt_verdict_cache_flush(struct vdt_verdict_cache *cache)
{
	struct set *set;

	for (set = cache->sets; set < cache->sets + VDT_VERDICT_SETS; set++) {
		spin_lock(&set->lock);
		memset(set->ways, 0, sizeof(set->ways));
		spin_unlock(&set->lock);
	}
}

bool vdt_verdict_cache_next(struct vdt_verdict_cache *cache, u32 *pos, u32 *ret_dev, u64 *ret_ino,
			    struct vdt_verdict *ret_verdict)
{
	struct entry entry = {};
	struct set *set;

	while (!entry.taken && *pos < VDT_VERDICT_SETS * VDT_VERDICT_WAYS) {
		set = &cache->sets[*pos / VDT_VERDICT_WAYS];
		spin_lock(&set->lock);
		entry = set->ways[*pos % VDT_VERDICT_WAYS];
		spin_unlock(&set->lock);
		++*pos;
	}
	if (!entry.taken)
		return false;
	*ret_dev = entry.state.dev;
	*ret_ino = entry.state.ino;
	unpack(cache, &entry, ret_verdict);
	return true;
}

static void add_set(struct set *set, struct vdt_verdict_cache_stats *stats)
{
	u32 i;

	spin_lock(&set->lock);
	for (i = 0; i < VDT_VERDICT_WAYS; i++)
		stats->entries += set->ways[i].taken;
	stats->hits += set->hits;
	stats->misses += set->misses;
	spin_unlock(&set->lock);
}

void vdt_verdict_cache_stats(struct vdt_verdict_cache *cache,
			     struct vdt_verdict_cache_stats *ret_stats)
{
	u32 i;

	*ret_stats = (struct vdt_verdict_cache_stats){
		.places = VDT_VERDICT_SETS * VDT_VERDICT_WAYS,
		.bytes = sizeof(*cache),
	};
	for (i = 0; i < VDT_VERDICT_SETS; i++)
		add_set(&cache->sets[i], ret_stats);
}

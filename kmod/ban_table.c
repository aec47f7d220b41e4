// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "ban_table.h"

/* Bytes of an address that count. */
enum { WIDE = 6, NARROW = 8, WHOLE = 16 };

/* Seconds of the first, the second ban and so on; the last row is for all that follow. */
static const u32 growth[] = {60, 5 * 60, 30 * 60, 4 * 3600, 24 * 3600};

struct entry {
	struct vdt_addr source;
	u64 until;
	u32 offences;
	u8 len; /* bytes of the source that count; 0: the place is free */
	bool spare;
};

/* What a packet does not ask for. */
struct note {
	atomic64_t dropped;
	char text[VDT_BAN_TEXT_MAX + 1];
};

enum { PLACES = VDT_BAN_BUCKETS * VDT_BAN_WAYS };

/*
 * Readers take no lock: nothing is ever allocated or freed while the table is there, so what they
 * read in the middle of a change is at worst wrong, and the sequence makes them read it again. A
 * writer cannot be interrupted by a reader of its own CPU, which would wait for ever: it keeps
 * softirqs off, and no reader runs in a hard interrupt.
 */
struct vdt_ban_table {
	siphash_key_t key; /* never changes */
	seqlock_t lock;	   /* protects all below but the counts in notes */
	u32 used;	   /* places that are not free; read without the lock */
	u64 latest;	   /* no ban ends later */
	u64 overflows;
	struct entry entries[PLACES];
	struct note notes[PLACES];
};

struct vdt_ban_table *vdt_ban_table_new(const siphash_key_t *key)
{
	struct vdt_ban_table *table = kvzalloc(sizeof(*table), GFP_KERNEL);

	if (!table)
		return NULL;
	table->key = *key;
	seqlock_init(&table->lock);
	return table;
}

void vdt_ban_table_free(struct vdt_ban_table *table)
{
	kvfree(table);
}

/* Index of the first entry of the bucket. */
static u32 bucket_of(const struct vdt_ban_table *table, const struct vdt_addr *source)
{
	struct vdt_addr site = vdt_addr_net(source, WIDE);

	return siphash(site.byte, sizeof(site.byte), &table->key) % VDT_BAN_BUCKETS * VDT_BAN_WAYS;
}

static bool same_site(const struct entry *entry, const struct vdt_addr *source)
{
	struct vdt_addr a = vdt_addr_net(&entry->source, WIDE), b = vdt_addr_net(source, WIDE);

	return entry->len && vdt_addr_equal(&a, &b);
}

/* Whether the source is in the entry's network, in force or not. */
static bool covers(const struct entry *entry, const struct vdt_addr *source)
{
	struct vdt_addr net;

	if (!entry->len)
		return false;
	net = vdt_addr_net(source, entry->len);
	return vdt_addr_equal(&net, &entry->source);
}

static bool is_banned(const struct entry *entry, const struct vdt_addr *source, u64 now)
{
	return now < entry->until && covers(entry, source);
}

bool vdt_ban_table_empty(const struct vdt_ban_table *table)
{
	return !READ_ONCE(table->used);
}

/* A ban that spares nobody goes before one that does. */
static int find(const struct vdt_ban_table *table, u32 bucket, const struct vdt_addr *source,
		u64 now)
{
	int found = -1;
	u32 place;

	for (place = bucket; place < bucket + VDT_BAN_WAYS; place++) {
		if (!is_banned(&table->entries[place], source, now))
			continue;
		found = (int)place;
		if (!table->entries[place].spare)
			break;
	}
	return found;
}

int vdt_ban_find(const struct vdt_ban_table *table, const struct vdt_addr *source, u64 now,
		 bool *ret_spare)
{
	u32 bucket = bucket_of(table, source);
	unsigned int sequence;
	int place;

	do {
		sequence = read_seqbegin(&table->lock);
		place = now < table->latest ? find(table, bucket, source, now) : -1;
		*ret_spare = place >= 0 && table->entries[place].spare;
	} while (read_seqretry(&table->lock, sequence));
	return place;
}

void vdt_ban_count(struct vdt_ban_table *table, int place)
{
	atomic64_inc(&table->notes[place].dropped);
}

static void clear(struct vdt_ban_table *table, struct entry *entry)
{
	if (entry->len)
		WRITE_ONCE(table->used, table->used - 1);
	*entry = (struct entry){};
}

/* The entry that is about this very network, or NULL. */
static struct entry *find_exactly(struct entry *bucket, const struct vdt_addr *net, u8 len)
{
	u32 i;

	for (i = 0; i < VDT_BAN_WAYS; i++)
		if (bucket[i].len == len && vdt_addr_equal(&bucket[i].source, net))
			return &bucket[i];
	return NULL;
}

/* The /64 of one /48 that have their share of the bucket make room for each other only. */
static bool has_its_share(const struct entry *bucket, const struct vdt_addr *source)
{
	u32 i, n = 0;

	for (i = 0; i < VDT_BAN_WAYS; i++)
		n += bucket[i].len > WIDE && same_site(&bucket[i], source);
	return n >= VDT_BAN_NETS_MAX;
}

/* Returns a place that is free now, or NULL when all bans there end later than `until`. */
static struct entry *make_room(struct vdt_ban_table *table, struct entry *bucket,
			       const struct vdt_addr *source, u64 until, u64 now)
{
	bool among_themselves = has_its_share(bucket, source);
	struct entry *first = NULL;
	u32 i;

	for (i = 0; i < VDT_BAN_WAYS; i++) {
		if (among_themselves && !(bucket[i].len > WIDE && same_site(&bucket[i], source)))
			continue;
		if (!first || bucket[i].until < first->until)
			first = &bucket[i];
	}
	if (first->until > now)
		table->overflows++;
	if (first->until > now && first->until >= until)
		return NULL;
	clear(table, first);
	return first;
}

static u64 end_of(u32 seconds, u32 offences, u64 now)
{
	if (!seconds)
		seconds = growth[min(offences, (u32)ARRAY_SIZE(growth)) - 1];
	return now + seconds * VDT_SECOND;
}

static u32 offences_of(const struct entry *entry, u64 now)
{
	return entry && now < entry->until + VDT_BAN_QUIET_NS ? entry->offences : 0;
}

/* The entry of the source, new or old, with this offence; NULL: there is no room. */
static struct entry *punish(struct vdt_ban_table *table, struct entry *bucket,
			    const struct vdt_ban_wish *wish, u64 now)
{
	struct vdt_addr source = vdt_addr_source(wish->source);
	u8 len = vdt_addr_is_v4(&source) || vdt_addr_is_link_local6(&source) ? WHOLE : NARROW;
	struct entry *entry = find_exactly(bucket, &source, len);
	u32 offences = offences_of(entry, now) + 1;
	u64 until = end_of(wish->seconds, offences, now);
	bool in_force = entry && now < entry->until;

	if (in_force)
		until = max(until, entry->until);
	if (!entry) {
		entry = make_room(table, bucket, &source, until, now);
		if (!entry)
			return NULL;
		WRITE_ONCE(table->used, table->used + 1);
		atomic64_set(&table->notes[entry - table->entries].dropped, 0);
	}
	*entry = (struct entry){
		.source = source,
		.until = until,
		.offences = offences,
		.len = len,
		.spare = wish->spare && (!in_force || entry->spare),
	};
	return entry;
}

static bool is_evidence(const struct entry *entry, const struct entry *against, u64 now)
{
	return entry->len == NARROW && entry->spare && now < entry->until &&
	       same_site(entry, &against->source);
}

static bool is_unique_local(const struct vdt_addr *addr)
{
	return (addr->byte[0] & 0xfe) == 0xfc;
}

static bool may_widen(const struct entry *bucket, const struct entry *entry, u64 now)
{
	u32 i, n = 0;

	if (is_unique_local(&entry->source) || !is_evidence(entry, entry, now))
		return false;
	for (i = 0; i < VDT_BAN_WAYS; i++)
		n += is_evidence(&bucket[i], entry, now);
	return n >= VDT_BAN_NETS;
}

/* Puts a ban of the /48 in the place of those of its /64, which it outlasts. Returns its entry. */
static struct entry *widen(struct vdt_ban_table *table, struct entry *bucket, struct entry *entry,
			   u64 now)
{
	struct vdt_addr site = vdt_addr_net(&entry->source, WIDE);
	struct entry *wide = find_exactly(bucket, &site, WIDE);
	u32 i, offences = offences_of(wide, now) + 1;
	u64 until = max(end_of(0, offences, now), wide ? wide->until : 0);

	for (i = 0; i < VDT_BAN_WAYS; i++) {
		if (!is_evidence(&bucket[i], entry, now))
			continue;
		until = max(until, bucket[i].until);
		if (&bucket[i] != entry)
			clear(table, &bucket[i]);
	}
	if (wide)
		clear(table, entry);
	else
		wide = entry;
	*wide = (struct entry){
		.source = site,
		.until = until,
		.offences = offences,
		.len = WIDE,
		.spare = true,
	};
	return wide;
}

static u8 bits_of(const struct entry *entry)
{
	return vdt_addr_is_v4(&entry->source) ? 32 : 8 * entry->len;
}

static void copy_out(const struct vdt_ban_table *table, const struct entry *entry,
		     struct vdt_ban *ret_ban)
{
	const struct note *note = &table->notes[entry - table->entries];

	*ret_ban = (struct vdt_ban){
		.source = entry->source,
		.until = entry->until,
		.dropped = atomic64_read(&note->dropped),
		.offences = entry->offences,
		.bits = bits_of(entry),
		.spare = entry->spare,
	};
	memcpy(ret_ban->text, note->text, sizeof(ret_ban->text));
}

static void set_text(struct note *note, const char *text)
{
	size_t len = strnlen(text, VDT_BAN_TEXT_MAX);

	memset(note->text, 0, sizeof(note->text));
	memcpy(note->text, text, len);
}

static const char *why_not(const struct vdt_addr *source)
{
	if (vdt_addr_is_any(source) || (vdt_addr_is_v4(source) && !source->byte[VDT_ADDR_MAPPED]))
		return "source: the unspecified address is nobody's; name the one to ban";
	if (vdt_addr_is_loopback(source))
		return "source: loopback is the device itself, and never banned";
	if (vdt_addr_is_v4(source) ? source->byte[VDT_ADDR_MAPPED] >= 224 : source->byte[0] == 0xff)
		return "source: a group or broadcast address sends nothing; name the sender";
	return NULL;
}

int vdt_ban_add(struct vdt_ban_table *table, const struct vdt_ban_wish *wish, u64 now,
		struct vdt_ban *ret_ban, const char **ret_why)
{
	struct entry *bucket, *entry;

	*ret_why = why_not(wish->source);
	if (*ret_why)
		return -EINVAL;
	bucket = &table->entries[bucket_of(table, wish->source)];
	write_seqlock_bh(&table->lock);
	entry = punish(table, bucket, wish, now);
	if (entry) {
		if (may_widen(bucket, entry, now))
			entry = widen(table, bucket, entry, now);
		table->latest = max(table->latest, entry->until);
		set_text(&table->notes[entry - table->entries], wish->text);
		copy_out(table, entry, ret_ban);
	}
	write_sequnlock_bh(&table->lock);
	if (!entry)
		*ret_why = "the table is full of bans that end later; lift one or ban for longer";
	return entry ? 0 : -ENOSPC;
}

static u64 latest_end(const struct vdt_ban_table *table)
{
	u64 latest = 0;
	u32 i;

	for (i = 0; i < PLACES; i++)
		latest = max(latest, table->entries[i].until);
	return latest;
}

/* The ban of the longest prefix that the source is under, or NULL. */
static struct entry *find_narrowest(struct entry *bucket, const struct vdt_addr *source, u64 now)
{
	struct entry *narrowest = NULL;
	u32 i;

	for (i = 0; i < VDT_BAN_WAYS; i++)
		if (is_banned(&bucket[i], source, now) &&
		    (!narrowest || bucket[i].len > narrowest->len))
			narrowest = &bucket[i];
	return narrowest;
}

int vdt_ban_lift(struct vdt_ban_table *table, const struct vdt_addr *source, u64 now,
		 struct vdt_ban *ret_ban)
{
	struct entry *bucket = &table->entries[bucket_of(table, source)], *entry;

	write_seqlock_bh(&table->lock);
	entry = find_narrowest(bucket, source, now);
	if (entry) {
		copy_out(table, entry, ret_ban);
		clear(table, entry);
		table->latest = latest_end(table);
	}
	write_sequnlock_bh(&table->lock);
	return entry ? 0 : -ENOENT;
}

static bool copy_next(const struct vdt_ban_table *table, u32 *place, u64 now,
		      struct vdt_ban *ret_ban)
{
	for (; *place < PLACES; (*place)++) {
		if (now >= table->entries[*place].until)
			continue;
		copy_out(table, &table->entries[(*place)++], ret_ban);
		return true;
	}
	return false;
}

bool vdt_ban_next(const struct vdt_ban_table *table, u32 *place, u64 now, struct vdt_ban *ret_ban)
{
	unsigned int sequence;
	bool found;
	u32 next;

	do {
		sequence = read_seqbegin(&table->lock);
		next = *place;
		found = copy_next(table, &next, now, ret_ban);
	} while (read_seqretry(&table->lock, sequence));
	*place = next;
	return found;
}

u64 vdt_ban_overflows(struct vdt_ban_table *table)
{
	u64 overflows;

	write_seqlock_bh(&table->lock);
	overflows = table->overflows;
	write_sequnlock_bh(&table->lock);
	return overflows;
}

// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "names.h"
#include "policy_parse.h"

struct entry {
	struct vdt_addr addr;
	u64 name;
	u64 deadline; /* it counts until then, */
	u32 holds;    /* or while connections hold it */
};

struct pending {
	struct vdt_name_question question;
	u64 deadline; /* 0: none waits here */
};

struct vdt_names {
	siphash_key_t key; /* never changes */
	spinlock_t lock;   /* protects what follows, nests inside nothing of ours */
	u32 used;	   /* entries behind these were never used */
	struct entry entries[VDT_NAME_ENTRIES];
	struct pending pending[VDT_NAME_QUESTIONS];
};

struct vdt_names *vdt_names_new(const siphash_key_t *key)
{
	struct vdt_names *names = kvzalloc(sizeof(*names), GFP_KERNEL);

	if (!names)
		return NULL;
	names->key = *key;
	spin_lock_init(&names->lock);
	return names;
}

void vdt_names_free(struct vdt_names *names)
{
	kvfree(names);
}

u64 vdt_names_hash(const struct vdt_names *names, const char *text)
{
	return siphash(text, strlen(text), &names->key);
}

u64 vdt_names_wanted(const struct vdt_names *names, const struct vdt_policy *policy, u64 name)
{
	u64 rules = 0;
	int i;

	for (i = 0; i < policy->n_egress; i++)
		if (policy->egress[i].dns && vdt_names_hash(names, policy->egress[i].dns) == name)
			rules |= BIT_ULL(i);
	return rules;
}

static bool counts(const struct entry *entry, u64 now)
{
	return entry->holds || entry->deadline > now;
}

u64 vdt_names_rules(struct vdt_names *names, const struct vdt_policy *policy,
		    const struct vdt_addr *addr, u64 now)
{
	const struct entry *entry;
	u64 rules = 0;

	spin_lock_bh(&names->lock);
	for (entry = names->entries; entry < names->entries + names->used; entry++)
		if (vdt_addr_equal(&entry->addr, addr) && counts(entry, now))
			rules |= vdt_names_wanted(names, policy, entry->name);
	spin_unlock_bh(&names->lock);
	return rules;
}

static bool same_question(const struct vdt_name_question *a, const struct vdt_name_question *b)
{
	return a->net == b->net && a->name == b->name && a->local_port == b->local_port &&
	       a->id == b->id && a->type == b->type && vdt_addr_equal(&a->resolver, &b->resolver);
}

void vdt_names_ask(struct vdt_names *names, const struct vdt_name_question *question, u64 now)
{
	struct pending *pending, *oldest = names->pending;
	u32 i;

	spin_lock_bh(&names->lock);
	for (i = 0; i < VDT_NAME_QUESTIONS; i++) {
		pending = &names->pending[i];
		if (pending->deadline && same_question(&pending->question, question)) {
			oldest = pending;
			break;
		}
		if (pending->deadline < oldest->deadline)
			oldest = pending;
	}
	*oldest = (struct pending){*question, now + VDT_QUESTION_NS};
	spin_unlock_bh(&names->lock);
}

bool vdt_names_answer(struct vdt_names *names, const struct vdt_name_question *question, u64 now)
{
	struct pending *pending;
	bool found = false;
	u32 i;

	spin_lock_bh(&names->lock);
	for (i = 0; i < VDT_NAME_QUESTIONS && !found; i++) {
		pending = &names->pending[i];
		found = pending->deadline > now && same_question(&pending->question, question);
		if (found)
			pending->deadline = 0;
	}
	spin_unlock_bh(&names->lock);
	return found;
}

static struct entry *find_entry(struct vdt_names *names, u64 name, const struct vdt_addr *addr)
{
	struct entry *entry;

	for (entry = names->entries; entry < names->entries + names->used; entry++)
		if (entry->name == name && vdt_addr_equal(&entry->addr, addr))
			return entry;
	return NULL;
}

/* Of the entries that no connection holds, the one that ends first: of the name, or of all. */
static struct entry *find_shortest(struct vdt_names *names, const u64 *name)
{
	struct entry *entry, *shortest = NULL;

	for (entry = names->entries; entry < names->entries + names->used; entry++)
		if (!entry->holds && (!name || entry->name == *name) &&
		    (!shortest || entry->deadline < shortest->deadline))
			shortest = entry;
	return shortest;
}

static u32 count_entries(const struct vdt_names *names, u64 name, u64 now)
{
	const struct entry *entry;
	u32 n = 0;

	for (entry = names->entries; entry < names->entries + names->used; entry++)
		n += entry->name == name && counts(entry, now);
	return n;
}

/* Returns the place for an address more of the name, or NULL when connections hold them all. */
static struct entry *find_room(struct vdt_names *names, u64 name, u64 now)
{
	struct entry *shortest;

	if (count_entries(names, name, now) >= VDT_DNS_ADDRESSES_MAX)
		return find_shortest(names, &name);
	shortest = find_shortest(names, NULL);
	if (names->used < VDT_NAME_ENTRIES && (!shortest || shortest->deadline > now))
		return &names->entries[names->used++];
	return shortest;
}

static u64 lifetime(u32 seconds)
{
	u64 lives = seconds * VDT_SECOND;

	if (lives < VDT_NAME_MIN_NS)
		return VDT_NAME_MIN_NS;
	return lives > VDT_NAME_MAX_NS ? VDT_NAME_MAX_NS : lives;
}

void vdt_names_add(struct vdt_names *names, u64 name, const struct vdt_addr *addr, u32 seconds,
		   u64 now)
{
	u64 deadline = now + lifetime(seconds);
	struct entry *entry;

	spin_lock_bh(&names->lock);
	entry = find_entry(names, name, addr);
	if (entry) {
		if (entry->deadline < deadline)
			entry->deadline = deadline;
	} else {
		entry = find_room(names, name, now);
		if (entry)
			*entry = (struct entry){*addr, name, deadline, 0};
	}
	spin_unlock_bh(&names->lock);
}

void vdt_names_hold(struct vdt_names *names, u64 name, const struct vdt_addr *addr)
{
	struct entry *entry;

	spin_lock_bh(&names->lock);
	entry = find_entry(names, name, addr);
	if (entry)
		entry->holds++;
	spin_unlock_bh(&names->lock);
}

void vdt_names_release(struct vdt_names *names, u64 name, const struct vdt_addr *addr, u64 now)
{
	struct entry *entry;

	spin_lock_bh(&names->lock);
	entry = find_entry(names, name, addr);
	if (entry && entry->holds) {
		entry->holds--;
		if (entry->deadline < now + VDT_NAME_MIN_NS)
			entry->deadline = now + VDT_NAME_MIN_NS;
	}
	spin_unlock_bh(&names->lock);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/lockout.h"

#include <stdlib.h>
#include <string.h>

#include <vedette/settings.h>

#include "lib/base/clock.h"

/* How a kind of bucket counts. */
struct rule {
	uint32_t failures;
	uint64_t first, longest, quiet; /* ns; quiet: without a miss, and all is forgotten */
};

static struct rule get_rule(const struct vdt_lockout *lockout, enum vdt_lock_kind kind)
{
	struct rule rule = {
		.failures = lockout->rules.failures,
		.first = lockout->rules.first * VDT_NS_PER_SECOND,
		.longest = lockout->rules.longest * VDT_NS_PER_SECOND,
		.quiet = VDT_LOCK_DAY * VDT_NS_PER_SECOND,
	};

	if (kind == VDT_LOCK_FROM) {
		rule.failures = VDT_LOCK_SOURCE;
		rule.quiet = VDT_LOCK_HOUR * VDT_NS_PER_SECOND;
	}
	/* Who stands at the camera must not be kept out for long: it is the last way in. */
	if (kind == VDT_LOCK_CONSOLE)
		rule.longest = rule.first;
	return rule;
}

void vdt_lockout_init(struct vdt_lockout *lockout)
{
	memset(lockout, 0, sizeof(*lockout));
	lockout->rules = (struct vdt_lock_rules){.failures = VDT_ACCOUNTS_FAILURES,
						 .first = VDT_ACCOUNTS_LOCK_BASE,
						 .longest = VDT_ACCOUNTS_LOCK_MAX};
}

/* buckets */

static struct vdt_lock name_bucket(const struct vdt_try *try, enum vdt_lock_kind kind)
{
	struct vdt_lock lock = {.kind = kind};

	if (kind != VDT_LOCK_FROM)
		memcpy(lock.name, try->name, sizeof(lock.name));
	if (kind == VDT_LOCK_BROWSER)
		memcpy(lock.who, try->device, sizeof(lock.who));
	else if (kind == VDT_LOCK_PAIR || kind == VDT_LOCK_FROM)
		memcpy(lock.who, try->from.key, sizeof(lock.who));
	return lock;
}

static bool is_same(const struct vdt_lock *a, const struct vdt_lock *b)
{
	return a->kind == b->kind && !memcmp(a->name, b->name, sizeof(a->name)) &&
	       !memcmp(a->who, b->who, sizeof(a->who));
}

struct part {
	unsigned int first, count;
};

static struct part get_part(enum vdt_lock_kind kind)
{
	if (kind == VDT_LOCK_FROM)
		return (struct part){VDT_LOCKS_OWN, VDT_LOCKS_FROM};
	if (kind == VDT_LOCK_AT)
		return (struct part){VDT_LOCKS_OWN + VDT_LOCKS_FROM, VDT_LOCKS_AT};
	return (struct part){0, VDT_LOCKS_OWN};
}

static enum vdt_lock_kind own_kind(const struct vdt_try *try)
{
	if (try->is_console)
		return VDT_LOCK_CONSOLE;
	return try->is_device ? VDT_LOCK_BROWSER : VDT_LOCK_PAIR;
}

static const struct vdt_lock *look_up(const struct vdt_lockout *lockout, const struct vdt_try *try,
				      enum vdt_lock_kind kind)
{
	const struct vdt_lock wanted = name_bucket(try, kind);
	const struct part part = get_part(kind);

	for (unsigned int i = part.first; i < part.first + part.count; i++)
		if (is_same(&lockout->lock[i], &wanted))
			return &lockout->lock[i];
	return NULL;
}

/* For qsort(): what matters more comes first, free places last. */
static int compare(const void *a, const void *b)
{
	const struct vdt_lock *x = *(const struct vdt_lock *const *)a;
	const struct vdt_lock *y = *(const struct vdt_lock *const *)b;

	if (!x->kind != !y->kind)
		return x->kind ? -1 : 1;
	if (x->known != y->known)
		return x->known ? -1 : 1;
	if (!x->locks != !y->locks)
		return x->locks ? -1 : 1;
	if (x->misses != y->misses)
		return x->misses > y->misses ? -1 : 1;
	return x->last > y->last ? -1 : x->last < y->last;
}

/* Nobody has missed for so long that it does not matter any more. */
static bool is_stale(const struct vdt_lockout *lockout, const struct vdt_lock *lock, uint64_t now)
{
	uint64_t quiet = lock->known ? VDT_LOCK_KNOWN * VDT_NS_PER_SECOND
				     : get_rule(lockout, lock->kind).quiet;

	return now >= lock->until && now >= lock->last + quiet;
}

/* The bucket @wanted, or the least of its part, emptied for it. */
static struct vdt_lock *get_bucket(struct vdt_lockout *lockout, const struct vdt_lock *wanted,
				   uint64_t now)
{
	const struct part part = get_part(wanted->kind);
	struct vdt_lock *least = &lockout->lock[part.first];

	for (unsigned int i = part.first; i < part.first + part.count; i++) {
		struct vdt_lock *lock = &lockout->lock[i];

		if (is_same(lock, wanted))
			return lock;
		if (lock->kind && is_stale(lockout, lock, now))
			memset(lock, 0, sizeof(*lock));
		if (compare(&lock, &least) > 0)
			least = lock;
	}
	*least = *wanted;
	return least;
}

static struct vdt_lock *get(struct vdt_lockout *lockout, const struct vdt_try *try,
			    enum vdt_lock_kind kind, uint64_t now)
{
	const struct vdt_lock wanted = name_bucket(try, kind);

	return get_bucket(lockout, &wanted, now);
}

/* Nobody could ever be at another end of it. */
static bool is_loopback(const struct vdt_source *source)
{
	static const uint8_t mapped[13] = {[10] = 0xff, [11] = 0xff, [12] = 127};
	/* the /64 of ::1 */
	static const uint8_t zero[sizeof(source->key)];

	return !memcmp(source->key, mapped, sizeof(mapped)) ||
	       !memcmp(source->key, zero, sizeof(zero));
}

static uint32_t seconds_left(const struct vdt_lock *lock, uint64_t now)
{
	if (!lock || lock->until <= now)
		return 0;
	return (uint32_t)((lock->until - now + VDT_NS_PER_SECOND - 1) / VDT_NS_PER_SECOND);
}

uint32_t vdt_lockout_left(const struct vdt_lockout *lockout, const struct vdt_try *try,
			  uint64_t now)
{
	const struct vdt_lock *own = look_up(lockout, try, own_kind(try));
	uint32_t left = seconds_left(own, now), other;

	if (own_kind(try) != VDT_LOCK_PAIR)
		return left;
	other = seconds_left(look_up(lockout, try, VDT_LOCK_FROM), now);
	left = other > left ? other : left;
	other = own && own->known ? 0 : seconds_left(look_up(lockout, try, VDT_LOCK_AT), now);
	return other > left ? other : left;
}

static bool knows(const struct vdt_lock *lock, const struct vdt_try *try)
{
	for (unsigned int i = 0; i < VDT_LOCK_TRIED; i++)
		if (!memcmp(lock->tried[i], try->password, sizeof(try->password)))
			return true;
	return false;
}

bool vdt_lockout_was_tried(const struct vdt_lockout *lockout, const struct vdt_try *try)
{
	const struct vdt_lock *own = look_up(lockout, try, own_kind(try));

	return own && knows(own, try);
}

/* counting */

static bool count(const struct vdt_lockout *lockout, struct vdt_lock *lock, uint64_t now)
{
	const struct rule rule = get_rule(lockout, lock->kind);
	uint64_t time;

	if (now >= lock->last + rule.quiet)
		lock->misses = lock->locks = 0;
	lock->last = now;
	lock->misses++;
	if (lock->misses < rule.failures && !lock->locks)
		return false;
	time = lock->locks < 16 ? rule.first << lock->locks : rule.longest;
	lock->until = now + (time < rule.longest ? time : rule.longest);
	lock->locks += lock->locks < UINT8_MAX;
	return true;
}

/* All sources together; what is over is over with the day. */
static bool count_day(struct vdt_lock *lock, uint64_t now)
{
	const uint64_t day = VDT_LOCK_DAY * VDT_NS_PER_SECOND;

	if (!lock->misses || now >= lock->last + day) {
		lock->misses = lock->locks = 0;
		lock->last = now;
	}
	if (++lock->misses < VDT_LOCK_DAILY)
		return false;
	lock->until = lock->last + day;
	lock->locks = 1;
	return lock->misses == VDT_LOCK_DAILY;
}

bool vdt_lockout_miss(struct vdt_lockout *lockout, const struct vdt_try *try, uint64_t now)
{
	enum vdt_lock_kind kind = own_kind(try);
	struct vdt_lock *own = get(lockout, try, kind, now);
	bool known = own->known, locked;

	if (knows(own, try))
		return false;
	memcpy(own->tried[own->next], try->password, sizeof(try->password));
	own->next = (own->next + 1) % VDT_LOCK_TRIED;
	locked = count(lockout, own, now);
	if (kind != VDT_LOCK_PAIR)
		return locked;
	if (!is_loopback(&try->from))
		locked |= count(lockout, get(lockout, try, VDT_LOCK_FROM, now), now);
	if (!known)
		locked |= count_day(get(lockout, try, VDT_LOCK_AT, now), now);
	return locked;
}

/* What the source did elsewhere stays: whoever has one account must not clear his guesses at others
 * by logging in. */
bool vdt_lockout_good(struct vdt_lockout *lockout, const struct vdt_try *try, uint64_t now)
{
	struct vdt_lock *own = get(lockout, try, own_kind(try), now);

	bool news = !own->known || own->locks;

	*own = name_bucket(try, own_kind(try));
	own->known = true;
	own->last = now;
	return news;
}

unsigned int vdt_lockout_clear(struct vdt_lockout *lockout, const uint8_t name[VDT_LOCK_NAME],
			       const struct vdt_source *source, uint64_t now)
{
	unsigned int locked = 0;

	for (unsigned int i = 0; i < VDT_LOCKS; i++) {
		struct vdt_lock *lock = &lockout->lock[i];

		if ((name && memcmp(lock->name, name, sizeof(lock->name))) ||
		    (source && memcmp(lock->who, source->key, sizeof(lock->who))))
			continue;
		locked += lock->kind && lock->until > now;
		lock->until = lock->misses = lock->locks = 0;
	}
	return locked;
}

/* after a reboot */

static bool was_locked(const struct vdt_lock *lock)
{
	return lock->kind && lock->locks;
}

static bool is_only_known(const struct vdt_lock *lock)
{
	return lock->kind && lock->known && !lock->locks;
}

static bool is_used(const struct vdt_lock *lock)
{
	return lock->kind;
}

/* The @most of a part of the table that matter most, of those that are to be listed. */
static unsigned int list(struct vdt_lockout *lockout, struct part part,
			 bool (*is_listed)(const struct vdt_lock *lock), unsigned int most,
			 const struct vdt_lock **ret_locks)
{
	const struct vdt_lock *listed[VDT_LOCKS] = {NULL};
	unsigned int n = 0;

	for (unsigned int i = part.first; i < part.first + part.count; i++)
		if (is_listed(&lockout->lock[i]))
			listed[n++] = &lockout->lock[i];
	qsort(listed, n, sizeof(listed[0]), compare);
	n = n < most ? n : most;
	memcpy(ret_locks, listed, n * sizeof(listed[0]));
	return n;
}

unsigned int vdt_lockout_list(struct vdt_lockout *lockout, unsigned int most,
			      const struct vdt_lock **ret_locks)
{
	/* Each has room of its own: however many are known, locks are listed. */
	static const struct {
		enum vdt_lock_kind part;
		bool (*is_listed)(const struct vdt_lock *lock);
	} lists[VDT_LOCK_LISTS] = {
		{VDT_LOCK_PAIR, was_locked},
		{VDT_LOCK_PAIR, is_only_known},
		{VDT_LOCK_FROM, was_locked},
		{VDT_LOCK_AT, is_used},
	};
	unsigned int n = 0;

	for (unsigned int i = 0; i < VDT_LOCK_LISTS; i++)
		n += list(lockout, get_part(lists[i].part), lists[i].is_listed, most,
			  ret_locks + n);
	return n;
}

void vdt_lockout_restore(struct vdt_lockout *lockout, const struct vdt_lock *lock, uint64_t now)
{
	*get_bucket(lockout, lock, now) = *lock;
}

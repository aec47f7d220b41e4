/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who guessed wrong too often, and has to wait. Nobody can lock out an account as such: what is
 * locked is the pair of an account and a source, and
 *
 *  - the same wrong password again does not count: a recorder with an old password locks nothing;
 *  - a browser that logged in before has a bucket of its own, by its device cookie, so that nobody
 *    else locks it; and so has the console;
 *  - a source is locked for all accounts when it guessed wrong at many;
 *  - an account has only so many wrong guesses a day from all sources that never logged in to it;
 *    then those wait for the rest of the day, and the others do not.
 *
 * Names are counted whether or not there is an account, so that how long to wait says nothing about
 * which there are. (But: who shares the address of a source that logged in to an account can learn
 * that after the day's guesses were used up.)
 *
 * The table has a part for each of these, so that a flood of one does not wash away the others. A
 * part is searched from end to end: a login costs far more, and what has no hash function cannot be
 * made to collide. When it is full, what matters least gives way: guesses of today before locks,
 * locks before those who logged in well.
 *
 * All times are CLOCK_BOOTTIME in nanoseconds.
 */
#ifndef VDT_AUTH_LOCKOUT_H
#define VDT_AUTH_LOCKOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/auth/source.h"
#include "lib/crypto/digest.h"

/* Entries, each of under 128 bytes: 128 KiB in all. */
#define VDT_LOCKS_OWN	  704 /* PAIR, BROWSER, CONSOLE */
#define VDT_LOCKS_FROM	  256
#define VDT_LOCKS_AT	  64
#define VDT_LOCKS	  (VDT_LOCKS_OWN + VDT_LOCKS_FROM + VDT_LOCKS_AT)
#define VDT_LOCK_NAME	  8   /* bytes of a keyed digest */
#define VDT_LOCK_PASSWORD 8   /* bytes of a keyed digest */
#define VDT_LOCK_DEVICE	  16  /* bytes that tell one device from another */
#define VDT_LOCK_TRIED	  5   /* wrong passwords that are known again */
#define VDT_LOCK_SOURCE	  20  /* wrong guesses of a source, at any account, until it is locked */
#define VDT_LOCK_DAILY	  200 /* wrong guesses a day at an account from unknown sources */
#define VDT_LOCK_DAY	  86400
#define VDT_LOCK_HOUR	  3600
#define VDT_LOCK_KNOWN	  (30 * VDT_LOCK_DAY) /* a good login is remembered */

enum vdt_lock_kind {
	VDT_LOCK_FREE,
	VDT_LOCK_PAIR,	  /* an account from a source */
	VDT_LOCK_BROWSER, /* an account from a device that it logged in from */
	VDT_LOCK_CONSOLE, /* an account on the console */
	VDT_LOCK_FROM,	  /* a source, any account */
	VDT_LOCK_AT,	  /* an account, from sources that never logged in to it */
	VDT_LOCK_KINDS
};

struct vdt_lock {
	uint8_t kind;
	uint8_t name[VDT_LOCK_NAME];  /* zeros for FROM */
	uint8_t who[VDT_LOCK_DEVICE]; /* source or device; zeros for CONSOLE and AT */
	bool known;		      /* a login was good; PAIR and BROWSER only */
	uint8_t locks;		      /* in a row */
	uint32_t misses;	      /* that count */
	uint64_t last;		      /* miss or good login; AT: begin of the day */
	uint64_t until;		      /* locked */
	uint8_t next;		      /* of tried */
	uint8_t tried[VDT_LOCK_TRIED][VDT_LOCK_PASSWORD];
};

_Static_assert(sizeof(struct vdt_lock) < 128, "as said above");

struct vdt_lock_rules {
	unsigned int failures;	     /* until a pair is locked; one more locks it again */
	unsigned int first, longest; /* seconds; each lock is twice as long as the one before */
};

struct vdt_lockout {
	struct vdt_lock_rules rules;
	struct vdt_lock lock[VDT_LOCKS];
};

/* One attempt to log in. */
struct vdt_try {
	uint8_t name[VDT_LOCK_NAME];
	struct vdt_source from;
	bool is_device; /* the browser showed its device cookie for this account */
	bool is_console;
	uint8_t device[VDT_LOCK_DEVICE];
	uint8_t password[VDT_LOCK_PASSWORD];
};

/* The rules where a policy says nothing, and nobody counted. */
void vdt_lockout_init(struct vdt_lockout *lockout);
/* Seconds until @try is looked at, rounded up; 0: it is. */
uint32_t vdt_lockout_left(const struct vdt_lockout *lockout, const struct vdt_try *try,
			  uint64_t now);
/* Whether the bucket of @try knows this wrong password. */
bool vdt_lockout_was_tried(const struct vdt_lockout *lockout, const struct vdt_try *try);
/*
 * The password was wrong. Returns whether that locks what was not locked; vdt_lockout_left() then
 * tells for how long.
 */
bool vdt_lockout_miss(struct vdt_lockout *lockout, const struct vdt_try *try, uint64_t now);
/* The login was good. Returns whether that was not known yet. */
bool vdt_lockout_good(struct vdt_lockout *lockout, const struct vdt_try *try, uint64_t now);
/*
 * Forget what was counted against @name, or @source, or the pair; NULL: whatever. Not both may be
 * NULL. Returns how many were locked.
 */
unsigned int vdt_lockout_clear(struct vdt_lockout *lockout, const uint8_t name[VDT_LOCK_NAME],
			       const struct vdt_source *source, uint64_t now);
#define VDT_LOCK_LISTS 4
/*
 * What has to outlast a reboot: locks of accounts, who is known, locks of sources, and the days of
 * accounts; of each at most @most, what matters more first. Returns how many there are in
 * @ret_locks, which has room for VDT_LOCK_LISTS * @most.
 */
unsigned int vdt_lockout_list(struct vdt_lockout *lockout, unsigned int most,
			      const struct vdt_lock **ret_locks);
/* Put @lock, which was listed before the reboot, into the table; its times are of now. */
void vdt_lockout_restore(struct vdt_lockout *lockout, const struct vdt_lock *lock, uint64_t now);

#endif /* VDT_AUTH_LOCKOUT_H */

// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/random.h>

#include <vedette/netlink.h>

#include "ban_table.h"
#include "bans.h"
#include "conn_table.h"
#include "conns.h"
#include "events.h"
#include "trust.h"

/* Written by init and exit only. */
static struct vdt_ban_table *bans;

int vdt_bans_init(void)
{
	siphash_key_t key;

	get_random_bytes(&key, sizeof(key));
	bans = vdt_ban_table_new(&key);
	return bans ? 0 : -ENOMEM;
}

void vdt_bans_exit(void)
{
	vdt_ban_table_free(bans);
}

/* Returns the place of a ban that hits the source, or a negative number. */
static int find_ban(const struct vdt_addr *source)
{
	bool spare;
	int place = vdt_ban_find(bans, source, ktime_get_boottime_ns(), &spare);

	return place >= 0 && spare && vdt_trust_has(source) ? -1 : place;
}

bool vdt_bans_drop(const struct vdt_addr *source)
{
	int place = vdt_ban_table_empty(bans) ? -1 : find_ban(source);

	if (place < 0)
		return false;
	vdt_ban_count(bans, place);
	return true;
}

/*
 * Their packets are dropped by now, so no connection is added that this could miss. One that was
 * cut leaves its place in the listing to the next.
 */
static void cut_banned(void)
{
	struct vdt_conn_cursor cursor = {}, at = cursor;
	struct vdt_conn conn;
	u64 last = 0;

	for (; vdt_conn_next(vdt_conns_table(), &cursor, &conn); at = cursor) {
		if (conn.id == last || find_ban(&conn.source) < 0 || vdt_conns_cut(conn.id))
			continue;
		last = conn.id;
		cursor = at;
	}
}

u32 vdt_bans_left(const struct vdt_ban *ban)
{
	u64 now = ktime_get_boottime_ns();

	return now < ban->until ? DIV64_U64_ROUND_UP(ban->until - now, VDT_SECOND) : 0;
}

int vdt_bans_add(const struct vdt_ban_wish *wish, struct vdt_ban *ret_ban, const char **ret_why)
{
	int err;

	/* Who shares an address with an attacker must not be locked out by him. */
	if (wish->spare && vdt_trust_has(wish->source)) {
		*ret_why = "source: it has an authenticated session, which a program cannot ban";
		return -EBUSY;
	}
	err = vdt_ban_add(bans, wish, ktime_get_boottime_ns(), ret_ban, ret_why);
	if (err)
		return err;
	vdt_event_ban(VEDETTE_EVENT_TYPE_BAN, ret_ban, vdt_bans_left(ret_ban));
	cut_banned();
	return 0;
}

int vdt_bans_lift(const struct vdt_addr *source, struct vdt_ban *ret_ban)
{
	u64 now = ktime_get_boottime_ns();
	int err = vdt_ban_lift(bans, source, now, ret_ban);

	if (err)
		return err;
	do {
		vdt_event_ban(VEDETTE_EVENT_TYPE_UNBAN, ret_ban, 0);
	} while (!vdt_ban_lift(bans, source, now, ret_ban));
	return 0;
}

bool vdt_bans_next(u32 *place, struct vdt_ban *ret_ban)
{
	return vdt_ban_next(bans, place, ktime_get_boottime_ns(), ret_ban);
}

// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "feed.h"
#include "feed_floor.h"
#include "rules.h"

/* The place of the name or the first free one, or -1. */
static int find_place(const struct vdt_feed_floors *floors, const char *name)
{
	int i;

	for (i = 0; i < VDT_FEED_FLOORS_MAX; i++)
		if (!floors->floor[i].version || !strcmp(floors->floor[i].name, name))
			return i;
	return -1;
}

static int count_free(const struct vdt_feed_floors *floors)
{
	int i, n = 0;

	for (i = 0; i < VDT_FEED_FLOORS_MAX; i++)
		n += !floors->floor[i].version;
	return n;
}

int vdt_feed_floors_check(const struct vdt_feed_floors *floors, const struct vdt_rules_feed *feeds,
			  unsigned int n, const char **ret_why)
{
	unsigned int i;
	int place, fresh = 0;

	for (i = 0; i < n; i++) {
		place = find_place(floors, feeds[i].feed->name);
		fresh += place < 0 || !floors->floor[place].version;
		if (place >= 0 && feeds[i].feed->version < floors->floor[place].version) {
			*ret_why = "feed version: below one that was active";
			return -ESTALE;
		}
	}
	if (fresh > count_free(floors)) {
		*ret_why = "feed: more names of feeds than can be remembered";
		return -E2BIG;
	}
	return 0;
}

void vdt_feed_floors_raise(struct vdt_feed_floors *floors, const struct vdt_rules_feed *feeds,
			   unsigned int n)
{
	const struct vdt_feed *feed;
	unsigned int i;
	int place;

	for (i = 0; i < n; i++) {
		feed = feeds[i].feed;
		place = find_place(floors, feed->name);
		if (place < 0)
			continue;
		memcpy(floors->floor[place].name, feed->name, strlen(feed->name) + 1);
		floors->floor[place].version = feed->version;
	}
}

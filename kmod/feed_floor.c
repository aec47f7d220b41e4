// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "feed_floor.h"
#include "policy_parse.h"
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

int vdt_feed_floors_check(const struct vdt_feed_floors *floors, const struct vdt_rules *rules,
			  const char **ret_why)
{
	int i, place, fresh = 0;

	for (i = 0; i < rules->policy->n_sets; i++) {
		if (!rules->feeds[i].version)
			continue;
		place = find_place(floors, rules->policy->sets[i].name);
		fresh += place < 0 || !floors->floor[place].version;
		if (place >= 0 && rules->feeds[i].version < floors->floor[place].version) {
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

void vdt_feed_floors_raise(struct vdt_feed_floors *floors, const struct vdt_rules *rules)
{
	const char *name;
	int i, place;

	for (i = 0; i < rules->policy->n_sets; i++) {
		name = rules->policy->sets[i].name;
		place = rules->feeds[i].version ? find_place(floors, name) : -1;
		if (place < 0)
			continue;
		memcpy(floors->floor[place].name, name, strlen(name) + 1);
		floors->floor[place].version = rules->feeds[i].version;
	}
}

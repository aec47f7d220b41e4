/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Makes the database of prefix sets on the camera: a merge of lists that are sorted already. The
 * sets may come from places that are signed apart, so nobody else could have made it, and nothing
 * but the lists need be believed.
 */
#ifndef VDT_PREFIX_BUILD_H
#define VDT_PREFIX_BUILD_H

#include "core.h"
#include "prefix_cursor.h"
#include "prefix_set.h"

/*
 * Source i gets bit i in the answers of vdt_prefix_lookup(). Nothing of the sources is needed
 * afterwards. Reads every source twice, O(prefixes * log(sources)); may sleep. The database is the
 * caller's, freed with vdt_prefix_db_free(). On failure *ret_why is a text for people, NULL for
 * -ENOMEM.
 * Returns 0 or
 *   -E2BIG	 more than VDT_SETS_MAX sources or VDT_PREFIXES_MAX prefixes, more than 256
 *different combinations of sets in a family, or a database of more than max_memory bytes, which
 *		 were not asked for then
 *   -EINVAL	 as vdt_prefix_cursor_init()
 *   -ENOMEM
 */
int vdt_prefix_db_build(const struct vdt_prefix_source *sources, unsigned int n, size_t max_memory,
			struct vdt_prefix_db **ret_db, const char **ret_why);

#endif /* VDT_PREFIX_BUILD_H */

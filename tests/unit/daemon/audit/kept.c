// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/kept.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/file.h"

static char dir[] = "/tmp/vdt-kept-XXXXXX", path[64];

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/settings", dir);
}

static void tear_down(void)
{
	unlink(path);
	rmdir(dir);
}

TestSuite(kept, .init = set_up, .fini = tear_down);

Test(kept, over_a_restart)
{
	struct vdt_journal_settings settings = VDT_JOURNAL_DEFAULTS, kept;

	cr_assert_eq(vdt_kept_store(path, &settings), 0);
	cr_expect_neq(access(path, F_OK), 0, "what is as it begins needs no file");
	settings.ring = 64ull << 20;
	settings.stop_on_full = true;
	cr_assert_eq(vdt_kept_store(path, &settings), 0);
	vdt_kept_load(path, &kept);
	cr_expect_eq(kept.ring, 64ull << 20);
	cr_expect(kept.stop_on_full);
}

Test(kept, what_is_not_understood_is_the_default)
{
	static const char *const rows[] = {"", "ring", "ring 5 on_full stop",
					   "ring 536870912 on_full stop", "x"};
	struct vdt_journal_settings kept;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cr_assert_eq(vdt_file_write(path, rows[i], strlen(rows[i]), 0600), 0);
		vdt_kept_load(path, &kept);
		cr_expect_eq(kept.ring, 8ull << 20, "%s", rows[i]);
		cr_expect_not(kept.stop_on_full, "%s", rows[i]);
	}
}

// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/app.h"

#include "tools/vedette-kit/app.h"

static char folder[32];
static struct vdt_app_tree tree;

static void list(void)
{
	const char *paths[] = {"d", NULL};

	enter_folder(folder);
	cr_assert_eq(mkdir("d", 0755) | mkdir("d/bin", 0755) | mkdir("secret", 0700), 0);
	write_text("d/bin/app", "app", 0755);
	write_text("secret/app", "other", 0755);
	cr_assert_eq(vdt_app_tree_read((char **)paths, &(struct vdt_app_walk){0}, &tree), 0);
	cr_assert_eq(tree.count, 1);
}

static void forget(void)
{
	vdt_app_tree_done(&tree);
	leave_folder(folder);
}

TestSuite(app, .init = list, .fini = forget);

static void must_have_changed(void)
{
	cr_assert_eq(vdt_app_open(tree.files), -1);
	cr_expect_eq(tree.files[0].result.state, VDT_APP_FAILED);
	cr_expect_eq(tree.files[0].result.reason, VEDETTE_INTEGRITY_REASON_CHANGED);
}

Test(app, opens_what_was_listed)
{
	int fd = vdt_app_open(tree.files);

	cr_assert_geq(fd, 0);
	close(fd);
}

Test(app, opens_nothing_behind_a_link_that_came)
{
	cr_assert_eq(rename("d/bin", "d/was") | symlink("../secret", "d/bin"), 0);
	must_have_changed();
}

Test(app, opens_no_other_file_of_the_name)
{
	cr_assert_eq(rename("secret/app", "d/bin/app"), 0);
	must_have_changed();
}

Test(app, opens_no_fifo_that_came)
{
	cr_assert_eq(unlink("d/bin/app") | mkfifo("d/bin/app", 0755), 0);
	must_have_changed();
}

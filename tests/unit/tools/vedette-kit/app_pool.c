// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/app.h"

#include "tools/vedette-kit/app_pool.h"

#define FILES 1000u

/* Every file is worked on once, whatever the number of threads; those that are done already never.
 */
static void work(struct vdt_app_file *file, atomic_ullong *bytes, void *arg)
{
	atomic_uint *calls = arg;

	cr_assert_eq(file->result.state, VDT_APP_OTHER);
	cr_assert_null(file->first);
	file->result.state = VDT_APP_GOOD;
	*bytes += 3;
	++*calls;
}

static void make_tree(struct vdt_app_tree *tree)
{
	*tree = (struct vdt_app_tree){0};
	for (unsigned int i = 0; i < FILES; i++)
		cr_assert(vdt_app_tree_add(tree, "x"));
	for (unsigned int i = 0; i < FILES; i += 10) {
		tree->files[i].result.state = VDT_APP_FAILED;
		tree->files[i + 1].first = &tree->files[i + 2];
	}
}

Test(app_pool, does_each_file_once)
{
	static const unsigned int jobs[] = {0, 1, 7, VDT_APP_JOBS, 10 * VDT_APP_JOBS};

	for (size_t i = 0; i < sizeof(jobs) / sizeof(*jobs); i++) {
		struct vdt_app_tree tree;
		atomic_uint calls = 0;

		make_tree(&tree);
		cr_expect_eq(vdt_app_pool_run(&tree, jobs[i], work, &calls), 3 * FILES * 8 / 10);
		cr_expect_eq(calls, FILES * 8 / 10);
		vdt_app_tree_done(&tree);
	}
}

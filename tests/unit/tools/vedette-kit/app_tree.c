// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/app.h"

#include "tools/vedette-kit/app_tree.h"

static char folder[32];

static void enter(void)
{
	cr_redirect_stderr();
	enter_folder(folder);
	cr_assert_eq(mkdir("d", 0755) | mkdir("d/sub", 0755) | mkdir("e", 0755), 0);
	write_text("d/sub/b", "b", 0644);
	write_text("d/a", "aaa", 0644);
	write_text("e/other", "", 0644);
	cr_assert_eq(link("d/a", "d/sub/c") | link("d/a", "e/z") | symlink("a", "d/link") |
			     symlink("../e", "d/out") | mkfifo("d/fifo", 0644),
		     0);
}

static void leave(void)
{
	leave_folder(folder);
}

TestSuite(app_tree, .init = enter, .fini = leave);

/* Names in their order, each with "=" and the first name of the same file, "!" for what failed. */
static const struct {
	const char *paths[3];
	struct vdt_app_walk how;
	const char *files, *why;
} walks[] = {
	{{"d"}, {0}, "d/a d/sub/b d/sub/c=d/a ", "sorted, without links"},
	{{"d/"}, {0}, "d/a d/sub/b d/sub/c=d/a ", "a slash behind"},
	{{"e", "d"}, {0}, "d/a d/sub/b d/sub/c=d/a e/other e/z=d/a ", "one file in two folders"},
	{{"d", "d/a"}, {0}, "d/a d/a=d/a d/sub/b d/sub/c=d/a ", "the same twice"},
	{{"d"}, {.relative = true}, "a sub/b sub/c=a ", "relative"},
	{{"d//"}, {.relative = true}, "a sub/b sub/c=a ", "relative, two slashes"},
	{{"d"}, {.apart = true}, "d/a d/sub/b d/sub/c ", "each name for itself"},
	{{"d/a"}, {0}, "d/a ", "one file"},
	{{"d/link"}, {0}, "d/link! ", "a link that was named"},
	{{"d/fifo"}, {0}, "d/fifo! ", "a FIFO that was named"},
	{{"e/other", "none"}, {0}, "e/other none! ", "one that is not there"},
};

static void print_tree(const struct vdt_app_tree *tree, char *text, size_t len)
{
	FILE *out = fmemopen(text, len, "w");

	for (size_t i = 0; i < tree->count; i++) {
		const struct vdt_app_file *file = &tree->files[i];

		fprintf(out, "%s%s%s%s ", file->name, file->first ? "=" : "",
			file->first ? file->first->name : "",
			file->result.state == VDT_APP_FAILED ? "!" : "");
	}
	fclose(out);
}

Test(app_tree, lists_files)
{
	for (size_t i = 0; i < sizeof(walks) / sizeof(*walks); i++) {
		struct vdt_app_tree tree;
		char text[256] = "";

		cr_assert_eq(vdt_app_tree_read((char **)walks[i].paths, &walks[i].how, &tree), 0);
		print_tree(&tree, text, sizeof(text));
		cr_expect_str_eq(text, walks[i].files, "%s: %s", walks[i].why, text);
		vdt_app_tree_done(&tree);
	}
}

Test(app_tree, knows_what_was_named)
{
	const char *paths[] = {"d", "e/z", NULL};
	struct vdt_app_tree tree;

	cr_assert_eq(vdt_app_tree_read((char **)paths, &(struct vdt_app_walk){0}, &tree), 0);
	cr_expect_str_eq(tree.files[0].name, "d/a");
	cr_expect(tree.files[0].is_operand, "its other name was given");
	cr_expect_eq(tree.files[0].size, 3);
	cr_expect_not(tree.files[1].is_operand);
	vdt_app_tree_done(&tree);
}

Test(app_tree, failures_keep_their_reason)
{
	struct vdt_app_tree tree = {0};
	struct vdt_app_file *file = vdt_app_tree_add(&tree, "a");

	vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_CHANGED, "%s %d", "why", 1);
	cr_expect_eq(file->result.state, VDT_APP_FAILED);
	cr_expect_eq(file->result.reason, VEDETTE_INTEGRITY_REASON_CHANGED);
	cr_expect_str_eq(file->result.why, "why 1");
	vdt_app_tree_done(&tree);
	cr_expect_eq(tree.count, 0);
}

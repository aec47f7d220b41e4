// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/app_tree.h"

#include <errno.h>
#include <fts.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"

void vdt_app_fail(struct vdt_app_file *file, enum vedette_integrity_reason reason, const char *why,
		  ...)
{
	va_list args;

	file->result.state = VDT_APP_FAILED;
	file->result.reason = reason;
	va_start(args, why);
	if (vasprintf(&file->result.why, why, args) < 0)
		file->result.why = NULL;
	va_end(args);
}

const struct vdt_app_result *vdt_app_result_of(const struct vdt_app_file *file)
{
	return file->first ? &file->first->result : &file->result;
}

struct vdt_app_file *vdt_app_tree_add(struct vdt_app_tree *tree, const char *path)
{
	struct vdt_app_file *files = tree->files, *file;

	/* Grows at every power of two. */
	if (!(tree->count & (tree->count - 1)))
		files = reallocarray(files, tree->count ? 2 * tree->count : 1, sizeof(*files));
	if (!files)
		return NULL;
	tree->files = files;
	file = &files[tree->count];
	*file = (struct vdt_app_file){.path = strdup(path)};
	if (!file->path)
		return NULL;
	file->name = file->path;
	tree->count++;
	return file;
}

static struct vdt_app_file *add_entry(struct vdt_app_tree *tree, const FTSENT *entry)
{
	struct vdt_app_file *file = vdt_app_tree_add(tree, entry->fts_path);

	if (file)
		file->is_operand = entry->fts_level == FTS_ROOTLEVEL;
	return file;
}

static int take_file(struct vdt_app_tree *tree, const FTSENT *entry)
{
	struct vdt_app_file *file = add_entry(tree, entry);

	if (!file)
		return -ENOMEM;
	file->dev = entry->fts_statp->st_dev;
	file->ino = entry->fts_statp->st_ino;
	file->size = entry->fts_statp->st_size;
	return 0;
}

static int take_failure(struct vdt_app_tree *tree, const FTSENT *entry, const char *why)
{
	struct vdt_app_file *file = add_entry(tree, entry);

	if (!file)
		return -ENOMEM;
	vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_IO_ERROR, "%s", why);
	return 0;
}

static int take(struct vdt_app_tree *tree, const FTSENT *entry)
{
	bool is_operand = entry->fts_level == FTS_ROOTLEVEL;

	switch (entry->fts_info) {
	case FTS_F:
		return take_file(tree, entry);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		return take_failure(tree, entry, strerror(entry->fts_errno));
	case FTS_SL:
		return is_operand ? take_failure(tree, entry,
						 "is a symbolic link; name what it points to")
				  : 0;
	case FTS_DEFAULT:
		return is_operand ? take_failure(tree, entry, "is neither a file nor a folder") : 0;
	default:
		return 0;
	}
}

static int walk(char **paths, bool mounts, struct vdt_app_tree *tree)
{
	FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR | (mounts ? 0 : FTS_XDEV), NULL);
	FTSENT *entry;
	int err = 0;

	if (!fts)
		return -errno;
	while (!err && (errno = 0, entry = fts_read(fts)))
		err = take(tree, entry);
	if (!err && errno)
		err = -errno;
	fts_close(fts);
	return err;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct vdt_app_file *)a)->path,
		      ((const struct vdt_app_file *)b)->path);
}

/* The same inodes beside each other, the first path first. */
static int by_inode(const void *a, const void *b)
{
	const struct vdt_app_file *x = *(struct vdt_app_file *const *)a;
	const struct vdt_app_file *y = *(struct vdt_app_file *const *)b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	if (x->ino != y->ino)
		return x->ino < y->ino ? -1 : 1;
	return x < y ? -1 : x > y;
}

static void join(struct vdt_app_file *file, struct vdt_app_file *before)
{
	if (!file->ino || file->dev != before->dev || file->ino != before->ino)
		return;
	file->first = before->first ? before->first : before;
	file->first->is_operand |= file->is_operand;
}

static int find_links(struct vdt_app_tree *tree)
{
	_cleanup_free_ struct vdt_app_file **order = calloc(tree->count + 1, sizeof(*order));

	if (!order)
		return -ENOMEM;
	for (size_t i = 0; i < tree->count; i++)
		order[i] = &tree->files[i];
	qsort(order, tree->count, sizeof(*order), by_inode);
	for (size_t i = 1; i < tree->count; i++)
		join(order[i], order[i - 1]);
	return 0;
}

/* By what follows the folder. */
static void set_names(struct vdt_app_tree *tree, const char *folder)
{
	for (size_t i = 0; i < tree->count; i++) {
		struct vdt_app_file *file = &tree->files[i];

		if (file->is_operand)
			continue;
		file->name += strlen(folder);
		file->name += strspn(file->name, "/");
	}
}

int vdt_app_tree_read(char **paths, const struct vdt_app_walk *how, struct vdt_app_tree *ret_tree)
{
	struct vdt_app_tree tree = {0};
	int err = walk(paths, how->mounts, &tree);

	if (tree.count)
		qsort(tree.files, tree.count, sizeof(*tree.files), by_path);
	if (how->relative)
		set_names(&tree, paths[0]);
	if (!err && !how->apart)
		err = find_links(&tree);
	if (err)
		vdt_app_tree_done(&tree);
	*ret_tree = tree;
	return err;
}

void vdt_app_tree_done(struct vdt_app_tree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		free(tree->files[i].path);
		free(tree->files[i].result.why);
		free(tree->files[i].result.signature);
	}
	free(tree->files);
	*tree = (struct vdt_app_tree){0};
}

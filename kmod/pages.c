// SPDX-License-Identifier: GPL-2.0-only
#include <linux/backing-dev.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pagevec.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "pages.h"

/* By more than the page cache, buffers and us. The lock keeps the buffers where they are. */
static bool is_referred(struct folio *folio)
{
	bool referred;

	folio_lock(folio);
	referred = folio_ref_count(folio) > folio_nr_pages(folio) + folio_has_private(folio) + 1;
	folio_unlock(folio);
	return referred;
}

/* tmpfs and ramfs cannot: their pages are the file. */
static bool can_read_again(const struct inode *inode)
{
	return inode->i_sb->s_bdi->capabilities & BDI_CAP_WRITEBACK;
}

static bool replace(struct inode *inode, struct folio *folio)
{
	loff_t pos = folio_pos(folio), last = pos + folio_size(folio) - 1;

	return !filemap_write_and_wait_range(inode->i_mapping, pos, last) &&
	       !invalidate_inode_pages2_range(inode->i_mapping, pos >> PAGE_SHIFT,
					      last >> PAGE_SHIFT);
}

/*
 * A pin counts as a thousand references, which many mappings can be as well: they are taken away,
 * and come back when they are used.
 */
static bool is_pinned(struct inode *inode, struct folio *folio)
{
	if (!folio_maybe_dma_pinned(folio))
		return false;
	unmap_mapping_range(inode->i_mapping, folio_pos(folio), folio_size(folio), 0);
	return folio_maybe_dma_pinned(folio);
}

static int settle(struct inode *inode, struct folio *folio)
{
	if (!is_referred(folio))
		return 0;
	if (can_read_again(inode))
		return replace(inode, folio) ? 0 : -EAGAIN;
	return is_pinned(inode, folio) ? -EBUSY : 0;
}

static int settle_batch(struct inode *inode, const struct folio_batch *batch)
{
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < batch->nr; i++)
		err = settle(inode, batch->folios[i]);
	return err;
}

/* Lets go of pages that were just read, whose references this processor has kept for a while. */
static void drain(struct address_space *mapping)
{
	struct folio_batch batch;
	pgoff_t next = 0;

	folio_batch_init(&batch);
	filemap_get_folios(mapping, &next, -1, &batch);
	folio_batch_release(&batch);
}

int vdt_pages_settle(struct inode *inode)
{
	struct folio_batch batch;
	pgoff_t next = 0;
	int err = 0;

	if (!inode->i_mapping->a_ops->dirty_folio)
		return 0; /* no mapping was ever writable */
	drain(inode->i_mapping);
	folio_batch_init(&batch);
	while (!err && filemap_get_folios(inode->i_mapping, &next, -1, &batch)) {
		err = settle_batch(inode, &batch);
		folio_batch_release(&batch);
		if (fatal_signal_pending(current))
			err = -EINTR;
		cond_resched();
	}
	return err;
}

// SPDX-License-Identifier: GPL-2.0-only
#include <linux/slab.h>

#include "feed_batch.h"

/* The signature is over the header alone. */
static int check_digest(const struct vdt_signed_file *file, const struct vdt_feed *feed,
			const char **ret_why)
{
	u8 digest[SHA256_DIGEST_SIZE];

	sha256(file->data + VDT_FEED_HEADER, file->len - VDT_FEED_HEADER, digest);
	if (!memcmp(digest, feed->digest, sizeof(digest)))
		return 0;
	*ret_why = "feed: the prefixes are not what was signed";
	return -EKEYREJECTED;
}

static int read_one(struct vdt_feed_batch *batch, const struct vdt_fds *fds, size_t room,
		    const char **ret_why)
{
	struct vdt_signed_file *file = &batch->files[batch->n];
	struct vdt_feed *feed = &batch->feeds[batch->n];
	int err = vdt_signed_file_read(fds->blob, fds->signature, room, VDT_FEED_HEADER, file,
				       ret_why);

	if (err)
		return err;
	batch->given[batch->n++] = (struct vdt_rules_feed){feed, file->digest};
	err = vdt_feed_parse(file->data, file->len, feed, ret_why);
	return err ? err : check_digest(file, feed, ret_why);
}

int vdt_feed_batch_new(const struct vdt_fds *fds, unsigned int n, struct vdt_feed_batch **ret_batch,
		       const char **ret_why)
{
	struct vdt_feed_batch *batch = kzalloc(sizeof(*batch), GFP_KERNEL);
	size_t room = VDT_FEED_MAX;
	unsigned int i;
	int err = 0;

	*ret_why = NULL;
	if (!batch)
		return -ENOMEM;
	for (i = 0; !err && i < n; i++) {
		err = read_one(batch, &fds[i], room, ret_why);
		if (!err)
			room -= batch->files[i].len;
	}
	if (err)
		vdt_feed_batch_free(batch);
	else
		*ret_batch = batch;
	return err;
}

void vdt_feed_batch_free(struct vdt_feed_batch *batch)
{
	unsigned int i;

	if (!batch)
		return;
	for (i = 0; i < batch->n; i++)
		vdt_signed_file_done(&batch->files[i]);
	kfree(batch);
}

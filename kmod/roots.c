// SPDX-License-Identifier: GPL-2.0-only
#include <linux/blk_types.h>
#include <linux/fs.h>
#include <linux/rcupdate.h>
#include <linux/security.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <crypto/sha2.h>

#include "compat.h"
#include "image.h"
#include "limits.h"
#include "lock.h"
#include "policy.h"
#include "policy_parse.h"
#include "roots.h"

struct root {
	dev_t dev; /* 0: a free place, for no disk has that */
	u8 len;
	u8 digest[SHA512_DIGEST_SIZE];
};

static DEFINE_SPINLOCK(lock); /* protects the places; nothing nests inside it */
static struct root roots[VDT_ROOTS_MAX];

/* With dev 0 a free place. Under the lock; NULL: there is none. */
static struct root *find(dev_t dev)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(roots); i++)
		if (roots[i].dev == dev)
			return &roots[i];
	return NULL;
}

void vdt_roots_forget(const struct block_device *bdev)
{
	struct root *root;

	spin_lock(&lock);
	root = bdev->bd_dev ? find(bdev->bd_dev) : NULL;
	if (root)
		*root = (struct root){};
	spin_unlock(&lock);
}

/* A device that finds no place is one that nobody trusts. */
static void remember(dev_t dev, const u8 *digest, size_t len)
{
	struct root *root;

	spin_lock(&lock);
	root = find(dev) ?: find(0);
	if (root && len <= sizeof(root->digest)) {
		root->dev = dev;
		root->len = len;
		memcpy(root->digest, digest, len);
	}
	spin_unlock(&lock);
}

void vdt_roots_set(const struct block_device *bdev, int type, const void *value)
{
	const u8 *digest;
	size_t len;

	if (!vdt_is_verity_root(type, value, &digest, &len))
		return;
	vdt_roots_forget(bdev);
	if (digest && bdev->bd_dev && !vdt_locked())
		remember(bdev->bd_dev, digest, len);
}

static bool copy(dev_t dev, struct root *ret_root)
{
	const struct root *root;

	spin_lock(&lock);
	root = find(dev);
	if (root)
		*ret_root = *root;
	spin_unlock(&lock);
	return root;
}

bool vdt_roots_trust(const struct super_block *sb)
{
	const struct vdt_image *image;
	struct root root;
	bool trusts;

	if (!sb->s_bdev || !copy(sb->s_bdev->bd_dev, &root))
		return false;
	rcu_read_lock();
	image = vdt_policy_rcu();
	trusts = image &&
		 vdt_integrity_trusts_root(&image->policy->integrity, root.digest, root.len);
	rcu_read_unlock();
	return trusts;
}

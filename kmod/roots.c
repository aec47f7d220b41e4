// SPDX-License-Identifier: GPL-2.0-only
#include <linux/blk_types.h>
#include <linux/fs.h>
#include <linux/magic.h>
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

/* By the device itself: its number is another's once it is gone. */
struct root {
	const struct block_device *bdev; /* never followed; NULL: a free place */
	u8 len;
	u8 digest[SHA512_DIGEST_SIZE];
};

static DEFINE_SPINLOCK(lock); /* protects the places; nothing nests inside it */
static struct root roots[VDT_ROOTS_MAX];
static bool used; /* set with the first of them: most devices have none, and each look asks */

/* With NULL a free place. Under the lock; NULL: there is none. */
static struct root *find(const struct block_device *bdev)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(roots); i++)
		if (roots[i].bdev == bdev)
			return &roots[i];
	return NULL;
}

void vdt_roots_forget(const struct block_device *bdev)
{
	struct root *root;

	spin_lock(&lock);
	root = find(bdev);
	if (root)
		*root = (struct root){};
	spin_unlock(&lock);
}

/* A device that finds no place is one that nobody trusts. */
static void remember(const struct block_device *bdev, const u8 *digest, size_t len)
{
	struct root *root;

	spin_lock(&lock);
	root = find(bdev) ?: find(NULL);
	if (root && len <= sizeof(root->digest)) {
		root->bdev = bdev;
		WRITE_ONCE(used, true);
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
	if (digest && !vdt_locked())
		remember(bdev, digest, len);
}

static bool copy(const struct block_device *bdev, struct root *ret_root)
{
	const struct root *root;

	spin_lock(&lock);
	root = find(bdev);
	if (root)
		*ret_root = *root;
	spin_unlock(&lock);
	return root;
}

/*
 * Others may read a file from any device that says it belongs to them. Where else the data of these
 * are, if anywhere, is written on the device that is verified.
 */
static bool has_one_device(const struct super_block *sb)
{
	return sb->s_magic == SQUASHFS_MAGIC || sb->s_magic == EROFS_SUPER_MAGIC_V1 ||
	       sb->s_magic == EXT4_SUPER_MAGIC;
}

/* What a device maps can be exchanged below a mounted file system, unless that is refused. */
static bool trusts(const struct vdt_integrity *integrity, const struct root *root)
{
	return vdt_integrity_mode(integrity, VEDETTE_INTEGRITY_KIND_DEVICE) ==
		       VEDETTE_INTEGRITY_MODE_ENFORCE &&
	       vdt_integrity_trusts_root(integrity, root->digest, root->len);
}

/* Not inlined, for most have no such device, and the copy is cleared first. */
static noinline bool is_root_trusted(const struct block_device *bdev)
{
	const struct vdt_image *image;
	struct root root;
	bool trusted;

	if (!copy(bdev, &root))
		return false;
	rcu_read_lock();
	image = vdt_policy_rcu();
	trusted = image && trusts(&image->policy->integrity, &root);
	rcu_read_unlock();
	return trusted;
}

bool vdt_roots_trust(const struct super_block *sb)
{
	return READ_ONCE(used) && sb->s_bdev && has_one_device(sb) && is_root_trusted(sb->s_bdev);
}

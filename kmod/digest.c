// SPDX-License-Identifier: GPL-2.0-only
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <crypto/hash.h>

#include "compat.h"
#include "digest.h"
#include "limits.h"

/*
 * All written by init and exit only. What the kernel has to load for a hash it loads there: later
 * it would start modprobe, which would wait for a verdict itself.
 */
static struct crypto_shash *shashes[VDT_HASH_SHA512 + 1]; /* NULL: not in this kernel */
static const struct cred *reader;			  /* may read everything */

bool vdt_digest_has(enum vdt_hash hash)
{
	return hash < ARRAY_SIZE(shashes) && shashes[hash];
}

struct file *vdt_digest_open(struct file *file)
{
	/* Without telling those who may refuse or delay the opening by fanotify. */
	return vdt_reopen(file, O_RDONLY | O_LARGEFILE | O_NOATIME | __FMODE_NONOTIFY, reader);
}

bool vdt_digest_is_own(const struct file *file)
{
	return file->f_cred == reader;
}

const struct cred *vdt_digest_override_creds(void)
{
	return override_creds(reader);
}

static struct shash_desc *new_desc(enum vdt_hash hash)
{
	struct crypto_shash *shash = shashes[hash];
	struct shash_desc *desc;

	desc = kmalloc(sizeof(*desc) + crypto_shash_descsize(shash), GFP_KERNEL);
	if (desc)
		desc->tfm = shash;
	return desc;
}

static enum vedette_integrity_reason explain(ssize_t read)
{
	if (fatal_signal_pending(current))
		return VEDETTE_INTEGRITY_REASON_INTERRUPTED;
	return read == -ENOMEM ? VEDETTE_INTEGRITY_REASON_NO_MEMORY
			       : VEDETTE_INTEGRITY_REASON_IO_ERROR;
}

static enum vedette_integrity_reason update(struct shash_desc *desc, struct file *file, u8 *piece)
{
	loff_t size = i_size_read(file_inode(file)), pos = 0;
	ssize_t n;

	if (size > VDT_HASH_MAX)
		return VEDETTE_INTEGRITY_REASON_TOO_LARGE;
	while (pos < size) {
		n = kernel_read(file, piece, min_t(loff_t, size - pos, VDT_READ_PIECE), &pos);
		if (i_size_read(file_inode(file)) != size)
			return VEDETTE_INTEGRITY_REASON_CHANGED;
		if (n <= 0 || fatal_signal_pending(current))
			return explain(n);
		if (crypto_shash_update(desc, piece, n))
			return VEDETTE_INTEGRITY_REASON_IO_ERROR;
		cond_resched();
	}
	return VEDETTE_INTEGRITY_REASON_NONE;
}

enum vedette_integrity_reason vdt_digest_of_file(struct file *file, enum vdt_hash hash,
						 u8 *ret_digest)
{
	enum vedette_integrity_reason reason = VEDETTE_INTEGRITY_REASON_NO_MEMORY;
	struct shash_desc *desc;
	u8 *piece;

	if (!vdt_digest_has(hash))
		return VEDETTE_INTEGRITY_REASON_UNSUPPORTED;
	desc = new_desc(hash);
	piece = kvmalloc(VDT_READ_PIECE, GFP_KERNEL);
	if (desc && piece && !crypto_shash_init(desc)) {
		reason = update(desc, file, piece);
		if (!reason && crypto_shash_final(desc, ret_digest))
			reason = VEDETTE_INTEGRITY_REASON_IO_ERROR;
	}
	kvfree(piece);
	kfree(desc);
	return reason;
}

enum vedette_integrity_reason vdt_digest_of_bytes(const u8 *bytes, size_t len, enum vdt_hash hash,
						  u8 *ret_digest)
{
	if (!vdt_digest_has(hash))
		return VEDETTE_INTEGRITY_REASON_UNSUPPORTED;
	return crypto_shash_tfm_digest(shashes[hash], bytes, len, ret_digest)
		       ? VEDETTE_INTEGRITY_REASON_NO_MEMORY
		       : VEDETTE_INTEGRITY_REASON_NONE;
}

static int find_hash(enum vdt_hash hash)
{
	struct crypto_shash *shash;

	if (!vdt_hash_name(hash))
		return 0;
	shash = crypto_alloc_shash(vdt_hash_name(hash), 0, 0);
	if (IS_ERR(shash))
		return PTR_ERR(shash) == -ENOMEM ? -ENOMEM : 0;
	shashes[hash] = shash;
	return 0;
}

int vdt_digest_init(void)
{
	enum vdt_hash hash;
	int err = 0;

	reader = prepare_kernel_cred(&init_task);
	if (!reader)
		return -ENOMEM;
	for (hash = 0; !err && hash < ARRAY_SIZE(shashes); hash++)
		err = find_hash(hash);
	if (err)
		vdt_digest_exit();
	return err;
}

void vdt_digest_exit(void)
{
	enum vdt_hash hash;

	for (hash = 0; hash < ARRAY_SIZE(shashes); hash++)
		crypto_free_shash(shashes[hash]); /* accepts NULL */
	put_cred(reader);
}

// SPDX-License-Identifier: GPL-2.0-only
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/iversion.h>
#include <linux/key.h>
#include <linux/magic.h>
#include <linux/random.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/xattr.h>

#include "app_sig.h"
#include "compat.h"
#include "digest.h"
#include "limits.h"
#include "package.h"
#include "pages.h"
#include "policy.h"
#include "policy_parse.h"
#include "verdict.h"
#include "verdict_hold.h"

#define UBIFS_MAGIC 0x24051905 /* not in linux/magic.h */

static struct vdt_verdict_cache *cache; /* written by init and exit only */

/* The inodes that are being judged, each by the one task that put it there. */
static struct place {
	const struct inode *inode; /* NULL: a free place */
	bool dropped;		   /* somebody may have written since: there is no verdict */
} judged[VDT_HASHERS_MAX];
static DEFINE_SPINLOCK(judged_lock); /* protects the places; those of the cache nest inside it */
static DECLARE_WAIT_QUEUE_HEAD(judged_wait);

/* What judging needs. Not on the stack: the crypto interface wants memory of kmalloc(). */
struct judgement {
	struct file *file; /* the one that is judged; the caller's */
	struct file *own;  /* the same, opened for reading */
	struct key *key;   /* that the signature names, or NULL */
	bool doubtful;	   /* the next one may find otherwise */
	struct vdt_ima_sig sig;
	u8 digest[VDT_DIGEST_MAX];
	u8 xattr[VDT_XATTR_MAX];
};

struct file *vdt_verdict_file(struct file *file)
{
	while (file && file_inode(file)->i_sb->s_magic == OVERLAYFS_SUPER_MAGIC &&
	       S_ISREG(file_inode(file)->i_mode))
		file = vdt_overlay_below(file);
	return file;
}

bool vdt_verdict_is_own(const struct file *file)
{
	return vdt_digest_is_own(file);
}

/*
 * The file systems that show the bytes which they hold. FUSE and those of networks show what
 * somebody else wants to be seen; XFS has a command that sets attributes and asks nobody. Mounts of
 * the kernel itself have files that are written without being opened for it, as that of
 * memfd_create() is.
 */
static bool is_trusted(const struct super_block *sb)
{
	if (sb->s_iflags & (SB_I_IMA_UNVERIFIABLE_SIGNATURE | SB_I_UNTRUSTED_MOUNTER) ||
	    sb->s_flags & SB_KERNMOUNT)
		return false;
	switch (sb->s_magic) {
	case EXT4_SUPER_MAGIC:
	case F2FS_SUPER_MAGIC:
	case BTRFS_SUPER_MAGIC:
	case SQUASHFS_MAGIC:
	case JFFS2_SUPER_MAGIC:
	case UBIFS_MAGIC:
	case TMPFS_MAGIC:
	case RAMFS_MAGIC:
		return true;
	case EROFS_SUPER_MAGIC_V1:
		return sb->s_bdev; /* else from files or by a daemon */
	}
	return false;
}

static struct vdt_inode_state state_of(struct inode *inode)
{
	struct timespec64 changed = vdt_ctime(inode);

	return (struct vdt_inode_state){
		.ino = inode->i_ino,
		.self = (unsigned long)inode,
		.size = i_size_read(inode),
		.version = IS_I_VERSION(inode) ? inode_query_iversion(inode) : 0,
		.changed = (u64)changed.tv_sec * NSEC_PER_SEC + changed.tv_nsec,
		.dev = inode->i_sb->s_dev,
		.generation = inode->i_generation,
	};
}

static bool find(struct inode *inode, struct vdt_verdict *ret_verdict)
{
	struct vdt_inode_state state = state_of(inode);

	return vdt_verdict_cache_find(cache, &state, ret_verdict);
}

static enum vedette_integrity_reason read_xattr(struct judgement *judgement)
{
	struct file *file = judgement->file;
	int len = __vfs_getxattr(vdt_dentry_below(file), file_inode(file), XATTR_NAME_IMA,
				 judgement->xattr, sizeof(judgement->xattr));

	switch (len) {
	case -ENODATA:
	case -EOPNOTSUPP:
		return VEDETTE_INTEGRITY_REASON_NO_SIGNATURE;
	case -ERANGE:
	case -E2BIG:
		return VEDETTE_INTEGRITY_REASON_BAD_FORMAT;
	case -ENOMEM:
		return VEDETTE_INTEGRITY_REASON_NO_MEMORY;
	}
	if (len < 0)
		return VEDETTE_INTEGRITY_REASON_IO_ERROR;
	return vdt_ima_sig_read(judgement->xattr, len, &judgement->sig);
}

/* Asked when the place is taken: who opens it for writing later drops what is found out there. */
static enum vedette_integrity_reason look_for_writers(const struct judgement *judgement)
{
	return inode_is_open_for_write(file_inode(judgement->file))
		       ? VEDETTE_INTEGRITY_REASON_OPEN_FOR_WRITING
		       : VEDETTE_INTEGRITY_REASON_NONE;
}

/* Who had it open before may still have its pages. */
static enum vedette_integrity_reason settle_pages(struct judgement *judgement)
{
	switch (vdt_pages_settle(file_inode(judgement->file))) {
	case 0:
		return VEDETTE_INTEGRITY_REASON_NONE;
	case -EINTR:
		return VEDETTE_INTEGRITY_REASON_INTERRUPTED;
	case -EAGAIN:
		return VEDETTE_INTEGRITY_REASON_CHANGED;
	}
	return VEDETTE_INTEGRITY_REASON_OPEN_FOR_WRITING;
}

static enum vedette_integrity_reason open_own(struct judgement *judgement)
{
	struct file *own = vdt_digest_open(judgement->file);

	if (IS_ERR(own))
		return own == ERR_PTR(-ENOMEM) ? VEDETTE_INTEGRITY_REASON_NO_MEMORY
					       : VEDETTE_INTEGRITY_REASON_IO_ERROR;
	judgement->own = own;
	return VEDETTE_INTEGRITY_REASON_NONE;
}

/* From fs-verity, which checks every page against it when it is read. */
static enum vedette_integrity_reason read_verity(struct judgement *judgement)
{
	enum hash_algo hash;
	int len = vdt_verity_digest(file_inode(judgement->own), judgement->digest, &hash);

	if (len == -EOPNOTSUPP)
		return VEDETTE_INTEGRITY_REASON_UNSUPPORTED;
	return len > 0 && hash == (enum hash_algo)judgement->sig.hash
		       ? VEDETTE_INTEGRITY_REASON_NONE
		       : VEDETTE_INTEGRITY_REASON_BAD_SIGNATURE;
}

static enum vedette_integrity_reason read_digest(struct judgement *judgement,
						 struct vdt_verdict *verdict)
{
	const struct vdt_ima_sig *sig = &judgement->sig;
	enum vedette_integrity_reason reason;

	reason = sig->verity ? read_verity(judgement)
			     : vdt_digest_of_file(judgement->own, sig->hash, judgement->digest);
	if (reason)
		return reason;
	verdict->hash = sig->hash;
	memcpy(verdict->digest, judgement->digest, vdt_hash_size(sig->hash));
	return VEDETTE_INTEGRITY_REASON_NONE;
}

static enum vedette_integrity_reason verify(struct judgement *judgement)
{
	const struct vdt_ima_sig *sig = &judgement->sig;
	enum vedette_integrity_reason reason;
	u8 id[VDT_IMA_VERITY_MAX];
	size_t len;

	if (sig->verity) {
		len = vdt_ima_verity_id(sig->hash, judgement->digest, id);
		reason = vdt_digest_of_bytes(id, len, sig->hash, judgement->digest);
		if (reason)
			return reason;
	}
	return vdt_app_sig_verify(judgement->key, sig, judgement->digest, &judgement->doubtful);
}

static int read_bytes(void *ctx, u64 pos, void *ret_bytes, size_t len)
{
	loff_t at = pos;
	ssize_t n = kernel_read(ctx, ret_bytes, len, &at);

	return n < 0 ? n : n == len ? 0 : -EIO;
}

static enum vedette_integrity_reason read_package(struct judgement *judgement,
						  struct vdt_verdict *verdict)
{
	struct vdt_package_source source = {
		.read = read_bytes,
		.ctx = judgement->own,
		.size = i_size_read(file_inode(judgement->own)),
	};

	switch (vdt_package_read(&source, &verdict->package)) {
	case 0:
		return VEDETTE_INTEGRITY_REASON_NONE;
	case -EBADMSG:
		return VEDETTE_INTEGRITY_REASON_BAD_PACKAGE;
	case -ENOMEM:
		return VEDETTE_INTEGRITY_REASON_NO_MEMORY;
	}
	return fatal_signal_pending(current) ? VEDETTE_INTEGRITY_REASON_INTERRUPTED
					     : VEDETTE_INTEGRITY_REASON_IO_ERROR;
}

/*
 * Nothing is read of a file that has no signature by a key of ours: who may not sign cannot make
 * that happen to a file of his choice. Nobody is kept from writing to one that is read.
 */
static enum vedette_integrity_reason judge(struct judgement *judgement, struct vdt_verdict *verdict)
{
	enum vedette_integrity_reason reason = read_xattr(judgement);

	verdict->key_id = judgement->sig.key_id;
	verdict->verity = judgement->sig.verity;
	reason = reason ?: vdt_app_sig_key(judgement->sig.key_id, &judgement->key);
	reason = reason ?: look_for_writers(judgement);
	reason = reason ?: settle_pages(judgement);
	reason = reason ?: open_own(judgement);
	reason = reason ?: read_digest(judgement, verdict);
	reason = reason ?: verify(judgement);
	return reason ?: read_package(judgement, verdict);
}

static struct judgement *new_judgement(struct file *file)
{
	struct judgement *judgement = kzalloc(sizeof(*judgement), GFP_KERNEL);

	if (judgement)
		judgement->file = file;
	return judgement;
}

static void free_judgement(struct judgement *judgement)
{
	if (judgement->own)
		fput(judgement->own);
	key_put(judgement->key); /* accepts NULL */
	kfree(judgement);
}

/* Whoever wrote before now has the file still open, or had closed it before it is read. */
static void start_anew(struct place *place)
{
	spin_lock(&judged_lock);
	place->dropped = false;
	spin_unlock(&judged_lock);
}

/* Who drops the verdict comes before, and is seen, or after and finds it in the cache. */
static void keep(const struct place *place, const struct vdt_inode_state *state,
		 struct vdt_verdict *verdict, bool doubtful)
{
	spin_lock(&judged_lock);
	if (place->dropped)
		verdict->reason = VEDETTE_INTEGRITY_REASON_CHANGED;
	if (!doubtful)
		vdt_verdict_cache_put(cache, state, verdict);
	spin_unlock(&judged_lock);
}

static void judge_and_keep(struct file *file, const struct place *place,
			   struct vdt_verdict *ret_verdict)
{
	struct judgement *judgement = new_judgement(file);
	struct vdt_inode_state before, after;
	const struct cred *caller;

	if (!judgement) {
		ret_verdict->reason = VEDETTE_INTEGRITY_REASON_NO_MEMORY;
		return;
	}
	before = state_of(file_inode(file));
	caller = vdt_digest_override_creds();
	ret_verdict->reason = judge(judgement, ret_verdict);
	revert_creds(caller);
	after = state_of(file_inode(file));
	if (!vdt_inode_state_is_same(&before, &after))
		ret_verdict->reason = VEDETTE_INTEGRITY_REASON_CHANGED;
	keep(place, &before, ret_verdict, judgement->doubtful);
	free_judgement(judgement);
}

/*
 * A name, a mode or a time that changes while a file is hashed is no reason to refuse it, nor is
 * somebody who wrote to it and has closed it again.
 */
static void judge_while_changing(struct file *file, struct place *place,
				 struct vdt_verdict *ret_verdict)
{
	unsigned int tries = 0;

	do {
		*ret_verdict = (struct vdt_verdict){};
		start_anew(place);
		judge_and_keep(file, place, ret_verdict);
	} while (ret_verdict->reason == VEDETTE_INTEGRITY_REASON_CHANGED &&
		 ++tries < VDT_JUDGE_TRIES);
}

/* A place for the inode, or NULL while another task judges it, or there is none. */
static struct place *take_place(const struct inode *inode)
{
	struct place *place = NULL;
	size_t i;

	spin_lock(&judged_lock);
	for (i = 0; i < ARRAY_SIZE(judged) && judged[i].inode != inode; i++)
		if (!judged[i].inode)
			place = &judged[i];
	if (i < ARRAY_SIZE(judged))
		place = NULL;
	if (place)
		*place = (struct place){.inode = inode};
	spin_unlock(&judged_lock);
	return place;
}

static void leave_place(struct place *place)
{
	spin_lock(&judged_lock);
	place->inode = NULL;
	spin_unlock(&judged_lock);
	wake_up_all(&judged_wait);
}

/* Whether there is a verdict, or else a place to make one. */
static bool is_turn(struct inode *inode, struct vdt_verdict *ret_verdict, struct place **ret_place)
{
	if (find(inode, ret_verdict))
		return true;
	*ret_place = take_place(inode);
	return *ret_place;
}

/* One task judges an inode. Others wait for its verdict, or for its place if it makes none. */
static void judge_once(struct file *file, struct vdt_verdict *ret_verdict)
{
	struct inode *inode = file_inode(file);
	struct place *place = NULL;

	if (wait_event_killable(judged_wait, is_turn(inode, ret_verdict, &place))) {
		ret_verdict->reason = VEDETTE_INTEGRITY_REASON_INTERRUPTED;
		return;
	}
	if (!place)
		return;
	if (!find(inode, ret_verdict))
		judge_while_changing(file, place, ret_verdict);
	leave_place(place);
}

/* What is known of a file without reading anything; `below` is NULL, or what has its pages. */
static enum vedette_integrity_reason look(const struct file *file, const struct file *below)
{
	const struct inode *inode;

	if (!below || !is_trusted(file_inode(below)->i_sb))
		return VEDETTE_INTEGRITY_REASON_UNTRUSTED_FS;
	inode = file_inode(below);
	if (!S_ISREG(inode->i_mode))
		return VEDETTE_INTEGRITY_REASON_NO_SIGNATURE;
	if (IS_DAX(inode)) /* read from the device itself: pages.h has nothing to look at */
		return VEDETTE_INTEGRITY_REASON_UNTRUSTED_FS;
	/* Overlayfs reads from the copy that was made since, but maps what it opened. */
	if (file != below && d_real_inode(file->f_path.dentry) != inode)
		return VEDETTE_INTEGRITY_REASON_CHANGED;
	return inode_is_open_for_write(inode) ? VEDETTE_INTEGRITY_REASON_OPEN_FOR_WRITING
					      : VEDETTE_INTEGRITY_REASON_NONE;
}

void vdt_verdict_of(struct file *file, struct vdt_verdict *ret_verdict)
{
	struct file *below = vdt_verdict_file(file);
	enum vedette_integrity_reason reason = look(file, below);

	if (!reason && find(file_inode(below), ret_verdict))
		return;
	*ret_verdict = (struct vdt_verdict){.reason = reason};
	if (!reason)
		judge_once(below, ret_verdict);
}

bool vdt_verdict_passes(struct file *file)
{
	struct file *below = vdt_verdict_file(file);
	struct vdt_inode_state state;
	const struct vdt_policy *policy;
	const struct vdt_image *image;
	bool passes = false;

	if (look(file, below))
		return false;
	state = state_of(file_inode(below));
	rcu_read_lock();
	image = vdt_policy_rcu();
	if (image) {
		policy = image->policy;
		passes = vdt_verdict_cache_passes(cache, &state, &policy->integrity,
						  policy->version);
	}
	rcu_read_unlock();
	return passes;
}

bool vdt_verdict_peek(struct inode *inode, struct vdt_verdict *ret_verdict)
{
	if (is_trusted(inode->i_sb) && !inode_is_open_for_write(inode) && find(inode, ret_verdict))
		return true;
	*ret_verdict = (struct vdt_verdict){.reason = VEDETTE_INTEGRITY_REASON_NOT_JUDGED};
	return false;
}

void vdt_verdict_drop(struct inode *inode)
{
	size_t i;

	spin_lock(&judged_lock);
	for (i = 0; i < ARRAY_SIZE(judged); i++)
		judged[i].dropped |= judged[i].inode == inode;
	spin_unlock(&judged_lock);
	vdt_verdict_cache_drop(cache, inode->i_sb->s_dev, inode->i_ino);
}

void vdt_verdict_flush(void)
{
	vdt_verdict_cache_flush(cache);
}

struct vdt_verdict_cache *vdt_verdict_cache(void)
{
	return cache;
}

static int new_cache(void)
{
	hsiphash_key_t key;

	get_random_bytes(&key, sizeof(key));
	cache = vdt_verdict_cache_new(&key);
	return cache ? 0 : -ENOMEM;
}

int vdt_verdict_init(void)
{
	int err = vdt_digest_init();

	if (err)
		return err;
	vdt_app_sig_init();
	err = vdt_hold_init();
	if (err)
		goto done_digest;
	err = new_cache();
	if (err)
		goto done_hold;
	return 0;

done_hold:
	vdt_hold_exit();
done_digest:
	vdt_digest_exit();
	return err;
}

/* Nobody judges any more. */
void vdt_verdict_exit(void)
{
	vdt_verdict_cache_free(cache);
	vdt_hold_exit();
	vdt_digest_exit();
}

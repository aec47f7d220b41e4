// SPDX-License-Identifier: GPL-2.0-only
#include <linux/binfmts.h>
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/jiffies.h>
#include <linux/major.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/namei.h>
#include <linux/path.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "compat.h"
#include "exe.h"
#include "image.h"
#include "interpreters.h"
#include "judge.h"
#include "limits.h"
#include "policy.h"
#include "policy_parse.h"
#include "script.h"
#include "verdict.h"

/* What was found at the path of an interpreter. It is kept when something else is there later, or
 * an interpreter that was moved would be none. */
struct known {
	char path[VDT_PATH_MAX + 1];
	u8 hash, digest[VDT_DIGEST_MAX];
	char label[VDT_NAME_MAX + 1];
};

/* Protects the rows below n_known, which never change: their number is published with them. */
static DEFINE_MUTEX(lock);
static struct known known[VDT_INTERPRETERS_KNOWN];
static unsigned int n_known;

/* No interpreter is named, or nobody asks. Every file that is opened looks here, so it is kept. */
static bool off = true;

static DEFINE_MUTEX(learning); /* taken before `lock` */
static u64 learned;	       /* version of the policy whose interpreters were all found */
static u64 absent;	       /* the same, but of some nothing was there */
static unsigned long looked;   /* jiffies, when that was found */
static u64 told;	       /* version of the policy of which it was told that some were not */
static const struct task_struct *learner; /* who opens them meanwhile, for the kernel */

/* A label is the vendor's word that it is the same program, in whichever build. */
static bool is_same(const struct known *one, const struct vdt_verdict *verdict)
{
	if (*one->label && !strcmp(one->label, verdict->package.label))
		return true;
	return verdict->hash == one->hash &&
	       !memcmp(verdict->digest, one->digest, sizeof(one->digest));
}

static bool is_known(const char *path, const struct vdt_verdict *verdict)
{
	unsigned int i, n = smp_load_acquire(&n_known); /* and what the rows hold, learn() */

	for (i = 0; i < n; i++)
		if (!strcmp(known[i].path, path) && is_same(&known[i], verdict))
			return true;
	return false;
}

/* Returns whether it is known from then on, for there is not room for any number. */
static bool add(const char *path, const struct vdt_verdict *verdict)
{
	struct known *row;
	bool is;

	mutex_lock(&lock);
	if (!is_known(path, verdict) && n_known < ARRAY_SIZE(known)) {
		row = &known[n_known];
		strscpy(row->path, path, sizeof(row->path));
		strscpy(row->label, verdict->package.label, sizeof(row->label));
		row->hash = verdict->hash;
		memcpy(row->digest, verdict->digest, sizeof(row->digest));
		smp_store_release(&n_known, n_known + 1); /* after the row, is_known() */
	}
	is = is_known(path, verdict);
	mutex_unlock(&lock);
	return is;
}

/*
 * Returns why it is not known from then on. Of a file that is not well signed nothing runs, and so
 * no copy.
 */
static u8 learn(const char *path, const struct vdt_verdict *verdict)
{
	if (verdict->reason)
		return vdt_verdict_is_lasting(verdict) ? VEDETTE_INTEGRITY_REASON_NONE
						       : verdict->reason;
	return add(path, verdict) ? VEDETTE_INTEGRITY_REASON_NONE
				  : VEDETTE_INTEGRITY_REASON_NO_MEMORY;
}

/* The same; where nothing is there may be something the next time. */
static u8 learn_path(const char *path, bool *ret_absent)
{
	struct vdt_verdict verdict = {};
	struct file *file = vdt_exe_open(path);
	u8 reason;

	if (file == ERR_PTR(-ENOENT) || file == ERR_PTR(-ENOTDIR)) {
		*ret_absent = true;
		return VEDETTE_INTEGRITY_REASON_NONE;
	}
	if (IS_ERR(file))
		return file == ERR_PTR(-ENOMEM) ? VEDETTE_INTEGRITY_REASON_NO_MEMORY
						: VEDETTE_INTEGRITY_REASON_UNTRUSTED_FS;
	vdt_verdict_of(file, &verdict);
	reason = learn(path, &verdict);
	fput(file);
	return reason;
}

/* Nothing is refused by that yet, but perhaps what else is started. */
static void tell_unknown(const char *path, u8 reason)
{
	struct vdt_denial denial = {
		.kind = VEDETTE_INTEGRITY_KIND_SCRIPT,
		.reason = reason,
		.observed = true,
		.text = path,
	};

	vdt_denial_report(&denial);
}

/* Under `learning`. */
static u64 learn_each(const struct vdt_policy *policy)
{
	bool is_absent = false;
	u64 unknown = 0;
	unsigned int i;
	u8 reason;

	for (i = 0; i < policy->n_exes; i++) {
		if (!(policy->integrity.interpreters & BIT_ULL(i)))
			continue;
		reason = learn_path(policy->exes[i], &is_absent);
		if (reason && told != policy->version)
			tell_unknown(policy->exes[i], reason);
		if (reason)
			unknown |= BIT_ULL(i);
	}
	WRITE_ONCE(looked, jiffies);
	if (unknown)
		told = policy->version;
	else /* after its rows */
		smp_store_release((is_absent ? &absent : &learned), policy->version);
	return unknown;
}

/* What was absent is looked for once in a second, not by everybody who opens a file. */
static bool is_too_early(const struct vdt_policy *policy)
{
	return smp_load_acquire(&absent) == policy->version && /* and when that was */
	       time_before(jiffies, READ_ONCE(looked) + HZ);
}

/*
 * When a program asks, until all that are there were found. Returns those of which it is not known
 * what they are; any program may be a copy of one. Who is killed meanwhile runs nothing any more.
 */
static u64 learn_all(const struct vdt_policy *policy)
{
	u64 unknown = 0;

	if (smp_load_acquire(&learned) == policy->version || /* and all its rows */
	    is_too_early(policy) || mutex_lock_killable(&learning))
		return 0;
	if (learned != policy->version) {
		WRITE_ONCE(learner, current);
		unknown = learn_each(policy);
		WRITE_ONCE(learner, NULL);
	}
	mutex_unlock(&learning);
	return unknown;
}

/* Returns the path of the interpreter that the file is, which lives as long as the policy; NULL: it
 * is none. */
static const char *find(const struct vdt_policy_file *source, struct file *file)
{
	const struct vdt_policy *policy = source->policy;
	u64 here = vdt_exes_match(source->exes, file) & policy->integrity.interpreters;
	u64 unknown = learn_all(policy);
	struct vdt_verdict verdict = {};
	unsigned int i;

	vdt_verdict_of(file, &verdict);
	if (here) {
		learn(policy->exes[__ffs64(here)], &verdict);
		return policy->exes[__ffs64(here)];
	}
	for (i = 0; i < policy->n_exes; i++)
		if (policy->integrity.interpreters & BIT_ULL(i) &&
		    is_known(policy->exes[i], &verdict))
			return policy->exes[i];
	return unknown ? policy->exes[__ffs64(unknown)] : NULL;
}

/* The pages of the arguments belong to no process yet. */
static int copy_args(struct linux_binprm *bprm, char *to, size_t len)
{
	unsigned long pos = bprm->p;
	size_t offset, part;
	struct page *page;
	int got;

	for (; len; pos += part, to += part, len -= part) {
		offset = offset_in_page(pos);
		part = min_t(size_t, len, PAGE_SIZE - offset);
		mmap_read_lock(bprm->mm);
		got = vdt_get_page_remote(bprm->mm, pos, &page);
		mmap_read_unlock(bprm->mm);
		if (got != 1)
			return -EFAULT;
		memcpy_from_page(to, page, offset, part);
		put_page(page);
	}
	return 0;
}

static u8 judge_args(const char *interpreter, struct linux_binprm *bprm)
{
	struct vdt_args args = {
		.len = bprm->exec - bprm->p,
		.argc = bprm->argc,
		.envc = bprm->envc,
		.script = bprm->interp == bprm->filename ? NULL : bprm->filename,
	};
	u8 reason = VEDETTE_INTEGRITY_REASON_INLINE_SCRIPT;
	char *bytes;

	if (args.len > VDT_SCRIPT_ARGS_MAX)
		return reason;
	bytes = kvmalloc(args.len, GFP_KERNEL);
	if (!bytes)
		return VEDETTE_INTEGRITY_REASON_NO_MEMORY;
	args.bytes = bytes;
	if (!copy_args(bprm, bytes, args.len))
		reason = vdt_script_eval(interpreter, &args);
	kvfree(bytes);
	return reason;
}

void vdt_interpreters_policy_changed(const struct vdt_image *image)
{
	const struct vdt_integrity *integrity = image ? &image->policy->integrity : NULL;

	WRITE_ONCE(off, !integrity || !integrity->interpreters ||
				vdt_integrity_mode(integrity, VEDETTE_INTEGRITY_KIND_SCRIPT) ==
					VEDETTE_INTEGRITY_MODE_OFF);
}

static bool is_off(void)
{
	return READ_ONCE(off);
}

int vdt_interpreters_exec(struct linux_binprm *bprm)
{
	struct vdt_policy_file *source = is_off() ? NULL : vdt_policy_get();
	const char *interpreter;
	u8 reason = VEDETTE_INTEGRITY_REASON_NONE;

	if (!source)
		return 0;
	interpreter = find(source, bprm->file);
	if (interpreter)
		reason = judge_args(interpreter, bprm);
	vdt_policy_file_put(source);
	return vdt_judge(&(struct vdt_denial){
		.kind = VEDETTE_INTEGRITY_KIND_SCRIPT,
		.reason = reason,
		.file = bprm->file,
	});
}

/* How the current task was called, as far as that fits. What cannot be read is cut off. */
static struct vdt_args read_own_args(char *bytes, size_t size)
{
	unsigned long start = READ_ONCE(current->mm->arg_start);
	struct vdt_args args = {
		.bytes = bytes,
		.len = min_t(size_t, size, READ_ONCE(current->mm->arg_end) - start),
		.argc = UINT_MAX,
	};

	if (copy_from_user(bytes, (const void __user *)start, args.len))
		args.len = 0;
	return args;
}

static bool is_called_interpreter(const char *interpreter)
{
	char bytes[VDT_SCRIPT_NAME_MAX];
	struct vdt_args args = read_own_args(bytes, sizeof(bytes));

	return vdt_script_applies(interpreter, &args);
}

/* The path of the interpreter that the current task runs, or NULL. */
static const char *running_interpreter(const struct vdt_policy_file *source)
{
	struct file *exe = vdt_exe_file();
	const char *interpreter;

	if (!exe)
		return NULL;
	interpreter = find(source, exe);
	fput(exe);
	return interpreter && is_called_interpreter(interpreter) ? interpreter : NULL;
}

static bool is_own_script(const char *interpreter, const char *name)
{
	char *bytes = name ? kmalloc(VDT_SCRIPT_OPERAND_MAX, GFP_KERNEL) : NULL;
	struct vdt_args args;
	bool is = true;

	if (bytes) {
		args = read_own_args(bytes, VDT_SCRIPT_OPERAND_MAX);
		is = vdt_script_may_be(interpreter, &args, name);
	}
	kfree(bytes);
	return is;
}

static bool is_data(const struct vdt_policy *policy, struct file *file)
{
	struct path folder;
	unsigned int i;
	bool is = false;

	for (i = 0; !is && i < policy->integrity.n_data; i++) {
		if (vdt_exe_follow(policy->integrity.data[i], &folder))
			continue;
		is = path_is_under(vdt_user_path(file), &folder);
		path_put(&folder);
	}
	return is;
}

/* /dev/null, zero, full, random, urandom: not what anybody wrote, as /dev/kmsg is. */
static bool is_device_without_memory(const struct inode *inode)
{
	static const u32 minors = BIT(3) | BIT(5) | BIT(7) | BIT(8) | BIT(9);

	return S_ISCHR(inode->i_mode) && imajor(inode) == MEM_MAJOR && iminor(inode) < 32 &&
	       minors & BIT(iminor(inode));
}

/* Programs are opened to be executed by the kernel, on behalf of the one before. */
static bool is_harmless(const struct file *file)
{
	const struct inode *inode = file_inode(file);

	return !(file->f_mode & FMODE_READ) || file->f_flags & __FMODE_EXEC ||
	       S_ISDIR(inode->i_mode) || is_device_without_memory(inode) ||
	       vdt_verdict_is_own(file);
}

/* A file that is only being opened cannot be held: who writes to it asks whether it is read. */
static noinline int judge_read(struct file *file, const char *name)
{
	struct vdt_denial denial = {
		.kind = VEDETTE_INTEGRITY_KIND_SCRIPT,
		.reason = VEDETTE_INTEGRITY_REASON_INLINE_SCRIPT,
		.file = file,
	};
	struct vdt_policy_file *source;
	const char *interpreter;
	bool passes;

	if (is_harmless(file) || READ_ONCE(learner) == current)
		return 0;
	source = vdt_policy_get();
	if (!source)
		return 0;
	interpreter = running_interpreter(source);
	passes = !interpreter ||
		 (is_data(source->policy, file) && !is_own_script(interpreter, name));
	vdt_policy_file_put(source);
	if (passes || !vdt_verdict_file(file))
		return 0;
	smp_mb(); /* between our being counted as a reader and the writers: vdt_inode_is_read() */
	return S_ISREG(file_inode(file)->i_mode) ? vdt_judge_unwritable(denial.kind, file)
						 : vdt_judge(&denial);
}

int vdt_interpreters_open(struct file *file, const char *name)
{
	return is_off() ? 0 : judge_read(file, name);
}

/* By what is known already, for nothing may sleep. */
static bool is_one(const struct vdt_image *image, struct file *file)
{
	const struct vdt_policy *policy = image->policy;
	struct file *below = vdt_verdict_file(file);
	struct vdt_verdict verdict;
	unsigned int i;

	if (vdt_exes_match(image->source->exes, file) & policy->integrity.interpreters)
		return true;
	if (!below || !vdt_verdict_peek(file_inode(below), &verdict) || verdict.reason)
		return false;
	for (i = 0; i < policy->n_exes; i++)
		if (policy->integrity.interpreters & BIT_ULL(i) &&
		    is_known(policy->exes[i], &verdict))
			return true;
	return false;
}

int vdt_interpreters_map(struct file *file)
{
	struct vdt_denial denial = {
		.kind = VEDETTE_INTEGRITY_KIND_SCRIPT,
		.reason = VEDETTE_INTEGRITY_REASON_INLINE_SCRIPT,
		.file = file,
	};
	const struct vdt_image *image;
	bool is;

	if (current->in_execve || is_off())
		return 0;
	rcu_read_lock();
	image = vdt_policy_rcu();
	is = image && is_one(image, file);
	rcu_read_unlock();
	return is ? vdt_judge(&denial) : 0;
}

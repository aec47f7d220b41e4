// SPDX-License-Identifier: GPL-2.0-only
#include <linux/binfmts.h>
#include <linux/fs.h>
#include <linux/kernel_read_file.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/ptrace.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/userfaultfd.h>
#include <linux/xattr.h>

#include "compat.h"
#include "devices.h"
#include "exe.h"
#include "image.h"
#include "integrity.h"
#include "interpreters.h"
#include "judge.h"
#include "memory.h"
#include "personality.h"
#include "policy.h"
#include "policy_parse.h"
#include "updater.h"
#include "verdict.h"

int vdt_integrity_exec(struct linux_binprm *bprm)
{
	return vdt_judge_file(VEDETTE_INTEGRITY_KIND_EXEC, bprm->file)
		       ?: vdt_personality_judge() ?: vdt_interpreters_exec(bprm)
		       ?: vdt_updater_exec(bprm);
}

static bool is_jit(void)
{
	const struct vdt_image *image;
	bool jit;

	rcu_read_lock();
	image = vdt_policy_rcu();
	jit = image && image->policy->integrity.jit & vdt_exe_mask(image);
	rcu_read_unlock();
	return jit;
}

/* The kernel's own mount of tmpfs has what nobody can name: memfd_create(), shmget(). */
static bool is_anonymous(const struct file *file)
{
	const struct super_block *sb;

	if (!file || !S_ISREG(file_inode(file)->i_mode))
		return true;
	sb = file_inode(file)->i_sb;
	return sb->s_magic == TMPFS_MAGIC && sb->s_flags & SB_KERNMOUNT;
}

static int judge_memory(struct vdt_mapping *mapping, struct file *file)
{
	u8 reason;

	if (vdt_judge_mode(VEDETTE_INTEGRITY_KIND_MEMORY) == VEDETTE_INTEGRITY_MODE_OFF)
		return 0;
	mapping->jit = mapping->anonymous && mapping->exec && is_jit();
	reason = vdt_memory_eval(mapping);
	if (!reason)
		return 0;
	return vdt_judge(&(struct vdt_denial){
		.kind = VEDETTE_INTEGRITY_KIND_MEMORY,
		.reason = reason,
		.file = file,
	});
}

static bool is_stack_executable(void)
{
	struct mm_struct *mm = current->mm;
	const struct vm_area_struct *stack;
	bool executable;

	mmap_read_lock(mm);
	stack = find_vma(mm, mm->start_stack);
	executable = stack && stack->vm_flags & VM_EXEC;
	mmap_read_unlock(mm);
	return executable;
}

/* execve() gives a program the stack that it wants and asks no hook; then it maps the program. */
static int judge_stack(void)
{
	if (!current->in_execve || !is_stack_executable())
		return 0;
	return judge_memory(&(struct vdt_mapping){.anonymous = true, .write = true, .exec = true},
			    NULL);
}

int vdt_integrity_mmap(struct file *file, unsigned long prot, unsigned long flags)
{
	struct vdt_mapping mapping = {
		.write = prot & PROT_WRITE,
		.exec = true,
		.anonymous = is_anonymous(file),
		.writable = file && flags & MAP_SHARED && file->f_mode & FMODE_WRITE,
	};
	int err = judge_memory(&mapping, file) ?: judge_stack();

	if (err || !file)
		return err;
	return vdt_judge_file(VEDETTE_INTEGRITY_KIND_MMAP, file) ?: vdt_interpreters_map(file);
}

/* A private mapping has pages of its own, which were written, once it has an anon_vma. */
int vdt_integrity_mprotect(const struct vm_area_struct *vma, unsigned long prot)
{
	struct vdt_mapping mapping = {
		.write = prot & PROT_WRITE,
		.exec = prot & PROT_EXEC,
		.anonymous = !vma->vm_ops || is_anonymous(vma->vm_file),
		.writable = vma->vm_flags & VM_SHARED && vma->vm_flags & VM_MAYWRITE,
		.was_exec = vma->vm_flags & VM_EXEC,
		.was_written = vma->anon_vma,
	};
	int err = judge_memory(&mapping, vma->vm_file);

	if (err || !mapping.exec || mapping.was_exec || !vma->vm_file)
		return err;
	return vdt_judge_mapped(VEDETTE_INTEGRITY_KIND_MMAP, vma->vm_file)
		       ?: vdt_interpreters_map(vma->vm_file);
}

static u8 kind_of_read(int id)
{
	switch (id) {
	case READING_FIRMWARE:
		return VEDETTE_INTEGRITY_KIND_FIRMWARE;
	case READING_KEXEC_IMAGE:
	case READING_KEXEC_INITRAMFS:
		return VEDETTE_INTEGRITY_KIND_KEXEC;
	default:
		return VEDETTE_INTEGRITY_KIND_MODULE;
	}
}

/* kernel_read_file() keeps only the file that it was given from being written, not one below. */
int vdt_integrity_kernel_read(struct file *file, int id)
{
	return vdt_judge_file(kind_of_read(id), file);
}

int vdt_integrity_kernel_load(int id)
{
	struct vdt_denial denial = {
		.kind = kind_of_read(id), /* the numbers are those of enum kernel_read_file_id */
		.reason = VEDETTE_INTEGRITY_REASON_UNSIGNED_LOAD,
		.text = kernel_read_file_id_str(id),
	};

	return vdt_judge(&denial);
}

static int refuse_foreign_write(const char *text, struct file *file)
{
	struct vdt_denial denial = {
		.kind = VEDETTE_INTEGRITY_KIND_MEMORY,
		.reason = VEDETTE_INTEGRITY_REASON_FOREIGN_WRITE,
		.file = file,
		.text = text,
	};

	return vdt_judge(&denial);
}

int vdt_integrity_ptrace(const struct task_struct *child, unsigned int mode)
{
	return mode & PTRACE_MODE_ATTACH ? refuse_foreign_write("ptrace", NULL) : 0;
}

int vdt_integrity_traceme(const struct task_struct *parent)
{
	return refuse_foreign_write("ptrace", NULL);
}

/* /proc/PID/mem writes where even the process itself may not; no hook of ptrace sees the own one.
 */
static bool is_process_memory(const struct file *file)
{
	return file_inode(file)->i_sb->s_magic == PROC_SUPER_MAGIC &&
	       !strcmp(file->f_path.dentry->d_name.name, "mem");
}

/*
 * An interpreter reads on while its script runs. Who has it open for reading is not known, so it
 * stands for a script that anybody has open, if it is signed at all. The reader was counted before
 * its verdict was asked for, the writer before he comes here: one of them sees the other, or both.
 */
static bool is_script_read(struct dentry *dentry)
{
	struct inode *inode = d_inode(dentry);
	int len;

	if (vdt_judge_mode(VEDETTE_INTEGRITY_KIND_SCRIPT) == VEDETTE_INTEGRITY_MODE_OFF)
		return false;
	smp_mb(); /* with that of vdt_interpreters_open() */
	if (!vdt_inode_is_read(inode))
		return false;
	len = __vfs_getxattr(dentry, inode, XATTR_NAME_IMA, NULL, 0);
	return len != -ENODATA && len != -EOPNOTSUPP;
}

/* What is executed is so whatever its verdict, for that may have been forgotten. */
static bool is_executed(struct inode *inode)
{
	return vdt_judge_mode(VEDETTE_INTEGRITY_KIND_IMMUTABLE) != VEDETTE_INTEGRITY_MODE_OFF &&
	       vdt_inode_is_executed(inode);
}

static int refuse_change(u8 kind, struct file *file)
{
	struct vdt_denial denial = {
		.kind = kind,
		.reason = VEDETTE_INTEGRITY_REASON_IN_USE,
		.file = file,
	};

	return vdt_judge(&denial);
}

/* The dentry is that of the bytes; the file, or NULL, is what people know. */
static int judge_change(struct dentry *dentry, struct file *file)
{
	int err = 0;

	if (is_executed(d_inode(dentry)))
		err = refuse_change(VEDETTE_INTEGRITY_KIND_IMMUTABLE, file);
	if (!err && is_script_read(dentry))
		err = refuse_change(VEDETTE_INTEGRITY_KIND_SCRIPT, file);
	if (!err)
		vdt_verdict_drop(d_inode(dentry));
	return err;
}

static int judge_regular(struct file *file)
{
	struct file *below = vdt_verdict_file(file);

	if (!below)
		return 0;
	if (is_process_memory(file))
		return refuse_foreign_write("mem", file);
	return judge_change(vdt_dentry_below(below), file);
}

/* Not inlined, for most files are opened to be read. */
static noinline int judge_write(struct file *file)
{
	return S_ISREG(file_inode(file)->i_mode) ? judge_regular(file) : vdt_devices_open(file);
}

/* What the current task asked for, as the kernel copied it; NULL: it has an inode, not a name. */
static const char *asked_name(size_t name_offset)
{
	const char *lookup = (const char *)current->nameidata;

	return lookup ? (*(struct filename *const *)(lookup + name_offset))->name : NULL;
}

int vdt_integrity_open(struct file *file, size_t name_offset)
{
	int err = 0;

	if (file->f_mode & FMODE_WRITE || file->f_flags & O_TRUNC)
		err = judge_write(file);
	return err ?: vdt_interpreters_open(file, asked_name(name_offset));
}

int vdt_integrity_setattr(struct dentry *dentry, const struct iattr *attr)
{
	return attr->ia_valid & ATTR_SIZE ? judge_change(dentry, NULL) : 0;
}

int vdt_integrity_setxattr(const struct dentry *dentry)
{
	vdt_verdict_drop(d_inode(dentry));
	return 0;
}

/* By its signature a script is known that must not be written, is_script_read(). */
int vdt_integrity_removexattr(const struct dentry *dentry, const char *name)
{
	int err = 0;

	if (!strcmp(name, XATTR_NAME_IMA))
		err = refuse_change(VEDETTE_INTEGRITY_KIND_SCRIPT, NULL);
	if (!err)
		vdt_verdict_drop(d_inode(dentry));
	return err;
}

/* It puts pages into a private mapping of tmpfs, whatever its protection, with no other hook. */
static bool is_userfaultfd(const struct file *file, unsigned int cmd)
{
	return cmd == UFFDIO_API && !strcmp(file->f_path.dentry->d_name.name, "[userfaultfd]");
}

int vdt_integrity_ioctl(struct file *file, unsigned int cmd)
{
	if (is_userfaultfd(file, cmd))
		return refuse_foreign_write("userfaultfd", NULL);
	return vdt_devices_ioctl(file, cmd);
}

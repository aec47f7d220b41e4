// SPDX-License-Identifier: GPL-2.0-only
#include <linux/binfmts.h>
#include <linux/fs.h>
#include <linux/kernel_read_file.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/ptrace.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/userfaultfd.h>

#include "devices.h"
#include "exe.h"
#include "image.h"
#include "integrity.h"
#include "interpreters.h"
#include "judge.h"
#include "memory.h"
#include "policy.h"
#include "policy_parse.h"
#include "verdict.h"

/* With it everything readable is executable, and brk() asks no hook but that of addresses. */
static int judge_personality(void)
{
	struct vdt_denial denial = {
		.kind = VEDETTE_INTEGRITY_KIND_MEMORY,
		.reason = VEDETTE_INTEGRITY_REASON_WRITABLE_CODE,
		.text = "personality READ_IMPLIES_EXEC",
	};

	return current->personality & READ_IMPLIES_EXEC ? vdt_judge(&denial) : 0;
}

int vdt_integrity_exec(struct linux_binprm *bprm)
{
	return vdt_judge_file(VEDETTE_INTEGRITY_KIND_EXEC, bprm->file)
		       ?: judge_personality() ?: vdt_interpreters_exec(bprm);
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
	struct vdt_denial denial = {
		.kind = VEDETTE_INTEGRITY_KIND_MEMORY,
		.file = file,
	};

	if (vdt_judge_mode(denial.kind) == VEDETTE_INTEGRITY_MODE_OFF)
		return 0;
	mapping->jit = mapping->anonymous && mapping->exec && is_jit();
	denial.reason = vdt_memory_eval(mapping);
	return vdt_judge(&denial);
}

int vdt_integrity_mmap(struct file *file, unsigned long prot, unsigned long flags)
{
	struct vdt_mapping mapping = {
		.write = prot & PROT_WRITE,
		.exec = true,
		.anonymous = is_anonymous(file),
		.writable = file && flags & MAP_SHARED && file->f_mode & FMODE_WRITE,
	};
	int err;

	if (!(prot & PROT_EXEC))
		return 0;
	err = judge_memory(&mapping, file);
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
	int err;

	if (!mapping.exec && !mapping.was_exec)
		return 0;
	err = judge_memory(&mapping, vma->vm_file);
	if (err || !mapping.exec || mapping.was_exec || !vma->vm_file)
		return err;
	return vdt_judge_mapped(VEDETTE_INTEGRITY_KIND_MMAP, vma->vm_file)
		       ?: vdt_interpreters_map(vma->vm_file);
}

int vdt_integrity_mmap_addr(void)
{
	return judge_personality();
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

/* Where scripts must be signed, a well signed file may be one that somebody is just reading. */
static bool is_script(struct inode *inode)
{
	return vdt_judge_mode(VEDETTE_INTEGRITY_KIND_SCRIPT) != VEDETTE_INTEGRITY_MODE_OFF &&
	       vdt_verdict_is_good(inode);
}

/* What is executed is so whatever its verdict, for that may have been forgotten. */
static int judge_in_use(struct inode *inode, struct file *file)
{
	struct vdt_denial denial = {
		.kind = VEDETTE_INTEGRITY_KIND_IMMUTABLE,
		.file = file,
	};

	if (vdt_judge_mode(denial.kind) != VEDETTE_INTEGRITY_MODE_OFF &&
	    (vdt_inode_is_executed(inode) || is_script(inode)))
		denial.reason = VEDETTE_INTEGRITY_REASON_IN_USE;
	return vdt_judge(&denial);
}

static int judge_regular(struct file *file)
{
	struct file *below = vdt_verdict_file(file);
	int err;

	if (!below)
		return 0;
	if (is_process_memory(file))
		return refuse_foreign_write("mem", file);
	err = judge_in_use(file_inode(below), file);
	if (!err)
		vdt_verdict_drop(file_inode(below));
	return err;
}

static int judge_write(struct file *file)
{
	return S_ISREG(file_inode(file)->i_mode) ? judge_regular(file) : vdt_devices_open(file);
}

int vdt_integrity_open(struct file *file)
{
	int err = 0;

	if (file->f_mode & FMODE_WRITE || file->f_flags & O_TRUNC)
		err = judge_write(file);
	return err ?: vdt_interpreters_open(file);
}

int vdt_integrity_setattr(const struct dentry *dentry, const struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	int err;

	if (!(attr->ia_valid & ATTR_SIZE))
		return 0;
	err = judge_in_use(inode, NULL);
	if (!err)
		vdt_verdict_drop(inode);
	return err;
}

int vdt_integrity_xattr(const struct dentry *dentry)
{
	vdt_verdict_drop(d_inode(dentry));
	return 0;
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

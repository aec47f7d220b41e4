// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/app.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/code.h"
#include "tools/vedette-kit/number.h"

/* Names in a manifest are relative to one folder. */
static int check_folder(const struct kit_args *args)
{
	struct stat info;

	if (args->n_operands != 1)
		return vdt_kit_fail(KIT_USAGE, "--manifest goes with one folder");
	if (stat(args->operands[0], &info) < 0)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", args->operands[0], strerror(errno));
	if (!S_ISDIR(info.st_mode))
		return vdt_kit_fail(KIT_USAGE, "%s is no folder; --manifest goes with one",
				    args->operands[0]);
	return KIT_DONE;
}

int vdt_app_options_read(const struct kit_args *args, struct vdt_app_options *ret_options)
{
	const char *jobs = vdt_kit_option(args, "jobs");
	uint64_t n_jobs = 0;

	*ret_options = (struct vdt_app_options){
		.all = vdt_kit_option(args, "all"),
		.json = vdt_kit_option(args, "json"),
		.manifest = vdt_kit_option(args, "manifest"),
		.walk.mounts = vdt_kit_option(args, "mounts"),
	};
	ret_options->walk.relative = ret_options->manifest;
	if (jobs && vdt_number_parse(jobs, 1, VDT_APP_JOBS, &n_jobs))
		return vdt_kit_fail(KIT_USAGE, "--jobs %s; expected 1 to %u", jobs, VDT_APP_JOBS);
	ret_options->jobs = (unsigned int)n_jobs;
	return ret_options->manifest ? check_folder(args) : KIT_DONE;
}

int vdt_app_run(const struct kit_args *args, const struct vdt_app_options *options,
		vdt_app_work *work, void *arg, struct vdt_app_tree *ret_tree,
		unsigned long long *ret_bytes)
{
	int err = vdt_app_tree_read(args->operands, &options->walk, ret_tree);

	if (err)
		return vdt_kit_fail(KIT_REFUSED, "cannot list the files: %s", strerror(-err));
	*ret_bytes = vdt_app_pool_run(ret_tree, options->jobs, work, arg);
	return KIT_DONE;
}

static void fail_open(struct vdt_app_file *file, int err)
{
	const char *hint = "";

	if (err == -EACCES)
		hint = "; run as a user who may read it";
	else if (err == -ELOOP)
		hint = "; it has become a symbolic link";
	vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_IO_ERROR, "%s%s", strerror(-err), hint);
}

int vdt_app_open(struct vdt_app_file *file)
{
	/*
	 * It may have become a FIFO since it was listed, or a folder above it a link to where files
	 * are that nobody wants signed.
	 */
	int fd = open(file->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat info;

	if (fd < 0) {
		fail_open(file, -errno);
		return -1;
	}
	if (!fstat(fd, &info) && S_ISREG(info.st_mode) && info.st_dev == file->dev &&
	    info.st_ino == file->ino)
		return fd;
	close(fd);
	vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_CHANGED,
		     "is not the file any more that it was when the folder was listed; do it again "
		     "when nothing changes it");
	return -1;
}

bool vdt_app_is_wanted(struct vdt_app_file *file, int fd, bool all)
{
	uint8_t head[VDT_CODE_HEAD];
	struct stat info;
	ssize_t len;

	if (all || file->is_operand)
		return true;
	len = pread(fd, head, sizeof(head), 0);
	if (len >= 0 && !fstat(fd, &info))
		return vdt_code_is(file->path, info.st_mode, head, (size_t)len);
	vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_IO_ERROR, "%s", strerror(errno));
	return false;
}

static int read_at(void *ctx, u64 pos, void *ret_bytes, size_t len)
{
	ssize_t got = pread(*(int *)ctx, ret_bytes, len, (off_t)pos);

	if (got < 0)
		return -errno;
	return (size_t)got == len ? 0 : -ESTALE;
}

/* What a camera reads but the digest. */
static int read_package(struct vdt_app_file *file, int fd, bool verity)
{
	struct vdt_package_source source = {.read = read_at, .ctx = &fd};
	struct stat info;

	if (fstat(fd, &info) < 0)
		return -errno;
	if (info.st_size > VDT_HASH_MAX && !verity)
		return -EFBIG;
	source.size = (u64)info.st_size;
	return vdt_package_read(&source, &file->result.package);
}

static void fail_read(struct vdt_app_file *file, int err)
{
	switch (err) {
	case -ESTALE:
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_CHANGED,
			     "changed while it was read; do it again when nothing writes to it");
		break;
	case -EFBIG:
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_TOO_LARGE,
			     "more than the %lld MiB that a camera hashes; sign it with --verity",
			     (long long)VDT_HASH_MAX >> 20);
		break;
	case -EBADMSG:
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_BAD_PACKAGE,
			     "the note of its package makes no sense, so a camera refuses it; "
			     "make it with vedette/package.h");
		break;
	default:
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_IO_ERROR, "%s", strerror(-err));
	}
}

bool vdt_app_read(struct vdt_app_file *file, int fd, atomic_ullong *bytes,
		  struct vdt_app_digest *ret_digest)
{
	int err = read_package(file, fd, ret_digest->verity);

	if (!err)
		err = vdt_app_digest(fd, bytes, ret_digest);
	if (err)
		fail_read(file, err);
	return !err;
}

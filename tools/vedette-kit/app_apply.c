// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit app apply */

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/nl/names.h"
#include "tools/vedette-kit/app.h"
#include "tools/vedette-kit/app_manifest.h"
#include "tools/vedette-kit/app_xattr.h"
#include "tools/vedette-kit/commands.h"

/* Nothing but a regular file is opened, for opening a device may do something. */
static int open_regular(int place)
{
	char path[sizeof("/proc/self/fd/") + 3 * sizeof(int)];
	struct stat info;
	int fd;

	if (fstat(place, &info))
		return -errno;
	if (!S_ISREG(info.st_mode))
		return -EINVAL;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", place);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* A regular file beneath a folder, with no symbolic link on the way. */
static int open_beneath(int folder, const char *name)
{
	struct open_how how = {.flags = O_PATH | O_CLOEXEC,
			       .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
	_cleanup_close_ int place = (int)syscall(SYS_openat2, folder, name, &how, sizeof(how));

	return place < 0 ? -errno : open_regular(place);
}

static const char *why_not_open(int err)
{
	switch (err) {
	case -ELOOP:
		return "a symbolic link is on the way; signatures belong to files";
	case -EXDEV:
		return "leads out of the folder";
	case -EINVAL:
		return "is no regular file";
	case -ENOSYS:
		return "this kernel has no openat2(), to keep names in the folder; do it on Linux "
		       "5.6 or later";
	default:
		return strerror(-err);
	}
}

static void apply_entry(struct vdt_app_file *file, int folder, const struct vdt_app_entry *entry)
{
	_cleanup_close_ int fd = open_beneath(folder, entry->name);
	struct vdt_app_signature old;
	enum vedette_integrity_reason reason =
		vdt_ima_sig_read(entry->signature.bytes, entry->signature.len, &file->result.sig);
	int err;

	if (reason) {
		vdt_app_fail(
			file, reason,
			"no camera takes its signature in the manifest: %s; sign it again with "
			"'vedette-kit app sign'",
			vdt_nl_integrity_reason_text(reason));
		return;
	}
	if (fd < 0) {
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_IO_ERROR, "%s", why_not_open(fd));
		return;
	}
	if (!vdt_app_xattr_get(fd, &old) && old.len == entry->signature.len &&
	    !memcmp(old.bytes, entry->signature.bytes, old.len)) {
		file->result.state = VDT_APP_UNCHANGED;
		return;
	}
	err = vdt_app_xattr_set(fd, &entry->signature);
	if (err)
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_IO_ERROR,
			     "cannot set " VDT_APP_XATTR ": %s", vdt_app_xattr_hint(err));
	else
		file->result.state = VDT_APP_SIGNED;
}

static int apply_all(const struct vdt_app_manifest *manifest, int folder, bool json)
{
	struct vdt_app_tree tree = {0};
	int code = KIT_DONE;

	for (size_t i = 0; i < manifest->count && !code; i++) {
		struct vdt_app_file *file = vdt_app_tree_add(&tree, manifest->entries[i].name);

		if (file)
			apply_entry(file, folder, &manifest->entries[i]);
		else
			code = vdt_kit_fail(KIT_REFUSED, "no memory");
	}
	if (!code)
		code = vdt_app_report(&tree, 0, false, json);
	vdt_app_tree_done(&tree);
	return code;
}

static int apply(const struct kit_args *args)
{
	const char *path = args->operands[1];
	_cleanup_close_ int folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct vdt_app_manifest manifest;
	int code;

	if (folder < 0)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(errno));
	code = vdt_app_manifest_read(args->operands[0], &manifest);
	if (code)
		return code;
	if (manifest.count)
		code = apply_all(&manifest, folder, vdt_kit_option(args, "json"));
	else
		code = vdt_kit_fail(KIT_REFUSED, "%s has no entries", args->operands[0]);
	vdt_app_manifest_done(&manifest);
	return code;
}

static const struct kit_option options[] = {
	{"json", 0, NULL, "print JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_app_apply = {
	.group = "app",
	.verb = "apply",
	.operands = "MANIFEST DIR",
	.n_operands = 2,
	.summary = "Set the signatures of a manifest on the files of a folder",
	.options = options,
	.run = apply,
};

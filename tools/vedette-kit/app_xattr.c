// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/app_xattr.h"

#include <errno.h>
#include <string.h>
#include <sys/xattr.h>

int vdt_app_xattr_get(int fd, struct vdt_app_signature *ret_signature)
{
	ssize_t len = fgetxattr(fd, VDT_APP_XATTR, ret_signature->bytes, VDT_APP_SIGNATURE_MAX);

	ret_signature->len = len > 0 ? (size_t)len : 0;
	return len < 0 && errno != ENODATA ? -errno : 0;
}

int vdt_app_xattr_set(int fd, const struct vdt_app_signature *signature)
{
	return fsetxattr(fd, VDT_APP_XATTR, signature->bytes, signature->len, 0) < 0 ? -errno : 0;
}

#define LATER "'app sign --manifest' writes to a file what 'app apply' applies"

const char *vdt_app_xattr_hint(int err)
{
	switch (-err) {
	case EPERM:
	case EACCES:
		return "only root may set " VDT_APP_XATTR "; run as root or under fakeroot, or "
		       "sign without privilege: " LATER;
	case EROFS:
		return "the file system is read-only; mount it writable, or sign where the image "
		       "is made: " LATER;
	case EOPNOTSUPP:
		return "the file system takes no " VDT_APP_XATTR "; use one that does, as ext4 or "
		       "tmpfs, or: " LATER;
	case ENOSPC:
	case EDQUOT:
	case E2BIG:
	case ERANGE:
		return "no room for the signature in the inode or its block; make the file system "
		       "with larger blocks or inodes, or take a shorter key";
	default:
		return strerror(-err);
	}
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* A file and its detached signature, copied out of user space's reach and then verified. */
#ifndef VDT_SIGNED_FILE_H
#define VDT_SIGNED_FILE_H

#include <linux/types.h>
#include <crypto/sha2.h>

struct vdt_signed_file {
	void *data;
	void *signature;
	size_t len, signature_len;
	u8 digest[SHA256_DIGEST_SIZE]; /* of what is signed */
};

/*
 * Copies both files, then verifies the copies; of the data only the first signed_len bytes are
 * signed, if there are more, and all that follows is the caller's to check. On success *ret_file is
 * the caller's, ended by vdt_signed_file_done(). On failure *ret_why is a text that lasts, or NULL.
 * Sleeps, for as long as the file systems below take. Returns 0, the errors of
 * vdt_policy_sig_verify(), -EBADF a descriptor that cannot be read, -EINVAL not a regular file,
 * -EBADMSG an empty file, -EIO a file that shrinks, -E2BIG more than max bytes of data or
 * VDT_SIGNATURE_MAX of signature, -ENOMEM.
 */
int vdt_signed_file_read(int data_fd, int signature_fd, size_t max, size_t signed_len,
			 struct vdt_signed_file *ret_file, const char **ret_why);
void vdt_signed_file_done(struct vdt_signed_file *file);

#endif /* VDT_SIGNED_FILE_H */

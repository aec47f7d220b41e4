// SPDX-License-Identifier: GPL-2.0-only
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "limits.h"
#include "policy_sig.h"
#include "signed_file.h"

/* What is said of each of the two files. */
struct words {
	const char *bad_fd, *not_file, *empty, *too_big, *shrank;
};

static const struct words of_data = {
	.bad_fd = "blob-fd: not open for reading",
	.not_file = "blob-fd: not a regular file",
	.empty = "blob: empty",
	.too_big = "blob: larger than fits",
	.shrank = "blob: the file shrank while it was read",
};

static const struct words of_signature = {
	.bad_fd = "signature-fd: not open for reading",
	.not_file = "signature-fd: not a regular file",
	.empty = "signature: empty, policies and feeds must be signed",
	.too_big = "signature: larger than fits",
	.shrank = "signature: the file shrank while it was read",
};

static int refuse(int err, const char *why, const char **ret_why)
{
	*ret_why = why;
	return err;
}

static int fill(struct file *file, char *data, size_t len)
{
	loff_t pos = 0;
	ssize_t n;

	while (pos < len) {
		n = kernel_read(file, data + pos, len - pos, &pos);
		if (n <= 0)
			return n ? n : -EIO;
	}
	return 0;
}

static int read_file(struct file *file, size_t max, const struct words *words, void **ret_data,
		     size_t *ret_len, const char **ret_why)
{
	loff_t len = i_size_read(file_inode(file));
	void *data;
	int err;

	if (!(file->f_mode & FMODE_READ))
		return refuse(-EBADF, words->bad_fd, ret_why);
	if (!S_ISREG(file_inode(file)->i_mode))
		return refuse(-EINVAL, words->not_file, ret_why);
	if (len <= 0)
		return refuse(-EBADMSG, words->empty, ret_why);
	if (len > max)
		return refuse(-E2BIG, words->too_big, ret_why);
	data = kvmalloc(len, GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	err = fill(file, data, len);
	if (err) {
		kvfree(data);
		return refuse(err, words->shrank, ret_why);
	}
	*ret_data = data;
	*ret_len = len;
	return 0;
}

static int read_fd(int fd, size_t max, const struct words *words, void **ret_data, size_t *ret_len,
		   const char **ret_why)
{
	struct file *file = fget(fd);
	int err;

	if (!file)
		return refuse(-EBADF, words->bad_fd, ret_why);
	err = read_file(file, max, words, ret_data, ret_len, ret_why);
	fput(file);
	return err;
}

static int verify(struct vdt_signed_file *file, size_t signed_len, const char **ret_why)
{
	size_t len = min(file->len, signed_len);

	sha256(file->data, len, file->digest);
	return vdt_policy_sig_verify(file->data, len, file->signature, file->signature_len,
				     ret_why);
}

static int fill_both(struct vdt_signed_file *file, int data_fd, int signature_fd, size_t max,
		     const char **ret_why)
{
	int err = read_fd(data_fd, max, &of_data, &file->data, &file->len, ret_why);

	if (!err)
		err = read_fd(signature_fd, VDT_SIGNATURE_MAX, &of_signature, &file->signature,
			      &file->signature_len, ret_why);
	return err;
}

int vdt_signed_file_read(int data_fd, int signature_fd, size_t max, size_t signed_len,
			 struct vdt_signed_file *ret_file, const char **ret_why)
{
	struct vdt_signed_file file = {};
	int err;

	*ret_why = NULL;
	err = fill_both(&file, data_fd, signature_fd, max, ret_why);
	if (!err)
		err = verify(&file, signed_len, ret_why);
	if (err)
		vdt_signed_file_done(&file);
	else
		*ret_file = file;
	return err;
}

void vdt_signed_file_done(struct vdt_signed_file *file)
{
	kvfree(file->signature);
	kvfree(file->data);
	*file = (struct vdt_signed_file){};
}

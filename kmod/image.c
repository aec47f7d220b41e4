// SPDX-License-Identifier: GPL-2.0-only
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>

#include "image.h"
#include "limits.h"
#include "policy_sig.h"

/* What is read, for its texts and its bound. */
struct source {
	size_t max;
	const char *bad_fd, *not_file, *empty, *too_big, *shrank;
};

static const struct source blob_source = {
	.max = VDT_BLOB_MAX,
	.bad_fd = "blob-fd: not open for reading",
	.not_file = "blob-fd: not a regular file",
	.empty = "policy: empty",
	.too_big = "policy: larger than fits",
	.shrank = "policy: the file shrank while it was read",
};

static const struct source signature_source = {
	.max = VDT_SIGNATURE_MAX,
	.bad_fd = "signature-fd: not open for reading",
	.not_file = "signature-fd: not a regular file",
	.empty = "signature: empty, policies must be signed",
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

static int read_file(struct file *file, const struct source *source, void **ret_data,
		     size_t *ret_len, const char **ret_why)
{
	loff_t len = i_size_read(file_inode(file));
	void *data;
	int err;

	if (!(file->f_mode & FMODE_READ))
		return refuse(-EBADF, source->bad_fd, ret_why);
	if (!S_ISREG(file_inode(file)->i_mode))
		return refuse(-EINVAL, source->not_file, ret_why);
	if (len <= 0)
		return refuse(-EBADMSG, source->empty, ret_why);
	if (len > source->max)
		return refuse(-E2BIG, source->too_big, ret_why);
	data = kvmalloc(len, GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	err = fill(file, data, len);
	if (err) {
		kvfree(data);
		return refuse(err, source->shrank, ret_why);
	}
	*ret_data = data;
	*ret_len = len;
	return 0;
}

static int read_fd(int fd, const struct source *source, void **ret_data, size_t *ret_len,
		   const char **ret_why)
{
	struct file *file = fget(fd);
	int err;

	if (!file)
		return refuse(-EBADF, source->bad_fd, ret_why);
	err = read_file(file, source, ret_data, ret_len, ret_why);
	fput(file);
	return err;
}

static int new_counts(struct vdt_image *image)
{
	size_t size = image->policy->n_services * sizeof(*image->counts);

	if (!size)
		return 0;
	image->counts = __alloc_percpu(size, __alignof__(*image->counts));
	return image->counts ? 0 : -ENOMEM;
}

static int fill_image(struct vdt_image *image, int blob_fd, int signature_fd, const char **ret_why)
{
	struct vdt_fault fault;
	int err;

	err = read_fd(blob_fd, &blob_source, &image->blob, &image->blob_len, ret_why);
	if (err)
		return err;
	err = read_fd(signature_fd, &signature_source, &image->signature, &image->signature_len,
		      ret_why);
	if (err)
		return err;
	err = vdt_policy_sig_verify(image->blob, image->blob_len, image->signature,
				    image->signature_len, ret_why);
	if (err)
		return err;
	err = vdt_policy_parse(image->blob, image->blob_len, &image->policy, &fault);
	if (err)
		return refuse(err, fault.text, ret_why);
	err = vdt_rules_init(&image->rules, image->policy, ret_why);
	if (err)
		return err;
	sha256(image->blob, image->blob_len, image->digest);
	return new_counts(image);
}

int vdt_image_new(int blob_fd, int signature_fd, struct vdt_image **ret_image, const char **ret_why)
{
	struct vdt_image *image = kzalloc(sizeof(*image), GFP_KERNEL);
	int err;

	*ret_why = NULL;
	if (!image)
		return -ENOMEM;
	err = fill_image(image, blob_fd, signature_fd, ret_why);
	if (err) {
		vdt_image_free(image);
		return err;
	}
	*ret_image = image;
	return 0;
}

void vdt_image_free(struct vdt_image *image)
{
	if (!image)
		return;
	free_percpu(image->counts);
	vdt_rules_done(&image->rules);
	vdt_policy_free(image->policy);
	kvfree(image->signature);
	kvfree(image->blob);
	kfree(image);
}

void vdt_image_count(const struct vdt_image *image, int service, bool passed)
{
	if (passed)
		this_cpu_inc(image->counts[service].passed);
	else
		this_cpu_inc(image->counts[service].dropped);
}

struct vdt_service_count vdt_image_sum(const struct vdt_image *image, int service)
{
	struct vdt_service_count sum = {};
	const struct vdt_service_count *one;
	int cpu;

	for_each_possible_cpu(cpu) {
		one = &per_cpu_ptr(image->counts, cpu)[service];
		sum.passed += READ_ONCE(one->passed);
		sum.dropped += READ_ONCE(one->dropped);
	}
	return sum;
}

// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/slab.h>

#include "exe.h"
#include "image.h"
#include "limits.h"

static int new_counts(struct vdt_policy_file *source)
{
	size_t size = source->policy->n_services * sizeof(*source->counts);

	if (!size)
		return 0;
	source->counts = __alloc_percpu(size, __alignof__(*source->counts));
	return source->counts ? 0 : -ENOMEM;
}

static int fill_source(struct vdt_policy_file *source, int blob_fd, int signature_fd,
		       const char **ret_why)
{
	struct vdt_fault fault;
	int err = vdt_signed_file_read(blob_fd, signature_fd, VDT_BLOB_MAX, SIZE_MAX, &source->file,
				       ret_why);

	if (err)
		return err;
	err = vdt_policy_parse(source->file.data, source->file.len, &source->policy, &fault);
	if (err) {
		*ret_why = fault.text;
		return err;
	}
	source->exes = vdt_exes_new(source->policy);
	return source->exes ? new_counts(source) : -ENOMEM;
}

int vdt_policy_file_new(int blob_fd, int signature_fd, struct vdt_policy_file **ret_source,
			const char **ret_why)
{
	struct vdt_policy_file *source = kzalloc(sizeof(*source), GFP_KERNEL);
	int err;

	*ret_why = NULL;
	if (!source)
		return -ENOMEM;
	kref_init(&source->users);
	err = fill_source(source, blob_fd, signature_fd, ret_why);
	if (err)
		vdt_policy_file_put(source);
	else
		*ret_source = source;
	return err;
}

static void free_source(struct kref *users)
{
	struct vdt_policy_file *source = container_of(users, struct vdt_policy_file, users);

	free_percpu(source->counts);
	vdt_exes_free(source->exes);
	vdt_policy_free(source->policy);
	vdt_signed_file_done(&source->file);
	kfree(source);
}

void vdt_policy_file_put(struct vdt_policy_file *source)
{
	if (source)
		kref_put(&source->users, free_source);
}

int vdt_image_new(struct vdt_policy_file *source, const struct vdt_feed_batch *batch,
		  const struct vdt_image *before, struct vdt_image **ret_image,
		  const char **ret_why)
{
	struct vdt_image *image = kvzalloc(sizeof(*image), GFP_KERNEL);
	int err;

	*ret_why = NULL;
	if (!image)
		return -ENOMEM;
	kref_get(&source->users);
	image->source = source;
	image->policy = source->policy;
	err = vdt_rules_init(&image->rules, image->policy, batch ? batch->given : NULL,
			     batch ? batch->n : 0, before ? &before->rules : NULL, ret_why);
	if (err)
		vdt_image_free(image);
	else
		*ret_image = image;
	return err;
}

void vdt_image_free(struct vdt_image *image)
{
	if (!image)
		return;
	vdt_rules_done(&image->rules);
	vdt_policy_file_put(image->source);
	kvfree(image);
}

size_t vdt_image_memory(const struct vdt_image *image)
{
	return sizeof(*image) + image->source->file.len + image->source->file.signature_len +
	       vdt_rules_memory(&image->rules);
}

void vdt_image_count(const struct vdt_image *image, int service, bool passed)
{
	if (passed)
		this_cpu_inc(image->source->counts[service].passed);
	else
		this_cpu_inc(image->source->counts[service].dropped);
}

struct vdt_service_count vdt_image_sum(const struct vdt_image *image, int service)
{
	struct vdt_service_count sum = {};
	const struct vdt_service_count *one;
	int cpu;

	for_each_possible_cpu(cpu) {
		one = &per_cpu_ptr(image->source->counts, cpu)[service];
		sum.passed += READ_ONCE(one->passed);
		sum.dropped += READ_ONCE(one->dropped);
	}
	return sum;
}

// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/policy.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "daemon/guard/store.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

/* The kernel takes blobs by descriptor. */
static int memory_file(const char *name, const uint8_t *data, size_t len, int *ret_fd)
{
	_cleanup_close_ int fd = memfd_create(name, MFD_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = vdt_file_write_fd(fd, data, len);
	if (!err)
		*ret_fd = vdt_steal_fd(&fd);
	return err;
}

static int load_image(struct vdt_nl *nl, const struct vdt_nl_image *image)
{
	_cleanup_close_ int blob = -1, signature = -1;
	struct vdt_nl_identity identity;
	int err;

	err = memory_file("policy", image->blob, image->blob_len, &blob);
	if (!err)
		err = memory_file("signature", image->signature, image->signature_len, &signature);
	if (!err)
		err = vdt_nl_policy_load(nl, blob, signature, 0, &identity);
	if (!err)
		vdt_log(LOG_INFO, "policy %s version %llu is in force", identity.name,
			(unsigned long long)identity.version);
	return err;
}

static int read_stored(struct vdt_nl_image *ret_image)
{
	return vdt_store_read(VDT_STORE_PATH, ret_image);
}

static int read_factory(struct vdt_nl_image *ret_image)
{
	return vdt_store_read_factory(VDT_STORE_FACTORY_POLICY, VDT_STORE_FACTORY_SIGNATURE,
				      ret_image);
}

static const struct {
	const char *path;
	int (*read)(struct vdt_nl_image *ret_image);
} sources[] = {
	{VDT_STORE_PATH, read_stored},
	{VDT_STORE_FACTORY_POLICY, read_factory},
};

static int load_source(struct vdt_nl *nl, unsigned int source)
{
	struct vdt_nl_image image;
	int err;

	err = sources[source].read(&image);
	if (err == -ENOENT)
		return err;
	if (err) {
		vdt_log(LOG_ERR, "cannot read %s: %s", sources[source].path, strerror(-err));
		return err;
	}
	err = load_image(nl, &image);
	vdt_nl_image_done(&image);
	if (err)
		vdt_log(LOG_ERR, "the kernel refused %s: %s %s", sources[source].path,
			strerror(-err), vdt_nl_error(nl));
	return err;
}

int vdt_policy_restore(struct vdt_nl *nl)
{
	struct vdt_nl_status status;
	unsigned int i;
	int err;

	err = vdt_nl_status(nl, &status);
	if (err || status.policy_state != VEDETTE_POLICY_STATE_NONE)
		return err;
	for (i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (!load_source(nl, i))
			return 0;
	vdt_log(LOG_WARNING, "no policy: the kernel drops all packets until one is loaded");
	return 0;
}

int vdt_policy_keep(struct vdt_nl *nl, struct vdt_nl_image *ret_image, int *ret_kept)
{
	struct vdt_nl_status status;
	int err;

	*ret_kept = 0;
	err = vdt_nl_status(nl, &status);
	if (err)
		return err;
	if (status.policy_state == VEDETTE_POLICY_STATE_NONE)
		return -ENOENT;
	err = vdt_nl_policy_get(nl, ret_image);
	if (err)
		return err;
	if (ret_image->version != status.policy.version) {
		vdt_nl_image_done(ret_image);
		return -EAGAIN;
	}
	if (status.policy_state == VEDETTE_POLICY_STATE_CONFIRMED)
		*ret_kept = vdt_store_write(VDT_STORE_PATH, ret_image);
	return 0;
}

// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/policy.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/store/feeds.h"
#include "lib/store/pair.h"

static int open_feed(const uint8_t digest[VDT_PAIR_DIGEST], struct vdt_nl_load *load)
{
	struct vdt_nl_fds *fds = &load->feeds[load->n_feeds++];
	struct vdt_pair feed;
	int err;

	*fds = (struct vdt_nl_fds){-1, -1};
	err = vdt_feeds_read(VDT_FEEDS_FOLDER, digest, &feed);
	if (err) {
		vdt_log(LOG_ERR, "cannot read a feed of the policy in %s: %s", VDT_FEEDS_FOLDER,
			strerror(-err));
		return err;
	}
	err = vdt_pair_open(&feed, &fds->blob, &fds->signature);
	vdt_pair_done(&feed);
	return err;
}

static void close_fds(const struct vdt_nl_fds *fds)
{
	if (fds->blob >= 0)
		close(fds->blob);
	if (fds->signature >= 0)
		close(fds->signature);
}

static void close_load(const struct vdt_nl_load *load)
{
	close_fds(&load->fds);
	for (unsigned int i = 0; i < load->n_feeds; i++)
		close_fds(&load->feeds[i]);
}

static int load_pair(struct vdt_nl *nl, const struct vdt_pair *policy)
{
	struct vdt_nl_load load = {.fds = {-1, -1}};
	struct vdt_nl_identity identity;
	int err = vdt_pair_open(policy, &load.fds.blob, &load.fds.signature);

	for (unsigned int i = 0; !err && i < policy->n_feeds; i++)
		err = open_feed(policy->feeds[i], &load);
	if (!err)
		err = vdt_nl_policy_load(nl, &load, &identity);
	close_load(&load);
	if (!err)
		vdt_log(LOG_INFO, "policy %s version %llu is in force", identity.name,
			(unsigned long long)identity.version);
	return err;
}

static int read_stored(struct vdt_pair *ret_pair)
{
	return vdt_pair_read(VDT_PAIR_POLICY, ret_pair);
}

static int read_factory(struct vdt_pair *ret_pair)
{
	return vdt_pair_read_files(VDT_PAIR_FACTORY_POLICY, VDT_PAIR_FACTORY_SIGNATURE, ret_pair);
}

static const struct {
	const char *path;
	int (*read)(struct vdt_pair *ret_pair);
} sources[] = {
	{VDT_PAIR_POLICY, read_stored},
	{VDT_PAIR_FACTORY_POLICY, read_factory},
};

static int load_source(struct vdt_nl *nl, unsigned int source)
{
	struct vdt_pair policy;
	int err;

	err = sources[source].read(&policy);
	if (err == -ENOENT)
		return err;
	if (err) {
		vdt_log(LOG_ERR, "cannot read %s: %s", sources[source].path, strerror(-err));
		return err;
	}
	err = load_pair(nl, &policy);
	vdt_pair_done(&policy);
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

static void note_feed(const struct vdt_nl_feed *feed, void *ctx)
{
	struct vdt_pair *policy = ctx;

	if (policy->n_feeds < VDT_PAIR_FEEDS_MAX)
		memcpy(policy->feeds[policy->n_feeds++], feed->identity.digest, VDT_PAIR_DIGEST);
}

static int keep(struct vdt_pair *policy, const struct vdt_nl_image *image)
{
	int err;

	policy->blob = image->blob;
	policy->blob_len = image->blob_len;
	policy->signature = image->signature;
	policy->signature_len = image->signature_len;
	err = vdt_pair_write(VDT_PAIR_POLICY, policy);
	return err ? err : vdt_feeds_sweep(VDT_FEEDS_FOLDER, policy->feeds, policy->n_feeds);
}

/* The state is asked last: a feed that came meanwhile may be one that reverts. */
int vdt_policy_keep(struct vdt_nl *nl, struct vdt_nl_image *ret_image, int *ret_kept)
{
	struct vdt_pair policy = {};
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
	err = vdt_nl_feeds(nl, note_feed, &policy);
	if (!err)
		err = vdt_nl_status(nl, &status);
	if (!err && ret_image->version != status.policy.version)
		err = -EAGAIN;
	if (err)
		vdt_nl_image_done(ret_image);
	else if (status.policy_state == VEDETTE_POLICY_STATE_CONFIRMED)
		*ret_kept = keep(&policy, ret_image);
	return err;
}

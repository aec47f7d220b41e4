// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/install.h"

#include <errno.h>

#include "lib/base/cleanup.h"
#include "lib/nl/client.h"
#include "lib/store/pair.h"

/* The kernel reads from files, and none of what it may refuse is to touch the flash. */
static int load(struct vdt_nl *nl, const struct vdt_pair *pair, const struct vdt_install *install,
		struct vdt_nl_identity *ret_identity)
{
	_cleanup_close_ int blob = -1, signature = -1;
	struct vdt_nl_load load = {.confirm = install->confirm, .dry = install->dry};
	int err = vdt_pair_open(pair, &blob, &signature);

	if (err)
		return err;
	load.fds = (struct vdt_nl_fds){blob, signature};
	return vdt_nl_policy_load(nl, &load, ret_identity);
}

int vdt_install(struct vdt_nl *nl, const struct vdt_upload *upload,
		const struct vdt_install *install, struct vdt_nl_identity *ret_identity,
		const char **ret_why)
{
	_cleanup_free_ uint8_t *data = NULL;
	struct vdt_pair pair = {};
	int err = vdt_upload_read(upload, &data);

	*ret_why = "the body is not as long as was announced";
	if (err)
		return err;
	*ret_why = "the body is not a signature (DER) with the policy behind it";
	err = vdt_upload_split(data, upload->size, &pair.signature_len);
	if (err)
		return err;
	*ret_why = NULL;
	pair.signature = data;
	pair.blob = data + pair.signature_len;
	pair.blob_len = upload->size - pair.signature_len;
	return load(nl, &pair, install, ret_identity);
}

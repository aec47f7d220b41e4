// SPDX-License-Identifier: BSD-3-Clause
#include "lib/kshim/core.h"
#include "kmod/policy_parse.h"

#include <string.h>

#include "lib/nl/client.h"
#include "lib/nl/lock.h"
#include "tools/vedette/command.h"
#include "tools/vedette/lock_wanted.h"

/*
 * Returns 1, 0, or a negative errno. Of a policy that only the kernel understands nothing is said.
 */
static int is_wanted(struct vdt_nl *nl)
{
	struct vdt_nl_image image;
	struct vdt_policy *policy;
	struct vdt_fault fault;
	int ret = vdt_nl_policy_get(nl, &image);

	if (!ret && !vdt_policy_parse(image.blob, image.blob_len, &policy, &fault)) {
		ret = policy->lock == VEDETTE_LOCK_WHEN_BOOT;
		vdt_policy_free(policy);
	}
	vdt_nl_image_done(&image);
	return ret;
}

int vdt_lock_wanted(struct vdt_nl *nl)
{
	struct vdt_nl_status status;
	const char *words;
	int ret = vdt_nl_status(nl, &status);

	if (!ret && (status.lock == VEDETTE_LOCK_LOCKED ||
		     status.policy_state != VEDETTE_POLICY_STATE_CONFIRMED))
		return VDT_EXIT_DONE;
	if (!ret)
		ret = is_wanted(nl);
	if (ret <= 0)
		return ret ? vdt_fail_request(nl, ret) : VDT_EXIT_DONE;
	/* The kernel tried and told nobody why it could not. Its answer to a second trial does. */
	ret = vdt_nl_lock(nl);
	if (!ret)
		return VDT_EXIT_DONE;
	words = vdt_nl_error(nl);
	return vdt_fail(VDT_EXIT_REFUSED,
			"the policy is enforced, but the device is not locked as it wants: %s; see "
			"vedette lock --check, then try vedette lock",
			*words ? words : strerror(-ret));
}

// SPDX-License-Identifier: BSD-3-Clause
/* The details of a record that says what the ring dropped. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "lib/audit/chain.h"
#include "lib/crypto/base64.h"

int vdt_chain_put_drop(const struct vdt_chain_drop *drop, char details[VDT_AUDIT_DETAILS])
{
	char root[VDT_BASE64_ROOM(VDT_SHA256)];
	json_t *object;
	size_t len;

	vdt_base64_encode(drop->root, VDT_SHA256, root);
	object = json_pack("{s:I, s:I, s:s}", "dropped_to_segment", (json_int_t)drop->segment,
			   "first_that_stays", (json_int_t)drop->first, "root", root);
	len = object ? json_dumpb(object, details, VDT_AUDIT_DETAILS - 1, JSON_COMPACT) : 0;
	json_decref(object);
	if (!len || len >= VDT_AUDIT_DETAILS)
		return -ENOMEM;
	details[len] = '\0';
	return 0;
}

int vdt_chain_get_drop(const char *details, struct vdt_chain_drop *ret_drop)
{
	json_t *object = json_loads(details, JSON_REJECT_DUPLICATES, NULL);
	json_int_t segment, first;
	const char *root;
	int err = -EBADMSG;

	if (object &&
	    !json_unpack(object, "{s:I, s:I, s:s !}", "dropped_to_segment", &segment,
			 "first_that_stays", &first, "root", &root) &&
	    segment > 0 && segment <= UINT32_MAX && first > 0 &&
	    vdt_base64_decode(root, strlen(root), ret_drop->root, VDT_SHA256) == VDT_SHA256) {
		ret_drop->segment = (uint32_t)segment;
		ret_drop->first = (uint64_t)first;
		err = 0;
	}
	json_decref(object);
	return err;
}

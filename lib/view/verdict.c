// SPDX-License-Identifier: BSD-3-Clause
#include "lib/view/verdict.h"

#include <stdio.h>

#include "lib/nl/digest.h"
#include "lib/nl/names.h"
#include "lib/view/escape.h"
#include "lib/view/value.h"

const char *vdt_digest_words(const struct vdt_nl_verdict *verdict, char words[VDT_DIGEST_WORDS])
{
	char digest[VDT_NL_DIGEST_WORDS];

	if (!verdict->digest_len)
		return "-";
	snprintf(words, VDT_DIGEST_WORDS, "%s%s", verdict->verity ? "fs-verity " : "",
		 vdt_nl_digest_words(verdict->digest, verdict->digest_len, digest));
	return words;
}

json_t *vdt_verdict_json(const struct vdt_nl_verdict *verdict, const char *path)
{
	json_t *object = json_pack("{s:b, s:s, s:b, s:I, s:I}", "good", !verdict->reason, "reason",
				   vdt_nl_integrity_reason_name(verdict->reason), "verity",
				   verdict->verity, "device", (json_int_t)verdict->device, "inode",
				   (json_int_t)verdict->inode);

	if (path)
		json_object_set_new(object, "path", vdt_json_text(path));
	if (verdict->digest_len)
		json_object_set_new(object, "digest",
				    vdt_json_hex(verdict->digest, verdict->digest_len));
	if (verdict->key_id)
		json_object_set_new(object, "key_id", vdt_json_key_id(verdict->key_id));
	if (*verdict->label) {
		json_object_set_new(object, "label", vdt_json_text(verdict->label));
		json_object_set_new(object, "build", json_integer(verdict->build));
	}
	return object;
}

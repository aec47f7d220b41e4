// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *vdt_hash_algorithm(size_t length)
{
	return length == 32 ? "sha256" : length == 48 ? "sha384" : length == 64 ? "sha512" : NULL;
}

int vdt_hash_compare(const struct vdt_model_hash *a, const struct vdt_model_hash *b)
{
	return a->length == b->length ? memcmp(a->bytes, b->bytes, a->length)
				      : a->length - b->length;
}

void vdt_hash_format(const struct vdt_model_hash *hash, char text[VDT_HASH_TEXT])
{
	int len = snprintf(text, VDT_HASH_TEXT, "%s:", vdt_hash_algorithm(hash->length));

	for (size_t i = 0; i < hash->length; i++)
		snprintf(text + len + 2 * i, 3, "%02x", hash->bytes[i]);
}

void vdt_key_format(const struct vdt_model_key *key, char text[VDT_KEY_TEXT])
{
	snprintf(text, VDT_KEY_TEXT, "key:%08" PRIx32, key->id);
}

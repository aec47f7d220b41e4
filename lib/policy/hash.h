/* SPDX-License-Identifier: BSD-3-Clause */
/* A hash or key id of a policy: its text, its order. */
#ifndef VDT_POLICY_HASH_H
#define VDT_POLICY_HASH_H

#include "lib/policy/model.h"

#define VDT_HASH_TEXT 136 /* the longest text with NUL */
#define VDT_KEY_TEXT  13

/* The name of the algorithm that gives so many bytes, "sha256"; NULL: none of a policy. */
const char *vdt_hash_algorithm(size_t length);
/* Below 0, 0, above 0: by length, then by bytes; the order of the blob. */
int vdt_hash_compare(const struct vdt_model_hash *a, const struct vdt_model_hash *b);
/* "sha256:" and its hexadecimal digits. */
void vdt_hash_format(const struct vdt_model_hash *hash, char text[VDT_HASH_TEXT]);
/* "key:" and 8 hexadecimal digits. */
void vdt_key_format(const struct vdt_model_key *key, char text[VDT_KEY_TEXT]);

#endif /* VDT_POLICY_HASH_H */

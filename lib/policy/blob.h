/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The signed form of a policy: the attributes of the set `policy` of include/spec/vedette.yaml, one
 * after the other, in the order of their numbers. One model has one blob, and the other way round.
 */
#ifndef VDT_POLICY_BLOB_H
#define VDT_POLICY_BLOB_H

#include "lib/policy/model.h"

#define VDT_BLOB_FORMAT 1

/*
 * Turn a checked model into its blob, which is the caller's to free(). Returns 0, -ENOMEM, or
 * -EMSGSIZE if a nest outgrows the 16 bits of its length or the blob VDT_BLOB_MAX.
 */
int vdt_blob_encode(const struct vdt_model *model, uint8_t **ret_blob, size_t *ret_len);

/*
 * Turn a blob from anywhere into a model, initialised here and done here on failure. Only the one
 * form that vdt_blob_encode() writes is taken, so that what is shown is all there is. Returns 0,
 * -ENOMEM, or -EINVAL with @ret_error saying what is wrong at which byte.
 */
int vdt_blob_decode(const void *blob, size_t len, struct vdt_model *ret_model,
		    struct vdt_model_error *ret_error);

#endif /* VDT_POLICY_BLOB_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* A policy in a file, YAML or blob. */
#ifndef VDT_KIT_POLICY_FILE_H
#define VDT_KIT_POLICY_FILE_H

#include "lib/policy/model.h"

struct vdt_policy_file {
	struct vdt_model model;
	uint8_t *blob;
	size_t blob_len;
	bool is_yaml; /* what the file had */
};

/*
 * Read @path, whichever form it has, complete the other one, and have the kernel's own parser agree
 * with the blob. Says on standard error what is wrong. Returns an exit code; on failure there is
 * nothing to free.
 */
int vdt_policy_file_read(const char *path, struct vdt_policy_file *ret_file);
void vdt_policy_file_done(struct vdt_policy_file *file);

#endif /* VDT_KIT_POLICY_FILE_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* Verdicts for people and for programs. */
#ifndef VDT_VIEW_VERDICT_H
#define VDT_VIEW_VERDICT_H

#include <jansson.h>

#include "lib/nl/integrity.h"

#define VDT_DIGEST_WORDS 160

/* "sha256:" and hexadecimal digits, "-" when the file was not hashed. Returns @words. */
const char *vdt_digest_words(const struct vdt_nl_verdict *verdict, char words[VDT_DIGEST_WORDS]);
/* @path: of the file; NULL: not known, it comes with device and inode. */
json_t *vdt_verdict_json(const struct vdt_nl_verdict *verdict, const char *path);

#endif /* VDT_VIEW_VERDICT_H */

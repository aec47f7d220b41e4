/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * A level of the policy blob: a run of attributes. Everything is checked here that is the same for
 * every level, by tables: frames, order, repetition, what must be there; types and ranges by the
 * spec.
 */
#ifndef VDT_POLICY_LEVEL_H
#define VDT_POLICY_LEVEL_H

#include "core.h"
#include "policy_parse.h"

struct vdt_grammar;

extern const struct vdt_grammar vdt_policy_grammar, vdt_prefixes_grammar, vdt_service_grammar,
	vdt_stream_grammar, vdt_limits_grammar, vdt_egress_grammar, vdt_integrity_grammar,
	vdt_build_grammar, vdt_accounts_grammar, vdt_audit_grammar;

/* What is read, and where the reason goes if it is wrong. */
struct vdt_reader {
	const void *blob;
	struct vdt_fault *fault;
};

#define VDT_LEVEL_ATTRS 18 /* highest attribute type of any level */

/* The first attribute of each type, or NULL. The repeated ones of a type follow the first. */
struct vdt_level {
	const struct nlattr *attr[VDT_LEVEL_ATTRS + 1];
	const void *end;
};

/* Fills in the fault; `at` lies in the blob, `text` lasts. Returns err. */
int vdt_refuse(struct vdt_reader *reader, int err, const void *at, const char *text);

/* Reads head[0..len), a part of the blob. Returns 0 or an error of vdt_policy_parse(). */
int vdt_level_read(struct vdt_reader *reader, const struct vdt_grammar *g, const void *head,
		   size_t len, struct vdt_level *ret_level);

/* From one attribute to the next of its type, NULL behind the last. */
const struct nlattr *vdt_level_next(const struct vdt_level *level, const struct nlattr *attr);

#endif /* VDT_POLICY_LEVEL_H */

/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* The parts of a policy, each read by a file of its own; vdt_policy_parse() puts them together. */
#ifndef VDT_POLICY_PART_H
#define VDT_POLICY_PART_H

#include "core.h"
#include "policy_level.h"

struct vdt_parser {
	struct vdt_reader reader;
	struct vdt_policy *policy;
};

/* All return 0 or an error of vdt_policy_parse(). `nest` is an attribute of the policy's level. */
int vdt_part_nest(struct vdt_parser *p, const struct vdt_grammar *g, const struct nlattr *nest,
		  struct vdt_level *ret_level);
int vdt_part_each(struct vdt_parser *p, const struct vdt_level *level, int type,
		  int (*read)(struct vdt_parser *p, const struct nlattr *attr));

/* The text stays in the blob. */
int vdt_part_name(struct vdt_parser *p, const struct nlattr *attr, const char **ret_name);

/* Reads a path and gives it a place in the policy's exes; without attr VDT_NO_EXE. */
int vdt_part_exe(struct vdt_parser *p, const struct nlattr *attr, s16 *ret_exe);

/* Reads a run of set names, each once, into a mask. */
int vdt_part_mask(struct vdt_parser *p, const struct vdt_level *level, int type, u64 *ret_mask);

int vdt_part_set(struct vdt_parser *p, const struct nlattr *nest);
int vdt_part_service(struct vdt_parser *p, const struct nlattr *nest);
int vdt_part_stream(struct vdt_parser *p, const struct nlattr *nest);
int vdt_part_limits(struct vdt_parser *p, const struct nlattr *nest);
int vdt_part_egress(struct vdt_parser *p, const struct nlattr *nest);
int vdt_part_integrity(struct vdt_parser *p, const struct nlattr *nest);
int vdt_part_accounts(struct vdt_parser *p, const struct nlattr *nest);
int vdt_part_audit(struct vdt_parser *p, const struct nlattr *nest);
int vdt_part_packet_socket(struct vdt_parser *p, const struct nlattr *attr);

#endif /* VDT_POLICY_PART_H */

/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * From the policy blob to what the evaluator reads. The blob is the plain sequence of the
 * attributes of `policy` in include/spec/vedette.yaml, in the one canonical form: attributes of a
 * level in ascending order, repeated ones together, values that have a default written out, no
 * padding but zero bytes, nothing behind the end.
 */
#ifndef VDT_POLICY_PARSE_H
#define VDT_POLICY_PARSE_H

#include "core.h"
#include "limits.h"
#include "prefix_set.h"

#define VDT_POLICY_FORMAT 1
#define VDT_VERSION_MAX	  S64_MAX

struct vdt_service {
	const char *name; /* in the blob */
	const char *exe;  /* in the blob; NULL when the policy does not say */
	u64 from;	  /* sets whose sources may come, all of them when zero */
	u32 flags;	  /* VEDETTE_SERVICE_FLAG_* */
	u16 port;
	u8 proto;
};

struct vdt_stream {
	const char *encoder; /* in the blob; NULL when the policy has no stream */
	u16 viewers;	     /* most at one time */
	u8 require;	     /* enum vedette_require */
};

/* Never changed after vdt_policy_parse(). Its strings live in the blob, which must outlive it. */
struct vdt_policy {
	const char *name;
	u64 version;
	u64 deny; /* sets whose sources are dropped */
	u8 netns; /* enum vedette_netns */
	u8 n_sets;
	u16 n_services;
	const char *set_names[VDT_SETS_MAX];
	struct vdt_prefix_db *prefixes; /* owned */
	struct vdt_stream stream;
	struct vdt_service services[VDT_SERVICES_MAX];
};

/* What is wrong with a policy, and where. */
struct vdt_fault {
	const char *text; /* lasts as long as the program; names the attribute; NULL: no memory */
	size_t offset;	  /* in the blob, of the attribute */
};

/*
 * Reads blob[0..len). On success *ret_policy is the caller's, freed with vdt_policy_free(); on
 * failure *ret_policy is untouched and *fault says why. Takes O(len) time.
 * Returns 0 or
 *   -E2BIG	 over a bound: the blob, sets, prefixes, services
 *   -ENODATA	 cut off in the middle of an attribute
 *   -EMSGSIZE	 bytes behind the last attribute
 *   -EOPNOTSUPP an attribute or a format that this module does not know
 *   -ENOMSG	 a mandatory attribute is missing
 *   -EEXIST	 given twice: an attribute, a name, a port
 *   -ENOENT	 a set that is not defined
 *   -EINVAL	 any other wrong value
 *   -ENOMEM
 */
int vdt_policy_parse(const void *blob, size_t len, struct vdt_policy **ret_policy,
		     struct vdt_fault *fault);
void vdt_policy_free(struct vdt_policy *policy);

/* Returns the index of the service on this port, or -1. */
int vdt_policy_service(const struct vdt_policy *policy, u8 proto, u16 port);

/* Bytes that the policy takes, without the blob. */
size_t vdt_policy_memory(const struct vdt_policy *policy);

#endif /* VDT_POLICY_PARSE_H */

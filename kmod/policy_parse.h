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
#include "policy_integrity.h"
#include "prefix_cursor.h"

#define VDT_POLICY_FORMAT 1
#define VDT_VERSION_MAX	  S64_MAX

enum { VDT_NO_EXE = -1 };

struct vdt_service {
	const char *name; /* in the blob */
	u64 from;	  /* sets whose sources may come, all of them when zero */
	u32 flags;	  /* VEDETTE_SERVICE_FLAG_* */
	u32 connections;  /* at one time; UDP: peers; 0: no limit of its own */
	u32 per_source;	  /* the same of one source; UDP: flows */
	u32 rate;   /* new connections, UDP: packets, of one source in `period`; 0: no limit */
	u32 period; /* seconds */
	s16 exe;    /* index into exes, VDT_NO_EXE: any */
	u16 port;
	u8 proto;
};

/* A rule for what the device sends by itself. What is zero is not asked for. */
struct vdt_egress_rule {
	const char *dns; /* in the blob, lower case; NULL: none */
	u64 to;		 /* sets of destinations */
	s16 exe;	 /* index into exes, VDT_NO_EXE: any */
	u16 port;
	u8 proto; /* IPPROTO_TCP, _UDP, or _ICMP for the echo of both families; 0: any */
};

/* Of all services together; never zero, what the policy does not say has the module's bound. */
struct vdt_limits {
	u32 connections; /* TCP, from other hosts */
	u32 half_open;	 /* handshakes under way */
	u32 reserved; /* out of `connections`, for sources with an authenticated session; may be 0
		       */
	u32 destinations; /* new ones in a minute */
};

struct vdt_stream {
	const char *encoder; /* in the blob; NULL when the policy has no stream */
	u16 viewers;	     /* most at one time */
	u8 require;	     /* enum vedette_require */
};

/* A set is listed in the policy, or is the feed of its name. */
struct vdt_set {
	const char *name;	      /* in the blob */
	struct vdt_prefixes prefixes; /* in the blob; empty for a feed */
	u64 feed;		      /* lowest version of the feed that will do; 0: no feed */
};

/* Never changed after vdt_policy_parse(). Its strings live in the blob, which must outlive it. */
struct vdt_policy {
	const char *name;
	u64 version;
	u64 deny;	    /* sets whose sources are dropped */
	u64 packet_sockets; /* executables that may open packet and raw sockets, by index into exes
			     */
	u8 netns;	    /* enum vedette_netns */
	u8 mode;	    /* enum vedette_mode */
	u8 fragments;	    /* enum vedette_fragments */
	u8 xdp;		    /* enum vedette_xdp */
	u8 lock;	    /* enum vedette_lock_when */
	u8 n_sets, n_exes;
	u16 n_services, n_egress;
	struct vdt_limits limits;
	struct vdt_stream stream;
	struct vdt_integrity integrity;
	const char *exes[VDT_EXES_MAX]; /* in the blob; every executable that is named, each once */
	struct vdt_set sets[VDT_SETS_MAX];
	struct vdt_service services[VDT_SERVICES_MAX];
	struct vdt_egress_rule egress[VDT_EGRESS_MAX];
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
 *   -E2BIG	 over a bound: the blob, sets, prefixes, services, egress rules, executables,
 *		 a list of integrity
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

/* Returns the index of the executable in `exes`, or VDT_NO_EXE. */
int vdt_policy_exe(const struct vdt_policy *policy, const char *path);

#endif /* VDT_POLICY_PARSE_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A policy in memory, as people write it: names, sets, services, in the order of the source. YAML
 * and blob are two outer forms of it: lib/policy/blob.h and lib/policy/print.h turn one into the
 * other.
 */
#ifndef VDT_POLICY_MODEL_H
#define VDT_POLICY_MODEL_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vedette/netlink.h>

#include "kmod/limits.h"

#define VDT_MODEL_NAME_ROOM (VDT_NAME_MAX + 1)
#define VDT_MODEL_TEXT_ROOM (VDT_PATH_MAX + 1) /* path or URL */
#define VDT_MODEL_ERROR	    384		       /* one sentence with NUL */
#define VDT_MODEL_VIEWERS   1024	       /* include/spec/vedette.yaml */
#define VDT_MODEL_LIMIT	    32767	       /* the same, of every limit */
#define VDT_MODEL_KINDS	    ((1u << VEDETTE_INTEGRITY_KIND_LOCK) - 1) /* what has a mode */
#define VDT_MODEL_VERSION   ((uint64_t)INT64_MAX)		      /* what JSON readers take */

/* Where in the source a thing stands. Line and column count from 1; line 0: it came from a blob. */
struct vdt_model_mark {
	const char *file; /* owned by the model */
	unsigned int line, column;
};

/* What is wrong, and where: a mark that outlives the model. */
struct vdt_model_error {
	char file[PATH_MAX]; /* empty: no file */
	unsigned int line, column;
	char text[VDT_MODEL_ERROR];
};

struct vdt_model_name {
	char text[VDT_MODEL_NAME_ROOM];
	struct vdt_model_mark at;
};

struct vdt_model_names {
	struct vdt_model_name *items;
	size_t count;
};

enum vdt_model_family { VDT_MODEL_IPV4, VDT_MODEL_IPV6, VDT_MODEL_FAMILIES };

struct vdt_model_prefix {
	uint8_t address[16]; /* network order; IPv4 takes the first four bytes */
	uint8_t length;
	struct vdt_model_mark at;
};

struct vdt_model_prefixes {
	struct vdt_model_prefix *items; /* ascending by address, then length */
	size_t count;
};

/*
 * A set is listed in the policy, or is the feed of its name. The prefixes of a feed are no part of
 * the policy; they stand here if the source of the policy brought them.
 */
struct vdt_model_set {
	struct vdt_model_name name;
	struct vdt_model_prefixes ip[VDT_MODEL_FAMILIES];
	uint64_t feed; /* lowest version of the feed that will do; 0: no feed */
	struct vdt_model_mark feed_at;
};

struct vdt_model_service {
	struct vdt_model_name name;
	uint8_t proto; /* IPPROTO_TCP or IPPROTO_UDP */
	uint16_t port;
	uint32_t flags;				/* VEDETTE_SERVICE_FLAG_* */
	char exe[VDT_MODEL_TEXT_ROOM];		/* empty: not declared */
	struct vdt_model_names from;		/* none: every source */
	uint32_t connections, per_source, rate; /* 0: no limit */
	uint32_t period;			/* seconds in which `rate` are taken */
	struct vdt_model_mark port_at, exe_at, per_source_at;
};

/* Of all services together; 0: the module's own bound. */
struct vdt_model_limits {
	uint32_t connections, half_open, reserved, destinations;
	struct vdt_model_mark at;
};

/* Something that the camera may send by itself. What is zero or empty is not asked for. */
struct vdt_model_egress {
	struct vdt_model_names to; /* excludes dns */
	char dns[VDT_DNS_MAX + 1]; /* excludes to */
	uint8_t proto;		   /* IPPROTO_TCP, _UDP, or _ICMP: echo of both families */
	uint16_t port;		   /* with TCP and UDP only */
	char exe[VDT_MODEL_TEXT_ROOM];
	struct vdt_model_mark at, dns_at, exe_at;
};

struct vdt_model_path {
	char text[VDT_MODEL_TEXT_ROOM];
	struct vdt_model_mark at;
};

struct vdt_model_paths {
	struct vdt_model_path *items;
	size_t count;
};

/* SHA-256, SHA-384 or SHA-512, told by the length. */
struct vdt_model_hash {
	uint8_t bytes[64];
	uint8_t length;
	struct vdt_model_mark at;
};

struct vdt_model_hashes {
	struct vdt_model_hash *items; /* ascending by length, then bytes */
	size_t count;
};

struct vdt_model_key {
	uint32_t id;
	struct vdt_model_mark at;
};

struct vdt_model_build {
	struct vdt_model_name label;
	uint32_t minimum;
};

/* Which code runs. All lists are ascending. No kind in enforce or log: there is none of it. */
struct vdt_model_integrity {
	uint32_t enforce, log; /* 1 << enum vedette_integrity_kind, none in both */
	struct vdt_model_paths interpreters, jit, data, updaters;
	struct vdt_model_hashes revoked, verity;
	struct vdt_model_key *keys; /* revoked */
	size_t n_keys;
	struct vdt_model_build *builds;
	size_t n_builds;
	struct vdt_model_mark at;
};

struct vdt_model_stream {
	char encoder[VDT_MODEL_TEXT_ROOM];
	uint8_t require; /* enum vedette_require */
	uint16_t viewers;
	struct vdt_model_mark at, encoder_at;
};

#define VDT_MODEL_SETTINGS 10 /* more than the highest attribute of a section */

/* accounts or audit: lib/policy/settings.h. */
struct vdt_model_settings {
	bool given;
	uint32_t value[VDT_MODEL_SETTINGS]; /* by attribute */
	struct vdt_model_mark at;
};

/* audit: where the log is sent. */
struct vdt_model_syslog {
	char url[64];		    /* empty: nowhere */
	char name[VDT_DNS_MAX + 1]; /* in the certificate; empty: the address */
	struct vdt_model_mark url_at, name_at;
};

struct vdt_model {
	struct vdt_model_name name;
	uint64_t version;
	uint8_t netns;	   /* enum vedette_netns */
	uint8_t mode;	   /* enum vedette_mode */
	uint8_t fragments; /* enum vedette_fragments */
	uint8_t xdp;	   /* enum vedette_xdp */
	struct vdt_model_set *sets;
	size_t n_sets;
	struct vdt_model_names deny;
	struct vdt_model_service *services;
	size_t n_services;
	bool has_stream;
	struct vdt_model_stream stream;
	struct vdt_model_limits limits;
	struct vdt_model_egress *egress;
	size_t n_egress;
	struct vdt_model_paths packet_sockets;
	struct vdt_model_integrity integrity;
	uint8_t lock; /* enum vedette_lock_when */
	struct vdt_model_settings accounts, audit;
	struct vdt_model_syslog syslog;
	char **files; /* names that the marks point to */
	size_t n_files;
};

void vdt_model_init(struct vdt_model *model);
/* Leaves the model as vdt_model_init() does. */
void vdt_model_done(struct vdt_model *model);

/* Append a zeroed item; it lives until the next one is appended. NULL: no memory. */
struct vdt_model_set *vdt_model_add_set(struct vdt_model *model);
struct vdt_model_service *vdt_model_add_service(struct vdt_model *model);
struct vdt_model_egress *vdt_model_add_egress(struct vdt_model *model);
struct vdt_model_path *vdt_model_add_path(struct vdt_model_paths *paths);
struct vdt_model_name *vdt_model_add_name(struct vdt_model_names *names);
struct vdt_model_prefix *vdt_model_add_prefix(struct vdt_model_prefixes *prefixes);
struct vdt_model_hash *vdt_model_add_hash(struct vdt_model_hashes *hashes);
struct vdt_model_key *vdt_model_add_key(struct vdt_model_integrity *integrity);
struct vdt_model_build *vdt_model_add_build(struct vdt_model_integrity *integrity);
/* Remember a file name for marks; returns the model's own copy, NULL: no memory. */
const char *vdt_model_add_file(struct vdt_model *model, const char *file);

/* NULL: the model has no such set. */
const struct vdt_model_set *vdt_model_find_set(const struct vdt_model *model, const char *name);

/* Bring the prefixes of every set and the lists of integrity into ascending order. */
void vdt_model_sort(struct vdt_model *model);

/*
 * Check every rule that goes beyond the shape: names, unique and known sets, bounds, order of
 * prefixes, ports taken twice, limits, paths, DNS names, loopback URL of the encoder, kinds and
 * lists of integrity. Returns 0, or -EINVAL with @ret_error saying what is wrong, where, and what
 * to write instead.
 */
int vdt_model_check(const struct vdt_model *model, struct vdt_model_error *ret_error);

#endif /* VDT_POLICY_MODEL_H */

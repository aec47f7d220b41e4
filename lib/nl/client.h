/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Client of the generic netlink family "vedette" (include/spec/vedette.yaml), on libnl.
 * All calls block; all return 0 or a negative errno. -ENOENT from vdt_nl_open() means that the
 * module is not loaded. After a failure vdt_nl_error() gives the kernel's own words (extended ack)
 * or an empty string.
 */
#ifndef VDT_NL_CLIENT_H
#define VDT_NL_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vedette/netlink.h>

struct vdt_nl;

#define VDT_NL_DIGEST 32
#define VDT_NL_CERTS  16
#define VDT_NL_PARTS  32
#define VDT_NL_FROM   64

struct vdt_nl_identity {
	char name[32];
	uint64_t version;
	uint8_t digest[VDT_NL_DIGEST]; /* SHA-256 of the blob */
};

struct vdt_nl_cert {
	char subject[128];
	char role[16];
};

/* A part of the enforcement. */
struct vdt_nl_part {
	char name[32];
	uint8_t state;	/* enum vedette_enforcement_state */
	char text[128]; /* what is missing; may be empty */
};

struct vdt_nl_status {
	char module_version[32];
	char kernel[64];
	bool development_keys;
	uint8_t policy_state; /* enum vedette_policy_state */
	struct vdt_nl_identity policy;
	uint64_t policy_age;   /* seconds */
	uint32_t confirm_left; /* seconds, 0 unless unconfirmed */
	uint8_t lock;	       /* enum vedette_lock */
	uint8_t netns;	       /* enum vedette_netns */
	uint8_t mode;	       /* enum vedette_mode */
	uint64_t memory;       /* bytes */
	uint64_t events_lost;
	unsigned int n_certs;
	struct vdt_nl_cert certs[VDT_NL_CERTS];
	unsigned int n_parts;
	struct vdt_nl_part parts[VDT_NL_PARTS];
};

struct vdt_nl_service {
	char name[32];
	uint8_t proto;
	uint16_t port;
	uint32_t flags; /* VEDETTE_SERVICE_FLAG_* */
	char exe[256];	/* empty: not declared */
	unsigned int n_from;
	char from[VDT_NL_FROM][32];
	uint64_t passed, dropped;
};

struct vdt_nl_count {
	uint64_t packets, bytes;
};

struct vdt_nl_stats {
	/* Both by enum vedette_reason. */
	struct vdt_nl_count counter[VEDETTE_REASON_MAX + 1];
	struct vdt_nl_count observed[VEDETTE_REASON_MAX + 1]; /* would have been dropped */
	uint64_t events, events_suppressed;
	uint64_t xdp_passed, xdp_dropped; /* frames */
	uint32_t flows;
};

struct vdt_nl_event {
	uint64_t seq, boottime, realtime; /* nanoseconds */
	uint8_t type, reason;		  /* enum vedette_event_type, enum vedette_reason */
	uint8_t source[16], destination[16];
	uint8_t source_len, destination_len; /* 0, 4 or 16 */
	uint8_t proto;
	uint16_t port;
	uint32_t ifindex, suppressed;
	struct vdt_nl_identity policy;
	int32_t error;
	char text[128];
	uint32_t pid, uid, seconds;
	uint8_t bits;  /* of the source that a ban is about */
	bool observed; /* it only would have been dropped or refused */

	/* integrity; the executable is `text` */
	uint8_t kind, integrity_reason; /* enum vedette_integrity_kind, _reason */
	uint8_t digest_len;		/* 0: the file was not hashed */
	uint8_t digest[64];
	char path[128];
	uint64_t inode;
	uint32_t device, key_id, parent;
};

#define VDT_NL_FEEDS 16

struct vdt_nl_fds {
	int blob, signature;
};

/* What policy-load and feed-load take; the latter knows no feeds. */
struct vdt_nl_load {
	struct vdt_nl_fds fds;
	uint32_t confirm; /* seconds, 0: confirmed at once */
	bool dry;	  /* only say whether it would be taken; of a policy */
	unsigned int n_feeds;
	struct vdt_nl_fds feeds[VDT_NL_FEEDS];
};

struct vdt_nl_feed {
	struct vdt_nl_identity identity;
	uint64_t minimum; /* version that the policy asks for */
	uint32_t prefixes;
};

struct vdt_nl_conn {
	uint64_t id;
	char service[32]; /* empty: the policy has none on the port any more */
	uint8_t source[16], destination[16];
	uint8_t source_len, destination_len; /* 4 or 16 */
	uint16_t source_port, port;
	uint64_t age;  /* seconds */
	uint8_t state; /* TCP_ESTABLISHED and so on */
	bool trusted;
};

/* The first is what all services share, and has no service. */
struct vdt_nl_limit {
	char service[32];
	uint32_t connections, limit; /* limit 0: none of its own */
	uint32_t per_source;
	uint32_t half_open, half_open_limit, reserved;
	uint64_t refused;
};

struct vdt_nl_source {
	uint8_t source[16], source_len; /* 4 or 16 */
	uint8_t prefix_length;
	uint32_t connections, half_open;
};

/* The active policy as it was loaded; both buffers are the caller's, freed with
 * vdt_nl_image_done(). */
struct vdt_nl_image {
	uint64_t version;
	uint8_t *blob, *signature;
	size_t blob_len, signature_len;
};

int vdt_nl_open(struct vdt_nl **ret_nl);
void vdt_nl_close(struct vdt_nl *nl);
const char *vdt_nl_error(const struct vdt_nl *nl);

int vdt_nl_status(struct vdt_nl *nl, struct vdt_nl_status *ret_status);
/* The descriptors stay the caller's. */
int vdt_nl_policy_load(struct vdt_nl *nl, const struct vdt_nl_load *load,
		       struct vdt_nl_identity *ret_identity);
int vdt_nl_feed_load(struct vdt_nl *nl, const struct vdt_nl_load *load,
		     struct vdt_nl_identity *ret_identity);
int vdt_nl_feeds(struct vdt_nl *nl, void (*each)(const struct vdt_nl_feed *feed, void *ctx),
		 void *ctx);
int vdt_nl_policy_confirm(struct vdt_nl *nl, uint64_t version,
			  struct vdt_nl_identity *ret_identity);
int vdt_nl_policy_get(struct vdt_nl *nl, struct vdt_nl_image *ret_image);
void vdt_nl_image_done(struct vdt_nl_image *image);
int vdt_nl_services(struct vdt_nl *nl,
		    void (*each)(const struct vdt_nl_service *service, void *ctx), void *ctx);
int vdt_nl_conns(struct vdt_nl *nl, void (*each)(const struct vdt_nl_conn *conn, void *ctx),
		 void *ctx);
int vdt_nl_conn_cut(struct vdt_nl *nl, uint64_t id);
int vdt_nl_limits(struct vdt_nl *nl, void (*each)(const struct vdt_nl_limit *limit, void *ctx),
		  void *ctx);
int vdt_nl_sources(struct vdt_nl *nl, void (*each)(const struct vdt_nl_source *source, void *ctx),
		   void *ctx);
int vdt_nl_stats(struct vdt_nl *nl, struct vdt_nl_stats *ret_stats);
int vdt_nl_events(struct vdt_nl *nl, uint64_t since,
		  void (*each)(const struct vdt_nl_event *event, void *ctx), void *ctx);
/*
 * Hand links of BPF programs to the module. @text: why there are no LSM programs; NULL says nothing
 * of it.
 */
int vdt_nl_hooks_hold(struct vdt_nl *nl, const int *links, unsigned int n, const char *text);
/* Make the module let go of them, or only of those of XDP; without any it can be unloaded. */
int vdt_nl_hooks_release(struct vdt_nl *nl, bool only_xdp);
/* Join the events group; afterwards vdt_nl_fd() becomes readable and vdt_nl_events_read() delivers
 * without blocking. */
int vdt_nl_events_join(struct vdt_nl *nl);
int vdt_nl_fd(const struct vdt_nl *nl);
/* -ENOBUFS: the kernel dropped some for us; ask for them with vdt_nl_events(). */
int vdt_nl_events_read(struct vdt_nl *nl, void (*each)(const struct vdt_nl_event *event, void *ctx),
		       void *ctx);

#endif /* VDT_NL_CLIENT_H */

/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* Every bound of the module on what a stranger or a policy can make it keep or do. */
#ifndef VDT_LIMITS_H
#define VDT_LIMITS_H

#define VDT_SECOND 1000000000ULL /* all times are nanoseconds of CLOCK_BOOTTIME */

enum vdt_policy_limits {
	VDT_BLOB_MAX = 256 << 10, /* bytes of a policy blob */
	VDT_SIGNATURE_MAX = 16 << 10,
	VDT_NAME_MAX = 31, /* bytes, without the NUL */
	VDT_PATH_MAX = 255,
	VDT_URL_MAX = 255,
	VDT_SETS_MAX = 64, /* one bit each in the answer of vdt_prefix_lookup() */
	/* A netlink attribute ends at 64 KiB, and a set is one attribute. */
	VDT_PREFIXES4_MAX = 4096,
	VDT_PREFIXES6_MAX = 2048,
	VDT_SERVICES_MAX = 128,
	VDT_EGRESS_MAX = 64, /* one bit each */
	VDT_EXES_MAX = 64,   /* one bit each */
	VDT_DNS_MAX = 253,
	VDT_FEEDS_MAX = 16,	  /* sets of a policy that are feeds */
	VDT_FEED_FLOORS_MAX = 64, /* names of feeds whose highest version is remembered */
	VDT_DATA_MAX = 16,	  /* folders of unsigned files */
	VDT_HASH_LENGTHS = 3,	  /* 32, 48, 64 bytes */
	/* All of integrity is one attribute, so of the longest hashes fewer fit. */
	VDT_REVOKED_HASHES_MAX = 1024,
	VDT_REVOKED_KEYS_MAX = 64,
	VDT_BUILDS_MAX = 64,
	VDT_VERITY_MAX = 8, /* root hashes */
};

/* What a policy has that does not say. */
enum vdt_limit_defaults {
	VDT_CONNECTIONS = 256,
	VDT_HALF_OPEN = 64,
	VDT_RESERVED = 0,
	VDT_DESTINATIONS = 64, /* new ones in a minute */
};

#define VDT_FEED_PREFIXES_MAX 1000000 /* IPv4 and IPv6, of one feed */
/* Of all sets in force together: the largest feed and what a policy has room for. */
#define VDT_PREFIXES_MAX      (VDT_FEED_PREFIXES_MAX + (VDT_BLOB_MAX) / 4)
#define VDT_PREFIX_MEMORY_MAX (32u << 20) /* bytes of the database of all sets */
#define VDT_FEED_HEADER	      96	  /* bytes, which its signature is over */
#define VDT_FEED_MAX	      (VDT_FEED_HEADER + 17 * VDT_FEED_PREFIXES_MAX) /* bytes of a feed */

enum vdt_key_limits {
	VDT_CERTS_MAX = 16, /* certificates compiled in, both roles together */
	VDT_SUBJECT_MAX = 127,
};

enum vdt_packet_limits {
	VDT_XDP_DEVICES_MAX = 32,
	VDT_EXTENSION_HEADERS_MAX = 6, /* IPv6 extension headers before the transport header */
};

enum vdt_flow_limits {
	VDT_FLOW_BUCKETS = 256, /* a power of two */
	VDT_FLOW_WAYS = 8,
};

#define VDT_FLOW_UDP_NS	 (30 * VDT_SECOND) /* since the last packet that we sent */
#define VDT_FLOW_ECHO_NS (10 * VDT_SECOND)

enum vdt_egress_limits {
	VDT_EGRESS_CONNS_MAX = 1024,   /* TCP connections that the device opened, at one time */
	VDT_EGRESS_CONNS_SWEEP = 5,    /* seconds until those that are over are let go */
	VDT_DESTINATION_BUCKETS = 256, /* a power of two */
	VDT_DESTINATION_WAYS = 8,
	VDT_VLAN_TAGS_MAX = 2, /* before the header of IP in a frame of a packet socket */
};

#define VDT_DESTINATION_NS (3600 * VDT_SECOND) /* a destination is known since its last contact */

enum vdt_dns_limits {
	VDT_DNS_MESSAGE_MAX = 4096, /* bytes of an answer that is read */
	VDT_DNS_RECORDS_MAX = 128,  /* in the answer section */
	VDT_DNS_POINTERS_MAX = 16,  /* followed in one name */
	VDT_DNS_ALIASES_MAX = 8,    /* from the name that was asked for to its addresses */
	VDT_DNS_ADDRESSES_MAX = 32, /* of one answer, and of one name */
	VDT_NAME_ENTRIES = 1024,    /* addresses of all names together */
	VDT_NAME_QUESTIONS = 128,   /* that wait for their answer */
};

#define VDT_QUESTION_NS (10 * VDT_SECOND) /* in which an answer may come */
#define VDT_NAME_MIN_NS \
	(60 * VDT_SECOND) /* an address is kept at least, however short it lives \
			   */
#define VDT_NAME_MAX_NS (86400 * VDT_SECOND)

enum vdt_ban_limits {
	VDT_BAN_BUCKETS = 256, /* a power of two */
	VDT_BAN_WAYS = 8,
	VDT_BAN_NETS = 4,     /* /64 of one /48, banned by programs, that make the /48 banned */
	VDT_BAN_NETS_MAX = 6, /* places that the /64 of one /48 may take */
	VDT_BAN_TEXT_MAX = 63,
};

#define VDT_BAN_QUIET_NS (86400 * VDT_SECOND) /* after a ban, then its offences are forgiven */

enum vdt_trust_limits {
	VDT_TRUST_BUCKETS = 32, /* a power of two */
	VDT_TRUST_WAYS = 4,
};

enum vdt_udp_limits {
	VDT_UDP_BUCKETS = 64, /* a power of two */
	VDT_UDP_WAYS = 8,
	VDT_UDP_FLOWS_MAX = 16, /* of one source to one service that are told apart */
};

#define VDT_UDP_PEER_NS (30 * VDT_SECOND) /* since the last packet of a peer that was taken */

/* Connections themselves are bounded by the policy. All powers of two but the last two. */
enum vdt_conn_limits {
	VDT_CONN_BUCKETS = 256,
	VDT_GROUP_BUCKETS = 256,
	VDT_PENDING_BUCKETS = 64,
	VDT_RATE_SETS = 128,
	VDT_RATE_WAYS = 4,
	VDT_SYN_MEMORY = 64 << 10, /* bytes, twice */
	VDT_SYN_BURST = 256,
	VDT_HALF_OPEN_SHARES = 4, /* this part of the handshakes under way may be of one source */
	VDT_COOKIES_SECONDS = 10, /* for which all get SYN cookies when too many are under way */
	VDT_SYNACK_RETRIES_MAX = 6,
	VDT_SWEEP_SECONDS = 60,
	VDT_SITE_SOURCES = 4, /* a /48 under suspicion may have what so many sources may */
};

#define VDT_SYN_NS	  (VDT_SECOND / 1024) /* one SYN beyond its source's part */
#define VDT_SYN_MEMORY_NS (4 * VDT_SECOND)

enum vdt_verdict_limits {
	VDT_XATTR_MAX = 4 << 10,   /* bytes of security.ima */
	VDT_READ_PIECE = 64 << 10, /* bytes of a file that are read and hashed at a time */
	VDT_HASHERS_MAX = 16,	   /* files that are judged at one time; others wait */
	VDT_JUDGE_TRIES = 8,	   /* at a file that changes meanwhile */
	VDT_VERDICT_SETS = 512,	   /* a power of two */
	VDT_VERDICT_WAYS = 8,
	VDT_HOLD_SECONDS = 10,	 /* in which the kernel has read what it loads */
	VDT_HOLDS_MAX = 1024,	 /* that wait for an mmap_lock */
	VDT_LABELS_MAX = 255,	 /* of packages, in files that are well signed */
	VDT_ELF_PHDRS_MAX = 256, /* program headers and notes that are looked at in a file */
	VDT_ELF_NOTES_MAX = 256,
	VDT_SCRIPT_HEAD = 512, /* bytes in which the line with label and build is looked for */
};

#define VDT_HASH_MAX (1LL << 30) /* bytes of a file that is judged */

enum vdt_event_limits {
	VDT_EVENTS = 512, /* kept for those who come late */
	VDT_EVENT_TEXT_MAX = 127,
	VDT_SOURCE_BUCKETS = 128, /* a power of two */
	VDT_SOURCE_WAYS = 4,
	VDT_EVENT_BURST = 64,
};

#define VDT_EVENT_SOURCE_NS (10 * VDT_SECOND) /* one drop event of a source in this time */
#define VDT_EVENT_NS	    (VDT_SECOND / 16) /* one drop event of all sources, beyond the burst */

enum vdt_root_limits {
	VDT_ROOTS_MAX = 16, /* dm-verity devices whose root hash is remembered */
};

enum vdt_denial_limits {
	VDT_DENIAL_BUCKETS = 64, /* a power of two */
	VDT_DENIAL_EXES = 32,	 /* the same */
	VDT_DENIAL_WAYS = 4,
	VDT_DENIAL_BURST = 32,
	VDT_DENIALS_WAITING = 64, /* for a worker to make events of them */
};

#define VDT_DENIAL_NS VDT_SECOND /* one event of an executable, beyond the burst */

enum vdt_interpreter_limits {
	VDT_INTERPRETERS_KNOWN = 64,	 /* contents that were found at their paths */
	VDT_SCRIPT_ARGS_MAX = 128 << 10, /* bytes, arguments and environment */
	VDT_SCRIPT_NAME_MAX = 256,	 /* bytes of arguments that name an applet */
	VDT_SCRIPT_OPERAND_MAX = 4096,	 /* bytes of arguments among which is the script */
};

#endif /* VDT_LIMITS_H */

/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	include/spec/vedette.yaml */
/* YNL-GEN uapi header */

#ifndef VDT_NETLINK_H
#define VDT_NETLINK_H

#define VEDETTE_FAMILY_NAME	"vedette"
#define VEDETTE_FAMILY_VERSION	1

/**
 * enum vedette_netns - Which network namespaces the packet rules cover.
 * @VEDETTE_NETNS_ALL: Every network namespace of the device.
 * @VEDETTE_NETNS_INIT: Only the initial network namespace; others belong to
 *   tests or containers.
 */
enum vedette_netns {
	VEDETTE_NETNS_ALL,
	VEDETTE_NETNS_INIT,
};

/**
 * enum vedette_mode - What becomes of a verdict to drop or to refuse.
 * @VEDETTE_MODE_OBSERVE: Nothing is dropped or refused; what would have been
 *   is counted and leaves an event.
 */
enum vedette_mode {
	VEDETTE_MODE_ENFORCE,
	VEDETTE_MODE_OBSERVE,
};

/**
 * enum vedette_fragments - What becomes of fragments that come in.
 * @VEDETTE_FRAGMENTS_REASSEMBLE: Put together before the port is judged.
 */
enum vedette_fragments {
	VEDETTE_FRAGMENTS_DROP,
	VEDETTE_FRAGMENTS_REASSEMBLE,
};

/**
 * enum vedette_xdp - Where packets are dropped early by an XDP program.
 * @VEDETTE_XDP_NATIVE: On devices whose driver has XDP.
 * @VEDETTE_XDP_GENERIC: On every device.
 */
enum vedette_xdp {
	VEDETTE_XDP_NATIVE,
	VEDETTE_XDP_GENERIC,
	VEDETTE_XDP_OFF,
};

/**
 * enum vedette_require - What the stream gateway demands of a viewer.
 */
enum vedette_require {
	VEDETTE_REQUIRE_ENCRYPTED,
};

/**
 * enum vedette_service_flag - Properties of a service.
 * @VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY: Never reachable from another host; no
 *   source set may be given.
 * @VEDETTE_SERVICE_FLAG_ANSWER_ANY: UDP; answers may be larger than the
 *   request, also to a peer that has proven nothing.
 */
enum vedette_service_flag {
	VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY = 1,
	VEDETTE_SERVICE_FLAG_ANSWER_ANY = 2,
};

/**
 * enum vedette_lock - Lock state of the module.
 * @VEDETTE_LOCK_LOCKED: Until the next reboot only newer signed policies
 *   change anything.
 */
enum vedette_lock {
	VEDETTE_LOCK_UNLOCKED,
	VEDETTE_LOCK_LOCKED,
};

/**
 * enum vedette_policy_state - State of the active policy.
 * @VEDETTE_POLICY_STATE_NONE: No policy was loaded; everything but loopback,
 *   own flows and IPv6 control is dropped.
 * @VEDETTE_POLICY_STATE_UNCONFIRMED: Active, reverts by itself when the
 *   confirm timer ends.
 */
enum vedette_policy_state {
	VEDETTE_POLICY_STATE_NONE,
	VEDETTE_POLICY_STATE_UNCONFIRMED,
	VEDETTE_POLICY_STATE_CONFIRMED,
};

/**
 * enum vedette_reason - Why a packet got its verdict; the index of the packet
 *   counters.
 * @VEDETTE_REASON_LOOPBACK: Passed, it never left the device.
 * @VEDETTE_REASON_ICMPV6: Passed, IPv6 cannot work without it (RFC 4890).
 * @VEDETTE_REASON_FLOW: Passed, it belongs to a socket or an outgoing flow of
 *   the device.
 * @VEDETTE_REASON_SERVICE: Passed, a service of the policy takes it from this
 *   source.
 * @VEDETTE_REASON_DENY_SET: Dropped, the source is in a deny set.
 * @VEDETTE_REASON_NO_SERVICE: Dropped, no service listens there by the policy.
 * @VEDETTE_REASON_LOOPBACK_ONLY: Dropped, the service is for loopback only.
 * @VEDETTE_REASON_SOURCE: Dropped, the service does not take this source.
 * @VEDETTE_REASON_MALFORMED: Dropped, the headers cannot be parsed.
 * @VEDETTE_REASON_NO_POLICY: Dropped, no policy is loaded.
 * @VEDETTE_REASON_FRAGMENT: Dropped, a fragment; the ports are not in every
 *   one.
 * @VEDETTE_REASON_IGMP: Passed, IPv4 groups cannot work without it (RFC 3376).
 * @VEDETTE_REASON_ANSWER: Passed on the way out, it answers what the policy
 *   let in.
 * @VEDETTE_REASON_EGRESS_RULE: Passed on the way out, an egress rule allows
 *   it.
 * @VEDETTE_REASON_BAN: Dropped, the source is banned.
 * @VEDETTE_REASON_SPOOFED: Dropped, the source cannot be true.
 * @VEDETTE_REASON_TCP_FLAGS: Dropped, a combination of TCP flags that no
 *   honest stack sends.
 * @VEDETTE_REASON_EXT_HEADERS: Dropped, an extension header or option that has
 *   no business here, or too many.
 * @VEDETTE_REASON_NEIGHBOUR: Dropped, neighbour discovery that no neighbour
 *   can have sent.
 * @VEDETTE_REASON_GROUP: Dropped, a multicast or broadcast destination that no
 *   service listens to.
 * @VEDETTE_REASON_LIMIT: Dropped, the device has as many connections as the
 *   policy allows.
 * @VEDETTE_REASON_LIMIT_SERVICE: Dropped, the service has as many connections
 *   as the policy allows.
 * @VEDETTE_REASON_LIMIT_SOURCE: Dropped, the source has as many connections as
 *   the policy allows.
 * @VEDETTE_REASON_RATE: Dropped, it comes faster than the policy allows.
 * @VEDETTE_REASON_HALF_OPEN: Dropped, too many handshakes of the source are
 *   under way.
 * @VEDETTE_REASON_ACCEPT_QUEUE: Dropped, the queue of the service is full of
 *   connections it did not take.
 * @VEDETTE_REASON_ANSWER_SIZE: Dropped on the way out, an answer larger than
 *   the request.
 * @VEDETTE_REASON_EGRESS: Dropped on the way out, no egress rule allows it.
 * @VEDETTE_REASON_EGRESS_SOURCE: Dropped on the way out, the source address is
 *   not the device's own.
 * @VEDETTE_REASON_FAN_OUT: Dropped on the way out, too many new destinations
 *   in this time.
 * @VEDETTE_REASON_PACKET_SOCKET: Dropped on the way out, sent by a packet
 *   socket against the egress rules.
 * @VEDETTE_REASON_EXECUTABLE: Refused, the port or the kind of socket belongs
 *   to another executable.
 */
enum vedette_reason {
	VEDETTE_REASON_LOOPBACK,
	VEDETTE_REASON_ICMPV6,
	VEDETTE_REASON_FLOW,
	VEDETTE_REASON_SERVICE,
	VEDETTE_REASON_DENY_SET,
	VEDETTE_REASON_NO_SERVICE,
	VEDETTE_REASON_LOOPBACK_ONLY,
	VEDETTE_REASON_SOURCE,
	VEDETTE_REASON_MALFORMED,
	VEDETTE_REASON_NO_POLICY,
	VEDETTE_REASON_FRAGMENT,
	VEDETTE_REASON_IGMP,
	VEDETTE_REASON_ANSWER,
	VEDETTE_REASON_EGRESS_RULE,
	VEDETTE_REASON_BAN,
	VEDETTE_REASON_SPOOFED,
	VEDETTE_REASON_TCP_FLAGS,
	VEDETTE_REASON_EXT_HEADERS,
	VEDETTE_REASON_NEIGHBOUR,
	VEDETTE_REASON_GROUP,
	VEDETTE_REASON_LIMIT,
	VEDETTE_REASON_LIMIT_SERVICE,
	VEDETTE_REASON_LIMIT_SOURCE,
	VEDETTE_REASON_RATE,
	VEDETTE_REASON_HALF_OPEN,
	VEDETTE_REASON_ACCEPT_QUEUE,
	VEDETTE_REASON_ANSWER_SIZE,
	VEDETTE_REASON_EGRESS,
	VEDETTE_REASON_EGRESS_SOURCE,
	VEDETTE_REASON_FAN_OUT,
	VEDETTE_REASON_PACKET_SOCKET,
	VEDETTE_REASON_EXECUTABLE,

	/* private: */
	__VEDETTE_REASON_MAX,
	VEDETTE_REASON_MAX = (__VEDETTE_REASON_MAX - 1)
};

/**
 * enum vedette_event_type - Kind of an event.
 * @VEDETTE_EVENT_TYPE_POLICY_LOAD: A policy became active.
 * @VEDETTE_EVENT_TYPE_POLICY_REFUSE: A policy was refused; `error` and `text`
 *   say why.
 * @VEDETTE_EVENT_TYPE_POLICY_REVERT: The confirm timer ended and the policy
 *   before came back.
 * @VEDETTE_EVENT_TYPE_MODULE: The module was loaded or is about to be
 *   unloaded; `text` says which.
 * @VEDETTE_EVENT_TYPE_FEED_LOAD: A feed became active; name, version and
 *   digest are the feed's.
 * @VEDETTE_EVENT_TYPE_FEED_REFUSE: A feed was refused; `error` and `text` say
 *   why.
 * @VEDETTE_EVENT_TYPE_BAN: A source was banned; `seconds` says for how long,
 *   `text` why.
 * @VEDETTE_EVENT_TYPE_UNBAN: A ban was lifted before its end.
 * @VEDETTE_EVENT_TYPE_CUT: A connection was cut on request or because it was
 *   over a limit.
 * @VEDETTE_EVENT_TYPE_DRIFT: The counts of connections differed from the
 *   sockets that are there, and were mended.
 * @VEDETTE_EVENT_TYPE_EGRESS_DROP: A packet of the device's own was dropped on
 *   its way out.
 * @VEDETTE_EVENT_TYPE_SOCKET_REFUSE: A system call on a socket was refused;
 *   `text` is the executable.
 */
enum vedette_event_type {
	VEDETTE_EVENT_TYPE_PACKET_DROP,
	VEDETTE_EVENT_TYPE_POLICY_LOAD,
	VEDETTE_EVENT_TYPE_POLICY_REFUSE,
	VEDETTE_EVENT_TYPE_POLICY_CONFIRM,
	VEDETTE_EVENT_TYPE_POLICY_REVERT,
	VEDETTE_EVENT_TYPE_MODULE,
	VEDETTE_EVENT_TYPE_FEED_LOAD,
	VEDETTE_EVENT_TYPE_FEED_REFUSE,
	VEDETTE_EVENT_TYPE_BAN,
	VEDETTE_EVENT_TYPE_UNBAN,
	VEDETTE_EVENT_TYPE_CUT,
	VEDETTE_EVENT_TYPE_DRIFT,
	VEDETTE_EVENT_TYPE_EGRESS_DROP,
	VEDETTE_EVENT_TYPE_SOCKET_REFUSE,
};

/**
 * enum vedette_enforcement_state - Whether a part of the enforcement holds.
 * @VEDETTE_ENFORCEMENT_STATE_NOT_AVAILABLE: This kernel or device cannot do
 *   it.
 * @VEDETTE_ENFORCEMENT_STATE_NOT_HELD: It could, but does not.
 */
enum vedette_enforcement_state {
	VEDETTE_ENFORCEMENT_STATE_NOT_AVAILABLE,
	VEDETTE_ENFORCEMENT_STATE_NOT_HELD,
	VEDETTE_ENFORCEMENT_STATE_HELD,
};

/**
 * enum vedette_integrity_kind - What a verdict of integrity is about.
 * @VEDETTE_INTEGRITY_KIND_EXEC: Programs that are executed.
 * @VEDETTE_INTEGRITY_KIND_MMAP: Files mapped or made executable.
 * @VEDETTE_INTEGRITY_KIND_MEMORY: Writable and executable, or anonymous
 *   executable, memory.
 * @VEDETTE_INTEGRITY_KIND_MODULE: Kernel modules, and policies of other
 *   security modules.
 * @VEDETTE_INTEGRITY_KIND_FIRMWARE: Firmware for devices.
 * @VEDETTE_INTEGRITY_KIND_KEXEC: Kernels to be started from this one.
 * @VEDETTE_INTEGRITY_KIND_SCRIPT: Scripts given to interpreters.
 * @VEDETTE_INTEGRITY_KIND_IMMUTABLE: Writes to verified files that are being
 *   executed.
 * @VEDETTE_INTEGRITY_KIND_DEVICE: Writes to raw devices under mounted file
 *   systems.
 * @VEDETTE_INTEGRITY_KIND_LOCK: What would weaken the enforcement on a locked
 *   device.
 */
enum vedette_integrity_kind {
	VEDETTE_INTEGRITY_KIND_EXEC,
	VEDETTE_INTEGRITY_KIND_MMAP,
	VEDETTE_INTEGRITY_KIND_MEMORY,
	VEDETTE_INTEGRITY_KIND_MODULE,
	VEDETTE_INTEGRITY_KIND_FIRMWARE,
	VEDETTE_INTEGRITY_KIND_KEXEC,
	VEDETTE_INTEGRITY_KIND_SCRIPT,
	VEDETTE_INTEGRITY_KIND_IMMUTABLE,
	VEDETTE_INTEGRITY_KIND_DEVICE,
	VEDETTE_INTEGRITY_KIND_LOCK,

	/* private: */
	__VEDETTE_INTEGRITY_KIND_MAX,
	VEDETTE_INTEGRITY_KIND_MAX = (__VEDETTE_INTEGRITY_KIND_MAX - 1)
};

/**
 * enum vedette_integrity_mode - What becomes of a kind of integrity.
 * @VEDETTE_INTEGRITY_MODE_OFF: Nothing is judged.
 * @VEDETTE_INTEGRITY_MODE_LOG: Nothing is refused; what would have been leaves
 *   an event.
 */
enum vedette_integrity_mode {
	VEDETTE_INTEGRITY_MODE_OFF,
	VEDETTE_INTEGRITY_MODE_LOG,
	VEDETTE_INTEGRITY_MODE_ENFORCE,
};

/**
 * enum vedette_lock_when - When the device is locked.
 * @VEDETTE_LOCK_WHEN_REQUEST: When somebody asks for it.
 * @VEDETTE_LOCK_WHEN_BOOT: As soon as the policy is confirmed.
 */
enum vedette_lock_when {
	VEDETTE_LOCK_WHEN_REQUEST,
	VEDETTE_LOCK_WHEN_BOOT,
};

/**
 * enum vedette_integrity_reason - Why code, a file or a request was refused,
 *   or would have been.
 * @VEDETTE_INTEGRITY_REASON_NONE: Nothing is wrong.
 * @VEDETTE_INTEGRITY_REASON_NO_SIGNATURE: The file has no signature.
 * @VEDETTE_INTEGRITY_REASON_BAD_FORMAT: The signature's bytes make no sense.
 * @VEDETTE_INTEGRITY_REASON_UNSUPPORTED: This kernel cannot check such a
 *   signature.
 * @VEDETTE_INTEGRITY_REASON_UNKNOWN_KEY: No application key of that id is
 *   trusted.
 * @VEDETTE_INTEGRITY_REASON_BAD_SIGNATURE: The signature is not that of this
 *   content.
 * @VEDETTE_INTEGRITY_REASON_BAD_PACKAGE: The package note in the file makes no
 *   sense.
 * @VEDETTE_INTEGRITY_REASON_REVOKED_HASH: The policy revokes this content.
 * @VEDETTE_INTEGRITY_REASON_REVOKED_KEY: The policy revokes the key that
 *   signed.
 * @VEDETTE_INTEGRITY_REASON_TOO_OLD: The build is below the minimum that the
 *   policy sets for its package.
 * @VEDETTE_INTEGRITY_REASON_UNTRUSTED_FS: The file system may show other bytes
 *   later, as FUSE and network ones can.
 * @VEDETTE_INTEGRITY_REASON_OPEN_FOR_WRITING: Somebody has the file open for
 *   writing.
 * @VEDETTE_INTEGRITY_REASON_CHANGED: The file changed while it was hashed.
 * @VEDETTE_INTEGRITY_REASON_TOO_LARGE: The file is larger than what is hashed.
 * @VEDETTE_INTEGRITY_REASON_IO_ERROR: The file or its attributes cannot be
 *   read.
 * @VEDETTE_INTEGRITY_REASON_NO_MEMORY: Memory ran out while the file was
 *   judged.
 * @VEDETTE_INTEGRITY_REASON_INTERRUPTED: The process was killed while it
 *   waited for the verdict.
 * @VEDETTE_INTEGRITY_REASON_WRITABLE_CODE: A mapping would be writable and
 *   executable.
 * @VEDETTE_INTEGRITY_REASON_WAS_WRITTEN: Memory that was or may be written
 *   would become executable.
 * @VEDETTE_INTEGRITY_REASON_ANONYMOUS: Executable memory that no file stands
 *   behind.
 * @VEDETTE_INTEGRITY_REASON_SHARED_CODE: A file would be executable in one
 *   mapping and writable in another.
 * @VEDETTE_INTEGRITY_REASON_NOT_JUDGED: Code would become executable that has
 *   no verdict yet, where none can be made.
 * @VEDETTE_INTEGRITY_REASON_FOREIGN_WRITE: A write into the memory of a
 *   process, past its protections.
 * @VEDETTE_INTEGRITY_REASON_IN_USE: A write to a verified file that is being
 *   executed.
 * @VEDETTE_INTEGRITY_REASON_RAW_DEVICE: A write to a device under a mounted
 *   file system.
 * @VEDETTE_INTEGRITY_REASON_INLINE_SCRIPT: An interpreter was given its script
 *   as an argument, on its input or interactively.
 * @VEDETTE_INTEGRITY_REASON_UNSIGNED_LOAD: The kernel would load what no file
 *   stands behind.
 * @VEDETTE_INTEGRITY_REASON_LOCKED: Refused since the device was locked.
 */
enum vedette_integrity_reason {
	VEDETTE_INTEGRITY_REASON_NONE,
	VEDETTE_INTEGRITY_REASON_NO_SIGNATURE,
	VEDETTE_INTEGRITY_REASON_BAD_FORMAT,
	VEDETTE_INTEGRITY_REASON_UNSUPPORTED,
	VEDETTE_INTEGRITY_REASON_UNKNOWN_KEY,
	VEDETTE_INTEGRITY_REASON_BAD_SIGNATURE,
	VEDETTE_INTEGRITY_REASON_BAD_PACKAGE,
	VEDETTE_INTEGRITY_REASON_REVOKED_HASH,
	VEDETTE_INTEGRITY_REASON_REVOKED_KEY,
	VEDETTE_INTEGRITY_REASON_TOO_OLD,
	VEDETTE_INTEGRITY_REASON_UNTRUSTED_FS,
	VEDETTE_INTEGRITY_REASON_OPEN_FOR_WRITING,
	VEDETTE_INTEGRITY_REASON_CHANGED,
	VEDETTE_INTEGRITY_REASON_TOO_LARGE,
	VEDETTE_INTEGRITY_REASON_IO_ERROR,
	VEDETTE_INTEGRITY_REASON_NO_MEMORY,
	VEDETTE_INTEGRITY_REASON_INTERRUPTED,
	VEDETTE_INTEGRITY_REASON_WRITABLE_CODE,
	VEDETTE_INTEGRITY_REASON_WAS_WRITTEN,
	VEDETTE_INTEGRITY_REASON_ANONYMOUS,
	VEDETTE_INTEGRITY_REASON_SHARED_CODE,
	VEDETTE_INTEGRITY_REASON_NOT_JUDGED,
	VEDETTE_INTEGRITY_REASON_FOREIGN_WRITE,
	VEDETTE_INTEGRITY_REASON_IN_USE,
	VEDETTE_INTEGRITY_REASON_RAW_DEVICE,
	VEDETTE_INTEGRITY_REASON_INLINE_SCRIPT,
	VEDETTE_INTEGRITY_REASON_UNSIGNED_LOAD,
	VEDETTE_INTEGRITY_REASON_LOCKED,

	/* private: */
	__VEDETTE_INTEGRITY_REASON_MAX,
	VEDETTE_INTEGRITY_REASON_MAX = (__VEDETTE_INTEGRITY_REASON_MAX - 1)
};

enum {
	VEDETTE_A_PREFIXES_NAME = 1,
	VEDETTE_A_PREFIXES_IPV4,
	VEDETTE_A_PREFIXES_IPV6,
	VEDETTE_A_PREFIXES_FEED,

	__VEDETTE_A_PREFIXES_MAX,
	VEDETTE_A_PREFIXES_MAX = (__VEDETTE_A_PREFIXES_MAX - 1)
};

enum {
	VEDETTE_A_SERVICE_NAME = 1,
	VEDETTE_A_SERVICE_PROTO,
	VEDETTE_A_SERVICE_PORT,
	VEDETTE_A_SERVICE_FLAGS,
	VEDETTE_A_SERVICE_FROM,
	VEDETTE_A_SERVICE_EXE,
	VEDETTE_A_SERVICE_CONNECTIONS,
	VEDETTE_A_SERVICE_PER_SOURCE,
	VEDETTE_A_SERVICE_RATE,
	VEDETTE_A_SERVICE_PERIOD,

	__VEDETTE_A_SERVICE_MAX,
	VEDETTE_A_SERVICE_MAX = (__VEDETTE_A_SERVICE_MAX - 1)
};

enum {
	VEDETTE_A_LIMITS_CONNECTIONS = 1,
	VEDETTE_A_LIMITS_HALF_OPEN,
	VEDETTE_A_LIMITS_RESERVED,
	VEDETTE_A_LIMITS_DESTINATIONS,

	__VEDETTE_A_LIMITS_MAX,
	VEDETTE_A_LIMITS_MAX = (__VEDETTE_A_LIMITS_MAX - 1)
};

enum {
	VEDETTE_A_EGRESS_TO = 1,
	VEDETTE_A_EGRESS_DNS,
	VEDETTE_A_EGRESS_PROTO,
	VEDETTE_A_EGRESS_PORT,
	VEDETTE_A_EGRESS_EXE,

	__VEDETTE_A_EGRESS_MAX,
	VEDETTE_A_EGRESS_MAX = (__VEDETTE_A_EGRESS_MAX - 1)
};

enum {
	VEDETTE_A_STREAM_ENCODER = 1,
	VEDETTE_A_STREAM_REQUIRE,
	VEDETTE_A_STREAM_VIEWERS,

	__VEDETTE_A_STREAM_MAX,
	VEDETTE_A_STREAM_MAX = (__VEDETTE_A_STREAM_MAX - 1)
};

enum {
	VEDETTE_A_BUILD_LABEL = 1,
	VEDETTE_A_BUILD_MINIMUM,

	__VEDETTE_A_BUILD_MAX,
	VEDETTE_A_BUILD_MAX = (__VEDETTE_A_BUILD_MAX - 1)
};

enum {
	VEDETTE_A_INTEGRITY_ENFORCE = 1,
	VEDETTE_A_INTEGRITY_LOG,
	VEDETTE_A_INTEGRITY_INTERPRETER,
	VEDETTE_A_INTEGRITY_JIT,
	VEDETTE_A_INTEGRITY_DATA,
	VEDETTE_A_INTEGRITY_REVOKED_HASH,
	VEDETTE_A_INTEGRITY_REVOKED_KEY,
	VEDETTE_A_INTEGRITY_BUILD,
	VEDETTE_A_INTEGRITY_VERITY,

	__VEDETTE_A_INTEGRITY_MAX,
	VEDETTE_A_INTEGRITY_MAX = (__VEDETTE_A_INTEGRITY_MAX - 1)
};

enum {
	VEDETTE_A_POLICY_FORMAT = 1,
	VEDETTE_A_POLICY_NAME,
	VEDETTE_A_POLICY_VERSION,
	VEDETTE_A_POLICY_NETNS,
	VEDETTE_A_POLICY_SET,
	VEDETTE_A_POLICY_DENY,
	VEDETTE_A_POLICY_SERVICE,
	VEDETTE_A_POLICY_STREAM,
	VEDETTE_A_POLICY_MODE,
	VEDETTE_A_POLICY_FRAGMENTS,
	VEDETTE_A_POLICY_XDP,
	VEDETTE_A_POLICY_LIMITS,
	VEDETTE_A_POLICY_EGRESS,
	VEDETTE_A_POLICY_PACKET_SOCKET,
	VEDETTE_A_POLICY_INTEGRITY,
	VEDETTE_A_POLICY_LOCK,

	__VEDETTE_A_POLICY_MAX,
	VEDETTE_A_POLICY_MAX = (__VEDETTE_A_POLICY_MAX - 1)
};

enum {
	VEDETTE_A_CONTROL_BLOB_FD = 1,
	VEDETTE_A_CONTROL_SIGNATURE_FD,
	VEDETTE_A_CONTROL_CONFIRM,
	VEDETTE_A_CONTROL_POLICY,
	VEDETTE_A_CONTROL_NAME,
	VEDETTE_A_CONTROL_VERSION,
	VEDETTE_A_CONTROL_DIGEST,
	VEDETTE_A_CONTROL_CHUNK,
	VEDETTE_A_CONTROL_SIGNATURE_CHUNK,
	VEDETTE_A_CONTROL_FEED,

	__VEDETTE_A_CONTROL_MAX,
	VEDETTE_A_CONTROL_MAX = (__VEDETTE_A_CONTROL_MAX - 1)
};

enum {
	VEDETTE_A_FEED_FILES_BLOB_FD = 1,
	VEDETTE_A_FEED_FILES_SIGNATURE_FD,

	__VEDETTE_A_FEED_FILES_MAX,
	VEDETTE_A_FEED_FILES_MAX = (__VEDETTE_A_FEED_FILES_MAX - 1)
};

enum {
	VEDETTE_A_FEED_NAME = 1,
	VEDETTE_A_FEED_VERSION,
	VEDETTE_A_FEED_MINIMUM,
	VEDETTE_A_FEED_DIGEST,
	VEDETTE_A_FEED_PREFIXES,

	__VEDETTE_A_FEED_MAX,
	VEDETTE_A_FEED_MAX = (__VEDETTE_A_FEED_MAX - 1)
};

enum {
	VEDETTE_A_ADDRESS_SOURCE = 1,
	VEDETTE_A_ADDRESS_SECONDS,
	VEDETTE_A_ADDRESS_TEXT,
	VEDETTE_A_ADDRESS_OFFENCES,
	VEDETTE_A_ADDRESS_PREFIX_LENGTH,
	VEDETTE_A_ADDRESS_DROPPED,
	VEDETTE_A_ADDRESS_CONNECTIONS,
	VEDETTE_A_ADDRESS_HALF_OPEN,
	VEDETTE_A_ADDRESS_SPARE_TRUSTED,

	__VEDETTE_A_ADDRESS_MAX,
	VEDETTE_A_ADDRESS_MAX = (__VEDETTE_A_ADDRESS_MAX - 1)
};

enum {
	VEDETTE_A_CONNECTION_ID = 1,
	VEDETTE_A_CONNECTION_SERVICE,
	VEDETTE_A_CONNECTION_SOURCE,
	VEDETTE_A_CONNECTION_SOURCE_PORT,
	VEDETTE_A_CONNECTION_DESTINATION,
	VEDETTE_A_CONNECTION_PORT,
	VEDETTE_A_CONNECTION_AGE,
	VEDETTE_A_CONNECTION_STATE,
	VEDETTE_A_CONNECTION_TRUSTED,

	__VEDETTE_A_CONNECTION_MAX,
	VEDETTE_A_CONNECTION_MAX = (__VEDETTE_A_CONNECTION_MAX - 1)
};

enum {
	VEDETTE_A_LIMIT_SERVICE = 1,
	VEDETTE_A_LIMIT_CONNECTIONS,
	VEDETTE_A_LIMIT_LIMIT,
	VEDETTE_A_LIMIT_PER_SOURCE,
	VEDETTE_A_LIMIT_HALF_OPEN,
	VEDETTE_A_LIMIT_HALF_OPEN_LIMIT,
	VEDETTE_A_LIMIT_RESERVED,
	VEDETTE_A_LIMIT_REFUSED,

	__VEDETTE_A_LIMIT_MAX,
	VEDETTE_A_LIMIT_MAX = (__VEDETTE_A_LIMIT_MAX - 1)
};

enum {
	VEDETTE_A_ENFORCEMENT_NAME = 1,
	VEDETTE_A_ENFORCEMENT_STATE,
	VEDETTE_A_ENFORCEMENT_TEXT,

	__VEDETTE_A_ENFORCEMENT_MAX,
	VEDETTE_A_ENFORCEMENT_MAX = (__VEDETTE_A_ENFORCEMENT_MAX - 1)
};

enum {
	VEDETTE_A_HOOKS_FD = 1,
	VEDETTE_A_HOOKS_TEXT,
	VEDETTE_A_HOOKS_XDP,

	__VEDETTE_A_HOOKS_MAX,
	VEDETTE_A_HOOKS_MAX = (__VEDETTE_A_HOOKS_MAX - 1)
};

enum {
	VEDETTE_A_STATUS_MODULE_VERSION = 1,
	VEDETTE_A_STATUS_KERNEL,
	VEDETTE_A_STATUS_DEVELOPMENT_KEYS,
	VEDETTE_A_STATUS_POLICY_STATE,
	VEDETTE_A_STATUS_POLICY_NAME,
	VEDETTE_A_STATUS_POLICY_VERSION,
	VEDETTE_A_STATUS_POLICY_DIGEST,
	VEDETTE_A_STATUS_POLICY_AGE,
	VEDETTE_A_STATUS_CONFIRM_LEFT,
	VEDETTE_A_STATUS_LOCK,
	VEDETTE_A_STATUS_NETNS,
	VEDETTE_A_STATUS_MEMORY,
	VEDETTE_A_STATUS_EVENTS_LOST,
	VEDETTE_A_STATUS_CERTIFICATE,
	VEDETTE_A_STATUS_MODE,
	VEDETTE_A_STATUS_ENFORCEMENT,

	__VEDETTE_A_STATUS_MAX,
	VEDETTE_A_STATUS_MAX = (__VEDETTE_A_STATUS_MAX - 1)
};

enum {
	VEDETTE_A_CERTIFICATE_SUBJECT = 1,
	VEDETTE_A_CERTIFICATE_ROLE,

	__VEDETTE_A_CERTIFICATE_MAX,
	VEDETTE_A_CERTIFICATE_MAX = (__VEDETTE_A_CERTIFICATE_MAX - 1)
};

enum {
	VEDETTE_A_SERVICE_STATS_NAME = 1,
	VEDETTE_A_SERVICE_STATS_PROTO,
	VEDETTE_A_SERVICE_STATS_PORT,
	VEDETTE_A_SERVICE_STATS_FLAGS,
	VEDETTE_A_SERVICE_STATS_FROM,
	VEDETTE_A_SERVICE_STATS_EXE,
	VEDETTE_A_SERVICE_STATS_PASSED,
	VEDETTE_A_SERVICE_STATS_DROPPED,

	__VEDETTE_A_SERVICE_STATS_MAX,
	VEDETTE_A_SERVICE_STATS_MAX = (__VEDETTE_A_SERVICE_STATS_MAX - 1)
};

enum {
	VEDETTE_A_COUNTER_REASON = 1,
	VEDETTE_A_COUNTER_PACKETS,
	VEDETTE_A_COUNTER_BYTES,

	__VEDETTE_A_COUNTER_MAX,
	VEDETTE_A_COUNTER_MAX = (__VEDETTE_A_COUNTER_MAX - 1)
};

enum {
	VEDETTE_A_STATS_COUNTER = 1,
	VEDETTE_A_STATS_EVENTS,
	VEDETTE_A_STATS_EVENTS_SUPPRESSED,
	VEDETTE_A_STATS_FLOWS,
	VEDETTE_A_STATS_OBSERVED,
	VEDETTE_A_STATS_XDP_PASSED,
	VEDETTE_A_STATS_XDP_DROPPED,

	__VEDETTE_A_STATS_MAX,
	VEDETTE_A_STATS_MAX = (__VEDETTE_A_STATS_MAX - 1)
};

enum {
	VEDETTE_A_EVENT_SEQ = 1,
	VEDETTE_A_EVENT_BOOTTIME,
	VEDETTE_A_EVENT_REALTIME,
	VEDETTE_A_EVENT_TYPE,
	VEDETTE_A_EVENT_REASON,
	VEDETTE_A_EVENT_SOURCE,
	VEDETTE_A_EVENT_DESTINATION,
	VEDETTE_A_EVENT_PROTO,
	VEDETTE_A_EVENT_PORT,
	VEDETTE_A_EVENT_IFINDEX,
	VEDETTE_A_EVENT_SUPPRESSED,
	VEDETTE_A_EVENT_POLICY_NAME,
	VEDETTE_A_EVENT_POLICY_VERSION,
	VEDETTE_A_EVENT_POLICY_DIGEST,
	VEDETTE_A_EVENT_ERROR,
	VEDETTE_A_EVENT_TEXT,
	VEDETTE_A_EVENT_PID,
	VEDETTE_A_EVENT_UID,
	VEDETTE_A_EVENT_SINCE,
	VEDETTE_A_EVENT_SECONDS,
	VEDETTE_A_EVENT_OBSERVED,
	VEDETTE_A_EVENT_PREFIX_LENGTH,

	__VEDETTE_A_EVENT_MAX,
	VEDETTE_A_EVENT_MAX = (__VEDETTE_A_EVENT_MAX - 1)
};

enum cmd {
	VEDETTE_CMD_STATUS_GET = 1,
	VEDETTE_CMD_POLICY_LOAD,
	VEDETTE_CMD_POLICY_CHECK,
	VEDETTE_CMD_POLICY_CONFIRM,
	VEDETTE_CMD_POLICY_GET,
	VEDETTE_CMD_SERVICE_GET,
	VEDETTE_CMD_STATS_GET,
	VEDETTE_CMD_EVENT_GET,
	VEDETTE_CMD_EVENT,
	VEDETTE_CMD_FEED_LOAD,
	VEDETTE_CMD_FEED_GET,
	VEDETTE_CMD_CONNECTION_GET,
	VEDETTE_CMD_CONNECTION_CUT,
	VEDETTE_CMD_LIMIT_GET,
	VEDETTE_CMD_SOURCE_GET,
	VEDETTE_CMD_BAN_ADD,
	VEDETTE_CMD_BAN_DEL,
	VEDETTE_CMD_BAN_GET,
	VEDETTE_CMD_TRUST_ADD,
	VEDETTE_CMD_HOOKS_HOLD,
	VEDETTE_CMD_HOOKS_RELEASE,

	__VEDETTE_CMD_MAX,
	VEDETTE_CMD_MAX = (__VEDETTE_CMD_MAX - 1)
};

#define VEDETTE_MCGRP_EVENTS	"events"

#endif /* VDT_NETLINK_H */

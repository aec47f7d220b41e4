// SPDX-License-Identifier: BSD-3-Clause
/* Made by tools/lint/gen-netlink-names; `make generate` makes it again. */
#include <vedette/netlink.h>

#include "lib/nl/names.h"

#define TEXT_OF(table, number) \
	((number) < sizeof(table) / sizeof((table)[0]) ? (table)[number] : "unknown")

static const char *const netns_names[] = {
	[VEDETTE_NETNS_ALL] = "all",
	[VEDETTE_NETNS_INIT] = "init",
};

const char *vdt_nl_netns_name(unsigned int netns)
{
	return TEXT_OF(netns_names, netns);
}

static const char *const mode_names[] = {
	[VEDETTE_MODE_ENFORCE] = "enforce",
	[VEDETTE_MODE_OBSERVE] = "observe",
};

const char *vdt_nl_mode_name(unsigned int mode)
{
	return TEXT_OF(mode_names, mode);
}

static const char *const fragments_names[] = {
	[VEDETTE_FRAGMENTS_DROP] = "drop",
	[VEDETTE_FRAGMENTS_REASSEMBLE] = "reassemble",
};

const char *vdt_nl_fragments_name(unsigned int fragments)
{
	return TEXT_OF(fragments_names, fragments);
}

static const char *const xdp_names[] = {
	[VEDETTE_XDP_NATIVE] = "native",
	[VEDETTE_XDP_GENERIC] = "generic",
	[VEDETTE_XDP_OFF] = "off",
};

const char *vdt_nl_xdp_name(unsigned int xdp)
{
	return TEXT_OF(xdp_names, xdp);
}

static const char *const require_names[] = {
	[VEDETTE_REQUIRE_ENCRYPTED] = "encrypted",
};

const char *vdt_nl_require_name(unsigned int require)
{
	return TEXT_OF(require_names, require);
}

static const char *const lock_names[] = {
	[VEDETTE_LOCK_UNLOCKED] = "unlocked",
	[VEDETTE_LOCK_LOCKED] = "locked",
};

const char *vdt_nl_lock_name(unsigned int lock)
{
	return TEXT_OF(lock_names, lock);
}

static const char *const policy_state_names[] = {
	[VEDETTE_POLICY_STATE_NONE] = "none",
	[VEDETTE_POLICY_STATE_UNCONFIRMED] = "unconfirmed",
	[VEDETTE_POLICY_STATE_CONFIRMED] = "confirmed",
};

const char *vdt_nl_policy_state_name(unsigned int policy_state)
{
	return TEXT_OF(policy_state_names, policy_state);
}

static const char *const reason_names[] = {
	[VEDETTE_REASON_LOOPBACK] = "loopback",
	[VEDETTE_REASON_ICMPV6] = "icmpv6",
	[VEDETTE_REASON_FLOW] = "flow",
	[VEDETTE_REASON_SERVICE] = "service",
	[VEDETTE_REASON_DENY_SET] = "deny-set",
	[VEDETTE_REASON_NO_SERVICE] = "no-service",
	[VEDETTE_REASON_LOOPBACK_ONLY] = "loopback-only",
	[VEDETTE_REASON_SOURCE] = "source",
	[VEDETTE_REASON_MALFORMED] = "malformed",
	[VEDETTE_REASON_NO_POLICY] = "no-policy",
	[VEDETTE_REASON_FRAGMENT] = "fragment",
	[VEDETTE_REASON_IGMP] = "igmp",
	[VEDETTE_REASON_ANSWER] = "answer",
	[VEDETTE_REASON_EGRESS_RULE] = "egress-rule",
	[VEDETTE_REASON_BAN] = "ban",
	[VEDETTE_REASON_SPOOFED] = "spoofed",
	[VEDETTE_REASON_TCP_FLAGS] = "tcp-flags",
	[VEDETTE_REASON_EXT_HEADERS] = "ext-headers",
	[VEDETTE_REASON_NEIGHBOUR] = "neighbour",
	[VEDETTE_REASON_GROUP] = "group",
	[VEDETTE_REASON_LIMIT] = "limit",
	[VEDETTE_REASON_LIMIT_SERVICE] = "limit-service",
	[VEDETTE_REASON_LIMIT_SOURCE] = "limit-source",
	[VEDETTE_REASON_RATE] = "rate",
	[VEDETTE_REASON_HALF_OPEN] = "half-open",
	[VEDETTE_REASON_ACCEPT_QUEUE] = "accept-queue",
	[VEDETTE_REASON_ANSWER_SIZE] = "answer-size",
	[VEDETTE_REASON_EGRESS] = "egress",
	[VEDETTE_REASON_EGRESS_SOURCE] = "egress-source",
	[VEDETTE_REASON_FAN_OUT] = "fan-out",
	[VEDETTE_REASON_PACKET_SOCKET] = "packet-socket",
	[VEDETTE_REASON_EXECUTABLE] = "executable",
};

const char *vdt_nl_reason_name(unsigned int reason)
{
	return TEXT_OF(reason_names, reason);
}

static const char *const reason_texts[] = {
	[VEDETTE_REASON_LOOPBACK] = "Passed, it never left the device",
	[VEDETTE_REASON_ICMPV6] = "Passed, IPv6 cannot work without it (RFC 4890)",
	[VEDETTE_REASON_FLOW] = "Passed, it belongs to a socket or an outgoing flow of the device",
	[VEDETTE_REASON_SERVICE] = "Passed, a service of the policy takes it from this source",
	[VEDETTE_REASON_DENY_SET] = "Dropped, the source is in a deny set",
	[VEDETTE_REASON_NO_SERVICE] = "Dropped, no service listens there by the policy",
	[VEDETTE_REASON_LOOPBACK_ONLY] = "Dropped, the service is for loopback only",
	[VEDETTE_REASON_SOURCE] = "Dropped, the service does not take this source",
	[VEDETTE_REASON_MALFORMED] = "Dropped, the headers cannot be parsed",
	[VEDETTE_REASON_NO_POLICY] = "Dropped, no policy is loaded",
	[VEDETTE_REASON_FRAGMENT] = "Dropped, a fragment; the ports are not in every one",
	[VEDETTE_REASON_IGMP] = "Passed, IPv4 groups cannot work without it (RFC 3376)",
	[VEDETTE_REASON_ANSWER] = "Passed on the way out, it answers what the policy let in",
	[VEDETTE_REASON_EGRESS_RULE] = "Passed on the way out, an egress rule allows it",
	[VEDETTE_REASON_BAN] = "Dropped, the source is banned",
	[VEDETTE_REASON_SPOOFED] = "Dropped, the source cannot be true",
	[VEDETTE_REASON_TCP_FLAGS] =
		"Dropped, a combination of TCP flags that no honest stack sends",
	[VEDETTE_REASON_EXT_HEADERS] =
		"Dropped, an extension header or option that has no business here, or too many",
	[VEDETTE_REASON_NEIGHBOUR] = "Dropped, neighbour discovery that no neighbour can have sent",
	[VEDETTE_REASON_GROUP] =
		"Dropped, a multicast or broadcast destination that no service listens to",
	[VEDETTE_REASON_LIMIT] = "Dropped, the device has as many connections as the policy allows",
	[VEDETTE_REASON_LIMIT_SERVICE] =
		"Dropped, the service has as many connections as the policy allows",
	[VEDETTE_REASON_LIMIT_SOURCE] =
		"Dropped, the source has as many connections as the policy allows",
	[VEDETTE_REASON_RATE] = "Dropped, it comes faster than the policy allows",
	[VEDETTE_REASON_HALF_OPEN] = "Dropped, too many handshakes of the source are under way",
	[VEDETTE_REASON_ACCEPT_QUEUE] =
		"Dropped, the queue of the service is full of connections it did not take",
	[VEDETTE_REASON_ANSWER_SIZE] = "Dropped on the way out, an answer larger than the request",
	[VEDETTE_REASON_EGRESS] = "Dropped on the way out, no egress rule allows it",
	[VEDETTE_REASON_EGRESS_SOURCE] =
		"Dropped on the way out, the source address is not the device's own",
	[VEDETTE_REASON_FAN_OUT] = "Dropped on the way out, too many new destinations in this time",
	[VEDETTE_REASON_PACKET_SOCKET] =
		"Dropped on the way out, sent by a packet socket against the egress rules",
	[VEDETTE_REASON_EXECUTABLE] =
		"Refused, the port or the kind of socket belongs to another executable",
};

const char *vdt_nl_reason_text(unsigned int reason)
{
	return TEXT_OF(reason_texts, reason);
}

static const char *const event_type_names[] = {
	[VEDETTE_EVENT_TYPE_PACKET_DROP] = "packet-drop",
	[VEDETTE_EVENT_TYPE_POLICY_LOAD] = "policy-load",
	[VEDETTE_EVENT_TYPE_POLICY_REFUSE] = "policy-refuse",
	[VEDETTE_EVENT_TYPE_POLICY_CONFIRM] = "policy-confirm",
	[VEDETTE_EVENT_TYPE_POLICY_REVERT] = "policy-revert",
	[VEDETTE_EVENT_TYPE_MODULE] = "module",
	[VEDETTE_EVENT_TYPE_FEED_LOAD] = "feed-load",
	[VEDETTE_EVENT_TYPE_FEED_REFUSE] = "feed-refuse",
	[VEDETTE_EVENT_TYPE_BAN] = "ban",
	[VEDETTE_EVENT_TYPE_UNBAN] = "unban",
	[VEDETTE_EVENT_TYPE_CUT] = "cut",
	[VEDETTE_EVENT_TYPE_DRIFT] = "drift",
	[VEDETTE_EVENT_TYPE_EGRESS_DROP] = "egress-drop",
	[VEDETTE_EVENT_TYPE_SOCKET_REFUSE] = "socket-refuse",
	[VEDETTE_EVENT_TYPE_INTEGRITY] = "integrity",
	[VEDETTE_EVENT_TYPE_LOCK] = "lock",
};

const char *vdt_nl_event_type_name(unsigned int event_type)
{
	return TEXT_OF(event_type_names, event_type);
}

static const char *const enforcement_state_names[] = {
	[VEDETTE_ENFORCEMENT_STATE_NOT_AVAILABLE] = "not-available",
	[VEDETTE_ENFORCEMENT_STATE_NOT_HELD] = "not-held",
	[VEDETTE_ENFORCEMENT_STATE_HELD] = "held",
};

const char *vdt_nl_enforcement_state_name(unsigned int enforcement_state)
{
	return TEXT_OF(enforcement_state_names, enforcement_state);
}

static const char *const integrity_kind_names[] = {
	[VEDETTE_INTEGRITY_KIND_EXEC] = "exec",
	[VEDETTE_INTEGRITY_KIND_MMAP] = "mmap",
	[VEDETTE_INTEGRITY_KIND_MEMORY] = "memory",
	[VEDETTE_INTEGRITY_KIND_MODULE] = "module",
	[VEDETTE_INTEGRITY_KIND_FIRMWARE] = "firmware",
	[VEDETTE_INTEGRITY_KIND_KEXEC] = "kexec",
	[VEDETTE_INTEGRITY_KIND_SCRIPT] = "script",
	[VEDETTE_INTEGRITY_KIND_IMMUTABLE] = "immutable",
	[VEDETTE_INTEGRITY_KIND_DEVICE] = "device",
	[VEDETTE_INTEGRITY_KIND_LOCK] = "lock",
};

const char *vdt_nl_integrity_kind_name(unsigned int integrity_kind)
{
	return TEXT_OF(integrity_kind_names, integrity_kind);
}

static const char *const integrity_mode_names[] = {
	[VEDETTE_INTEGRITY_MODE_OFF] = "off",
	[VEDETTE_INTEGRITY_MODE_LOG] = "log",
	[VEDETTE_INTEGRITY_MODE_ENFORCE] = "enforce",
};

const char *vdt_nl_integrity_mode_name(unsigned int integrity_mode)
{
	return TEXT_OF(integrity_mode_names, integrity_mode);
}

static const char *const lock_when_names[] = {
	[VEDETTE_LOCK_WHEN_REQUEST] = "request",
	[VEDETTE_LOCK_WHEN_BOOT] = "boot",
};

const char *vdt_nl_lock_when_name(unsigned int lock_when)
{
	return TEXT_OF(lock_when_names, lock_when);
}

static const char *const integrity_reason_names[] = {
	[VEDETTE_INTEGRITY_REASON_NONE] = "none",
	[VEDETTE_INTEGRITY_REASON_NO_SIGNATURE] = "no-signature",
	[VEDETTE_INTEGRITY_REASON_BAD_FORMAT] = "bad-format",
	[VEDETTE_INTEGRITY_REASON_UNSUPPORTED] = "unsupported",
	[VEDETTE_INTEGRITY_REASON_UNKNOWN_KEY] = "unknown-key",
	[VEDETTE_INTEGRITY_REASON_BAD_SIGNATURE] = "bad-signature",
	[VEDETTE_INTEGRITY_REASON_BAD_PACKAGE] = "bad-package",
	[VEDETTE_INTEGRITY_REASON_REVOKED_HASH] = "revoked-hash",
	[VEDETTE_INTEGRITY_REASON_REVOKED_KEY] = "revoked-key",
	[VEDETTE_INTEGRITY_REASON_TOO_OLD] = "too-old",
	[VEDETTE_INTEGRITY_REASON_UNTRUSTED_FS] = "untrusted-fs",
	[VEDETTE_INTEGRITY_REASON_OPEN_FOR_WRITING] = "open-for-writing",
	[VEDETTE_INTEGRITY_REASON_CHANGED] = "changed",
	[VEDETTE_INTEGRITY_REASON_TOO_LARGE] = "too-large",
	[VEDETTE_INTEGRITY_REASON_IO_ERROR] = "io-error",
	[VEDETTE_INTEGRITY_REASON_NO_MEMORY] = "no-memory",
	[VEDETTE_INTEGRITY_REASON_INTERRUPTED] = "interrupted",
	[VEDETTE_INTEGRITY_REASON_WRITABLE_CODE] = "writable-code",
	[VEDETTE_INTEGRITY_REASON_WAS_WRITTEN] = "was-written",
	[VEDETTE_INTEGRITY_REASON_ANONYMOUS] = "anonymous",
	[VEDETTE_INTEGRITY_REASON_SHARED_CODE] = "shared-code",
	[VEDETTE_INTEGRITY_REASON_NOT_JUDGED] = "not-judged",
	[VEDETTE_INTEGRITY_REASON_FOREIGN_WRITE] = "foreign-write",
	[VEDETTE_INTEGRITY_REASON_IN_USE] = "in-use",
	[VEDETTE_INTEGRITY_REASON_RAW_DEVICE] = "raw-device",
	[VEDETTE_INTEGRITY_REASON_INLINE_SCRIPT] = "inline-script",
	[VEDETTE_INTEGRITY_REASON_UNSIGNED_LOAD] = "unsigned-load",
	[VEDETTE_INTEGRITY_REASON_LOCKED] = "locked",
};

const char *vdt_nl_integrity_reason_name(unsigned int integrity_reason)
{
	return TEXT_OF(integrity_reason_names, integrity_reason);
}

static const char *const integrity_reason_texts[] = {
	[VEDETTE_INTEGRITY_REASON_NONE] = "Nothing is wrong",
	[VEDETTE_INTEGRITY_REASON_NO_SIGNATURE] = "The file has no signature",
	[VEDETTE_INTEGRITY_REASON_BAD_FORMAT] = "The signature's bytes make no sense",
	[VEDETTE_INTEGRITY_REASON_UNSUPPORTED] = "This kernel cannot check such a signature",
	[VEDETTE_INTEGRITY_REASON_UNKNOWN_KEY] = "No application key of that id is trusted",
	[VEDETTE_INTEGRITY_REASON_BAD_SIGNATURE] = "The signature is not that of this content",
	[VEDETTE_INTEGRITY_REASON_BAD_PACKAGE] = "The package note in the file makes no sense",
	[VEDETTE_INTEGRITY_REASON_REVOKED_HASH] = "The policy revokes this content",
	[VEDETTE_INTEGRITY_REASON_REVOKED_KEY] = "The policy revokes the key that signed",
	[VEDETTE_INTEGRITY_REASON_TOO_OLD] =
		"The build is below the minimum that the policy sets for its package",
	[VEDETTE_INTEGRITY_REASON_UNTRUSTED_FS] =
		"The file system may show other bytes later, as FUSE and network ones can",
	[VEDETTE_INTEGRITY_REASON_OPEN_FOR_WRITING] = "Somebody has the file open for writing",
	[VEDETTE_INTEGRITY_REASON_CHANGED] = "The file changed while it was hashed",
	[VEDETTE_INTEGRITY_REASON_TOO_LARGE] = "The file is larger than what is hashed",
	[VEDETTE_INTEGRITY_REASON_IO_ERROR] = "The file or its attributes cannot be read",
	[VEDETTE_INTEGRITY_REASON_NO_MEMORY] = "Memory ran out while the file was judged",
	[VEDETTE_INTEGRITY_REASON_INTERRUPTED] =
		"The process was killed while it waited for the verdict",
	[VEDETTE_INTEGRITY_REASON_WRITABLE_CODE] = "A mapping would be writable and executable",
	[VEDETTE_INTEGRITY_REASON_WAS_WRITTEN] =
		"Memory that was or may be written would become executable",
	[VEDETTE_INTEGRITY_REASON_ANONYMOUS] = "Executable memory that no file stands behind",
	[VEDETTE_INTEGRITY_REASON_SHARED_CODE] =
		"A file would be executable in one mapping and writable in another",
	[VEDETTE_INTEGRITY_REASON_NOT_JUDGED] =
		"Code would become executable that has no verdict yet, where none can be made",
	[VEDETTE_INTEGRITY_REASON_FOREIGN_WRITE] =
		"A write into the memory of a process, past its protections",
	[VEDETTE_INTEGRITY_REASON_IN_USE] = "A write to a verified file that is being executed",
	[VEDETTE_INTEGRITY_REASON_RAW_DEVICE] = "A write to a device under a mounted file system",
	[VEDETTE_INTEGRITY_REASON_INLINE_SCRIPT] =
		"An interpreter was given its script as an argument, on its input or interactively",
	[VEDETTE_INTEGRITY_REASON_UNSIGNED_LOAD] =
		"The kernel would load what no file stands behind",
	[VEDETTE_INTEGRITY_REASON_LOCKED] = "Refused since the device was locked",
};

const char *vdt_nl_integrity_reason_text(unsigned int integrity_reason)
{
	return TEXT_OF(integrity_reason_texts, integrity_reason);
}

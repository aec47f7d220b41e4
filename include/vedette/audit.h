/* SPDX-License-Identifier: BSD-3-Clause */
/* Types and results of audit records: the numbers in the log and their names in exports. Numbers
 * never change. */
#ifndef VDT_AUDIT_H
#define VDT_AUDIT_H

/* number, identifier, name in exports, meaning of source / object / reason */
#define VDT_AUDIT_TYPES(X) \
	X(1, AUDIT_START, "audit.start", \
	  "the log was opened; object: version, reason: state of the chain found") \
	X(2, AUDIT_STOP, "audit.stop", "the log was closed in order") \
	X(3, PACKET_DROP, "network.drop", \
	  "source: remote address, object: protocol and port, reason: why; count") \
	X(4, POLICY_LOAD, "policy.load", "object: name, version and digest") \
	X(5, POLICY_REFUSE, "policy.refuse", "object: name and version if known, reason: why") \
	X(6, POLICY_CONFIRM, "policy.confirm", "object: name and version") \
	X(7, POLICY_REVERT, "policy.revert", "object: name and version that is active again") \
	X(8, MODULE, "kernel.module", "reason: loaded or unloading") \
	X(9, PROCESS_START, "process.start", "object: process") \
	X(10, PROCESS_EXIT, "process.exit", "object: process, reason: status or signal") \
	X(11, PROCESS_FAULT, "process.fault", "object: process, reason: the rule it broke") \
	X(12, LOGIN, "account.login", "account, source; reason on refusal") \
	X(13, ACCOUNT_CREATE, "account.create", "account, object: role") \
	X(14, KEY_CREATE, "key.create", "object: which key, its fingerprint") \
	X(15, VIEWER_START, "stream.start", "account, source, object: stream") \
	X(16, VIEWER_STOP, "stream.stop", \
	  "account, source, object: stream; count: groups of pictures left out") \
	X(17, VIEWER_REFUSE, "stream.refuse", "account if known, source, reason") \
	X(18, ENCODER, "stream.encoder", \
	  "object: encoder URL without user part, reason: connected, lost") \
	X(19, EVENTS_LOST, "kernel.events-lost", \
	  "count: kernel events that could not be recorded") \
	X(20, FEED_LOAD, "feed.load", "object: name, version and digest") \
	X(21, FEED_REFUSE, "feed.refuse", "object: name and version if known, reason: why") \
	X(22, BAN, "network.ban", "source: remote address, object: how long, reason: why") \
	X(23, UNBAN, "network.unban", "source: remote address, reason: who asked") \
	X(24, CUT, "network.cut", \
	  "source: remote address, object: protocol and port, reason: why") \
	X(25, DRIFT, "network.drift", "reason: how the counts of connections differed") \
	X(26, EGRESS_DROP, "network.egress-drop", \
	  "source: remote address, object: protocol and port, reason: why; count") \
	X(27, SOCKET_REFUSE, "network.socket-refuse", \
	  "source: pid and user, object: protocol and port, reason: why, and the executable") \
	X(28, INTEGRITY, "integrity.refuse", \
	  "source: pid, user and parent, object: kind, file, inode, device and key, reason: why, " \
	  "executable and digest; count") \
	X(29, LOCK, "module.lock", "source: pid and user, reason: why not, if it was not locked")

#define VDT_AUDIT_ENUM(number, id, name, doc) VDT_AUDIT_##id = (number),
enum vdt_audit_type { VDT_AUDIT_TYPES(VDT_AUDIT_ENUM) VDT_AUDIT_TYPE_END };

enum vdt_audit_result {
	VDT_AUDIT_OK,	    /* done */
	VDT_AUDIT_REFUSED,  /* refused by a rule */
	VDT_AUDIT_FAILED,   /* should have worked */
	VDT_AUDIT_OBSERVED, /* let pass, though a rule is against it */
	VDT_AUDIT_RESULT_END
};

/* Where the log lies; one file, opened for appending only. */
#define VDT_AUDIT_LOG "/var/lib/vedette/audit/log"

#endif /* VDT_AUDIT_H */

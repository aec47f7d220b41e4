/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Types, results, roles and transports of audit records: the numbers in the log, their names in
 * exports and the sentences that tell people what happened. Numbers never change, nor does the
 * sentence of a type once a version with it was released: exports are checked against them.
 *
 * In a sentence {account}, {role}, {source}, {object}, {reason}, {transport} and {count} stand for
 * the fields of a record; what is in square brackets is left out if a field in it is empty.
 */
#ifndef VDT_AUDIT_H
#define VDT_AUDIT_H

/* Who did it, and how. */
#define VDT_AUDIT_WHO "[{role} ]{account}"
#define VDT_AUDIT_VIA "[ from {source}][ over {transport}]"

/* Records of a type that is CRITICAL are on the flash before anything else happens; the others wait
 * for company. */
#define VDT_AUDIT_ROUTINE  0
#define VDT_AUDIT_CRITICAL 1

/* clang-format off */
/* number, identifier, name in exports, weight, sentence if the result is ok, sentence if it is not,
 * meaning of source / object / reason / details */
#define VDT_AUDIT_TYPES(X) \
	/* the log itself */ \
	X(1, AUDIT_START, "audit.start", CRITICAL, "the log was opened[: {reason}]", \
	  "the log was opened, and was not as it was left[: {reason}]", "object: format, reason: state of the log found") \
	X(2, AUDIT_STOP, "audit.stop", CRITICAL, "the log was closed in order", "the log was closed[: {reason}]", \
	  "details: bytes, records and syncs since it was opened") \
	X(30, AUDIT_DROP, "audit.drop", CRITICAL, "the log was full: the oldest records were dropped, {object} is the first that stays", \
	  "the oldest records could not be dropped[: {reason}]", \
	  "object: the first record that stays; details: segments dropped, first seq that stays, Merkle root of all that went") \
	X(31, AUDIT_FILLING, "audit.filling", CRITICAL, "the log has filled up to {object}", "the log has filled up to {object}", \
	  "object: how far, reason: what happens when it is full") \
	X(32, AUDIT_FULL, "audit.full", CRITICAL, "the log is full", "the log is full: nothing more is recorded", "reason") \
	X(33, AUDIT_ON, "audit.on", CRITICAL, VDT_AUDIT_WHO " switched the log on" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not switch the log on[: {reason}]", "details: how long it was off") \
	X(34, AUDIT_OFF, "audit.off", CRITICAL, VDT_AUDIT_WHO " switched the log off" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not switch the log off[: {reason}]", "") \
	X(35, AUDIT_WITNESS, "audit.witness", CRITICAL, "the unit cosigns this log from record {object} on", \
	  "the unit refuses to cosign this log[: {reason}]", "object: record, reason: why") \
	X(36, AUDIT_EXPORT, "audit.export", ROUTINE, VDT_AUDIT_WHO " exported the log" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " was refused the log[: {reason}]", "object: which records") \
	/* accounts and sessions */ \
	X(12, LOGIN, "account.login", ROUTINE, VDT_AUDIT_WHO " logged in" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not log in" VDT_AUDIT_VIA "[: {reason}]", "account, source; reason on refusal") \
	X(37, LOGOUT, "account.logout", ROUTINE, VDT_AUDIT_WHO " logged out" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not log out[: {reason}]", "account, source") \
	X(38, SESSION_IDLE, "session.idle", ROUTINE, "the session of " VDT_AUDIT_WHO VDT_AUDIT_VIA " ended: it was idle", \
	  "the idle session of " VDT_AUDIT_WHO " could not be ended[: {reason}]", "account, source") \
	X(39, SESSION_EXPIRE, "session.expire", ROUTINE, "the session of " VDT_AUDIT_WHO VDT_AUDIT_VIA " ended: its time was over", \
	  "the expired session of " VDT_AUDIT_WHO " could not be ended[: {reason}]", "account, source") \
	X(40, SESSION_REVOKE, "session.revoke", CRITICAL, VDT_AUDIT_WHO " ended the sessions of {object}" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not end the sessions of {object}[: {reason}]", "object: whose, reason: why") \
	X(13, ACCOUNT_CREATE, "account.create", CRITICAL, "the account {account} was created[ as {object}]", \
	  "the account {account} was not created[: {reason}]", "account, object: role; details: by whom") \
	X(41, ACCOUNT_DELETE, "account.delete", CRITICAL, VDT_AUDIT_WHO " deleted the account {object}" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not delete the account {object}[: {reason}]", "object: account and its id") \
	X(42, ACCOUNT_CHANGE, "account.change", CRITICAL, VDT_AUDIT_WHO " changed the account {object}" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not change the account {object}[: {reason}]", "object: account and its id; details: names of the fields") \
	X(43, PASSWORD_CHANGE, "account.password", CRITICAL, VDT_AUDIT_WHO " changed the password of {object}" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not change the password of {object}[: {reason}]", "object: account and its id") \
	X(44, ACCOUNT_LOCK, "account.lock", CRITICAL, "the account {account} was locked[ for {source}][: {reason}]", \
	  "the account {account} was not locked[: {reason}]", "account, source, object: how long, reason") \
	X(45, ACCOUNT_UNLOCK, "account.unlock", CRITICAL, "the account {account} was unlocked[: {reason}]", \
	  "the account {account} was not unlocked[: {reason}]", "account, reason: who asked") \
	X(46, TOKEN_CREATE, "token.create", CRITICAL, VDT_AUDIT_WHO " made an access token: {object}", \
	  VDT_AUDIT_WHO " could not make an access token[: {reason}]", "object: name and scope") \
	X(47, TOKEN_REVOKE, "token.revoke", CRITICAL, VDT_AUDIT_WHO " revoked an access token: {object}", \
	  VDT_AUDIT_WHO " could not revoke an access token[: {reason}]", "object: name") \
	X(48, ACTIVATE, "unit.activate", CRITICAL, "the unit was activated" VDT_AUDIT_VIA, \
	  "the unit was not activated" VDT_AUDIT_VIA "[: {reason}]", "source, reason") \
	X(49, DEACTIVATE, "unit.deactivate", CRITICAL, VDT_AUDIT_WHO " took the unit out of service" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not take the unit out of service[: {reason}]", "") \
	X(14, KEY_CREATE, "key.create", CRITICAL, "a key was made: {object}", "a key could not be made: {object}", \
	  "object: which key, its fingerprint") \
	X(50, KEY_DESTROY, "key.destroy", CRITICAL, "a key was destroyed: {object}", "a key could not be destroyed: {object}", \
	  "object: which key") \
	X(51, CERTIFICATE, "key.certificate", CRITICAL, "the certificate was replaced: {object}", \
	  "the certificate was not replaced[: {reason}]", "object: its fingerprint") \
	/* configuration, firmware, time */ \
	X(52, CONFIG_CHANGE, "config.change", CRITICAL, VDT_AUDIT_WHO " changed the setting {object}" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not change the setting {object}[: {reason}]", \
	  "object: path; details: request id, ETag, hash before and after for each path, never a secret") \
	X(53, CONFIG_IMPORT, "config.import", CRITICAL, VDT_AUDIT_WHO " restored the settings of {object}" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not restore settings[: {reason}]", "object: which backup") \
	X(54, CONFIG_EXPORT, "config.export", CRITICAL, VDT_AUDIT_WHO " made a backup of the settings" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not make a backup[: {reason}]", "") \
	X(55, CONFIG_REVERT, "config.revert", CRITICAL, "the setting {object} was taken back[: {reason}]", \
	  "the setting {object} could not be taken back[: {reason}]", "object: path, reason") \
	X(56, WEAK_ON, "protocol.weak-on", CRITICAL, VDT_AUDIT_WHO " switched on {object}, which is not secure" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not switch on {object}[: {reason}]", "object: protocol, reason: until when") \
	X(57, WEAK_OFF, "protocol.weak-off", CRITICAL, "{object} was switched off[: {reason}]", \
	  "{object} could not be switched off[: {reason}]", "object: protocol, reason: who, or that its time was over") \
	X(58, FIRMWARE_START, "firmware.start", CRITICAL, VDT_AUDIT_WHO " began to install the firmware {object}[ from {source}]", \
	  "the firmware {object} was not installed[: {reason}]", "object: from and to version, source") \
	X(59, FIRMWARE_VERIFY, "firmware.verify", CRITICAL, "the firmware {object} is genuine", \
	  "the firmware {object} was refused[: {reason}]", "object: version, reason") \
	X(60, FIRMWARE_SWITCH, "firmware.switch", CRITICAL, "the next start is from {object}", \
	  "the next start could not be set to {object}[: {reason}]", "object: slot and version") \
	X(61, FIRMWARE_CONFIRM, "firmware.confirm", CRITICAL, "the firmware {object} proved itself and stays", \
	  "the firmware {object} was not confirmed[: {reason}]", "object: slot and version") \
	X(62, FIRMWARE_ROLLBACK, "firmware.rollback", CRITICAL, "the firmware went back to {object}[: {reason}]", \
	  "the firmware could not go back to {object}[: {reason}]", "object: slot and version") \
	X(63, TIME_SET, "time.set", CRITICAL, VDT_AUDIT_WHO " set the clock to {object}" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not set the clock[: {reason}]", "object: time, details: by how much") \
	X(64, TIME_STEP, "time.step", CRITICAL, "the clock was stepped by {object}[: {reason}]", \
	  "the clock could not be stepped[: {reason}]", "object: by how much, reason: by which server") \
	X(65, CONSOLE_COMMAND, "console.command", ROUTINE, VDT_AUDIT_WHO " ran on the console: {object}", \
	  VDT_AUDIT_WHO " could not run on the console: {object}[: {reason}]", "object: command without secrets") \
	X(66, REBOOT, "system.reboot", CRITICAL, "the camera restarts[: {reason}]", "the camera could not restart[: {reason}]", \
	  "reason: who asked") \
	/* policy and kernel */ \
	X(4, POLICY_LOAD, "policy.load", CRITICAL, "the policy {object} is in force", "the policy {object} is not in force[: {reason}]", \
	  "object: name, version and digest") \
	X(5, POLICY_REFUSE, "policy.refuse", CRITICAL, "the policy {object} was refused[: {reason}]", \
	  "[the policy {object}: ]a policy was refused[: {reason}]", "object: name and version if known, reason: why") \
	X(6, POLICY_CONFIRM, "policy.confirm", CRITICAL, "the policy {object} was confirmed", \
	  "the policy {object} was not kept[: {reason}]", "object: name and version") \
	X(7, POLICY_REVERT, "policy.revert", CRITICAL, "the policy {object} is in force again", \
	  "the policy {object} could not be put in force again[: {reason}]", "object: name and version that is active again") \
	X(20, FEED_LOAD, "feed.load", CRITICAL, "the feed {object} is in force", "the feed {object} is not in force[: {reason}]", \
	  "object: name, version and digest") \
	X(21, FEED_REFUSE, "feed.refuse", CRITICAL, "the feed {object} was refused[: {reason}]", \
	  "[the feed {object}: ]a feed was refused[: {reason}]", "object: name and version if known, reason: why") \
	X(8, MODULE, "kernel.module", CRITICAL, "the kernel module: {reason}", "the kernel module: {reason}", \
	  "reason: loaded or unloading") \
	X(29, LOCK, "module.lock", CRITICAL, "the enforcement is locked until the next start[, by {source}]", \
	  "the enforcement could not be locked[: {reason}]", "source: pid and user, reason: why not, if it was not locked") \
	X(19, EVENTS_LOST, "kernel.events-lost", CRITICAL, "{count} events were lost[: {reason}]", "{count} events were lost[: {reason}]", \
	  "count: events that could not be recorded") \
	/* network */ \
	X(3, PACKET_DROP, "network.drop", ROUTINE, "a packet[ from {source}][ to {object}] was dropped[: {reason}]", \
	  "a packet[ from {source}][ to {object}] was dropped[: {reason}]", \
	  "source: remote address, object: protocol and port, reason: why; count") \
	X(22, BAN, "network.ban", CRITICAL, "{source} was banned[ for {object}][: {reason}]", "{source} could not be banned[: {reason}]", \
	  "source: remote address, object: how long, reason: why") \
	X(23, UNBAN, "network.unban", CRITICAL, "{source} is no longer banned[: {reason}]", "{source} stays banned[: {reason}]", \
	  "source: remote address, reason: who asked") \
	X(24, CUT, "network.cut", ROUTINE, "a connection of {source}[ to {object}] was cut[: {reason}]", \
	  "a connection of {source} could not be cut[: {reason}]", "source: remote address, object: protocol and port, reason: why") \
	X(25, DRIFT, "network.drift", ROUTINE, "the counts of connections were put right[: {reason}]", \
	  "the counts of connections were put right[: {reason}]", "reason: how the counts of connections differed") \
	X(26, EGRESS_DROP, "network.egress-drop", ROUTINE, "the camera may not send to {source}[, {object}][: {reason}]", \
	  "the camera may not send to {source}[, {object}][: {reason}]", \
	  "source: remote address, object: protocol and port, reason: why; count") \
	X(27, SOCKET_REFUSE, "network.socket-refuse", ROUTINE, "a program may not use {object}[ ({source})][: {reason}]", \
	  "a program may not use {object}[ ({source})][: {reason}]", \
	  "source: pid and user, object: protocol and port, reason: why, and the executable") \
	X(28, INTEGRITY, "integrity.refuse", ROUTINE, "code was refused: {object}[ ({source})][: {reason}]", \
	  "code was refused: {object}[ ({source})][: {reason}]", \
	  "source: pid, user and parent, object: kind, file, inode, device and key, reason: why, executable and digest; count") \
	/* processes and stream */ \
	X(9, PROCESS_START, "process.start", ROUTINE, "{object} started[: {reason}]", "{object} could not start[: {reason}]", "object: process") \
	X(10, PROCESS_EXIT, "process.exit", ROUTINE, "{object} ended[: {reason}]", "{object} ended[: {reason}]", \
	  "object: process, reason: status or signal") \
	X(11, PROCESS_FAULT, "process.fault", CRITICAL, "{object} broke a rule[: {reason}]", "{object} broke a rule[: {reason}]", \
	  "object: process, reason: the rule it broke") \
	X(15, VIEWER_START, "stream.start", ROUTINE, VDT_AUDIT_WHO " watches {object}" VDT_AUDIT_VIA, \
	  VDT_AUDIT_WHO " could not watch {object}" VDT_AUDIT_VIA "[: {reason}]", "account, source, object: stream") \
	X(16, VIEWER_STOP, "stream.stop", ROUTINE, VDT_AUDIT_WHO " stopped watching {object}" VDT_AUDIT_VIA "[: {reason}]", \
	  VDT_AUDIT_WHO " stopped watching {object}" VDT_AUDIT_VIA "[: {reason}]", \
	  "account, source, object: stream; count: groups of pictures left out") \
	X(17, VIEWER_REFUSE, "stream.refuse", ROUTINE, "a viewer was refused" VDT_AUDIT_VIA "[: {reason}]", \
	  "a viewer was refused" VDT_AUDIT_VIA "[: {reason}]", "account if known, source, reason") \
	X(18, ENCODER, "stream.encoder", ROUTINE, "the encoder {object}: {reason}", "the encoder {object}: {reason}", \
	  "object: encoder URL without user part, reason: connected, lost")
/* clang-format on */

#define VDT_AUDIT_ENUM(number, id, name, weight, done, not_done, doc) VDT_AUDIT_##id = (number),
enum vdt_audit_type { VDT_AUDIT_TYPES(VDT_AUDIT_ENUM) };
#define VDT_AUDIT_TYPE_END 67 /* one more than the highest */

enum vdt_audit_result {
	VDT_AUDIT_OK,	    /* done */
	VDT_AUDIT_REFUSED,  /* refused by a rule */
	VDT_AUDIT_FAILED,   /* should have worked */
	VDT_AUDIT_OBSERVED, /* let pass, though a rule is against it */
	VDT_AUDIT_RESULT_END
};

/* Of the account at that time; the numbers are those of daemon/auth/accounts.h. */
enum vdt_audit_role {
	VDT_AUDIT_NO_ROLE,
	VDT_AUDIT_VIEWER,
	VDT_AUDIT_OPERATOR,
	VDT_AUDIT_ADMINISTRATOR,
	VDT_AUDIT_ROLE_END
};

/* How whoever did it reached the camera. */
enum vdt_audit_transport {
	VDT_AUDIT_NO_TRANSPORT,
	VDT_AUDIT_CONSOLE,
	VDT_AUDIT_RTSPS,
	VDT_AUDIT_HTTPS,
	VDT_AUDIT_ONVIF,
	VDT_AUDIT_SSH,
	VDT_AUDIT_NETLINK,
	VDT_AUDIT_TRANSPORT_END
};

/* Room of the strings, with NUL. */
#define VDT_AUDIT_SHORT	  64
#define VDT_AUDIT_LONG	  256
#define VDT_AUDIT_DETAILS 1024
/* The name of a session in lists and records: random, and no part of its token; zeros: none. */
#define VDT_AUDIT_SESSION 8

/* Where the log lies: a folder of segments, each opened for appending only. */
#define VDT_AUDIT_LOG "/var/lib/vedette/audit"

#endif /* VDT_AUDIT_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of messages between the processes: id, who may send it, who may get it, its fields.
 *
 * From this table follow the payload structs (struct vdt_msg_NAME), the ids (VDT_MSG_NAME) and the
 * checks that every received message passes before a handler sees it (lib/ipc/msgs.c): right size,
 * allowed sender and receiver, strings terminated, byte fields no longer than their room,
 * enumerations in range. A message that fails is the sender's fault: the channel is dropped, the
 * sender is restarted and the event is audited.
 *
 * Fields: U8 U16 U32 U64 S32 (name) | STR(name, room with NUL) | BYTES(name, room) | SECRET(name,
 * room): a STR that the receiver wipes after the handler | ENUM(name, count): a U8 below count |
 * FD(): a descriptor rides along, the handler owns it. Payloads are in host order and never leave
 * the machine; both ends are of one build (checked at start).
 */
#ifndef VDT_IPC_MSGS_H
#define VDT_IPC_MSGS_H

#include <stddef.h>
#include <stdint.h>

#include <vedette/audit.h>

#include "lib/access/access.h"

/* The processes. The order is the order of starting. */
enum vdt_proc { VDT_SUPER, VDT_AUDIT, VDT_GUARD, VDT_AUTH, VDT_STREAM, VDT_WEB, VDT_PROC_COUNT };

#define VDT_FROM(p)  (1u << VDT_##p)
#define VDT_ANYONE   ((1u << VDT_PROC_COUNT) - 1)
#define VDT_CHILDREN (VDT_ANYONE & ~VDT_FROM(SUPER))
#define VDT_GATES    (VDT_FROM(STREAM) | VDT_FROM(WEB)) /* where strangers come in */

#define VDT_NAME_ROOM	  64  /* account name with NUL */
#define VDT_PASSWORD_ROOM 256 /* password with NUL */
#define VDT_ADDRESS_ROOM  64  /* "[address]:port" with NUL */
#define VDT_TOKEN_ROOM	  96  /* session, access token, device cookie: text with NUL */
#define VDT_REASON_ROOM	  256 /* what went wrong, with NUL */
#define VDT_TEXT_ROOM	  7168

/* What `vedetted --provision` is to make. */
enum vdt_provision {
	VDT_PROVISION_NONE,
	VDT_PROVISION_PASSWORD, /* an administrator with a one-time password */
	VDT_PROVISION_CODE,	/* a unit code, with which an owner activates the unit */
	VDT_PROVISION_END
};

/* What auth says to a checkpoint. */
enum vdt_witness_verdict {
	VDT_VERDICT_COSIGNED, /* note: the same with the signature of the unit */
	VDT_VERDICT_RESUME,   /* ask again with start = size */
	VDT_VERDICT_REFUSED,  /* for good, and reason says why: this log is not what it was */
	VDT_VERDICT_UNABLE,   /* not now */
	VDT_VERDICT_END
};

/* How a request proves who it is from; each proof counts only where it belongs. */
enum vdt_carrier {
	VDT_CARRIER_COOKIE, /* the session of a browser */
	VDT_CARRIER_BEARER, /* RFC 6750: a session of a program, or a token of a service account */
	VDT_CARRIER_CERTIFICATE, /* of a TLS client */
	VDT_CARRIER_END
};

/* What auth found out about a login; zeros are a refusal. All that is not good looks the same to
 * the stranger. */
enum vdt_outcome {
	VDT_OUTCOME_REFUSED,
	VDT_OUTCOME_OK,
	VDT_OUTCOME_SECOND, /* the password was right, the second factor is missing */
	VDT_OUTCOME_BUSY,   /* not looked at */
	VDT_OUTCOME_END
};

/* What auth says to a request; zeros are a refusal. */
enum vdt_session_verdict {
	VDT_SESSION_NONE, /* no such session: log in */
	VDT_SESSION_OK,
	VDT_SESSION_FORBIDDEN,	 /* the role does not reach */
	VDT_SESSION_MUST_CHANGE, /* the password first */
	VDT_SESSION_REAUTH,	 /* the password once more, the operation is dangerous */
	VDT_SESSION_INACTIVE,	 /* the unit is not activated */
	VDT_SESSION_END
};

enum vdt_account_edit {
	VDT_ACCOUNT_CREATE,
	VDT_ACCOUNT_CHANGE,
	VDT_ACCOUNT_DELETE,
	VDT_ACCOUNT_EDIT_END
};
/* Which fields of ACCOUNT_EDIT count. */
#define VDT_ACCOUNT_HAS_NAME	 1u
#define VDT_ACCOUNT_HAS_ROLE	 2u
#define VDT_ACCOUNT_HAS_DISABLED 4u
#define VDT_ACCOUNT_HAS_PASSWORD 8u
/* Flags of an account. */
#define VDT_ACCOUNT_DISABLED	1u
#define VDT_ACCOUNT_MUST_CHANGE 2u
#define VDT_ACCOUNT_OTP		4u
#define VDT_ACCOUNT_SERVICE	8u /* a program: tokens and certificates only, no password */

enum vdt_session_end { VDT_END_THIS, VDT_END_ONE, VDT_END_MINE, VDT_END_ACCOUNT, VDT_END_END };
enum vdt_otp_edit { VDT_OTP_BEGIN, VDT_OTP_CONFIRM, VDT_OTP_OFF, VDT_OTP_EDIT_END };
enum vdt_token_edit { VDT_TOKEN_LIST, VDT_TOKEN_CREATE, VDT_TOKEN_REVOKE, VDT_TOKEN_EDIT_END };

/*
 * What guard tells, what it does and what it takes, and of which class each is: by the same rows
 * web asks auth and guard looks at the grant. The JSON is that of `vedette COMMAND --json`.
 */
#define VDT_QUERIES(X) \
	X(STATUS, READ_SYSTEM)		   /* status */ \
	X(PORTS, READ_SYSTEM_SENSITIVE)	   /* ports, without owners: they are another process's */ \
	X(SERVICES, READ_SYSTEM_SENSITIVE) /* the services of stats, alone */ \
	X(CONNECTIONS, READ_SYSTEM_SENSITIVE) /* connections */ \
	X(SOURCES, READ_SYSTEM_SENSITIVE)     /* connections --sources */ \
	X(LIMITS, READ_SYSTEM_SENSITIVE)      /* connections --limits */ \
	X(BANS, READ_SYSTEM_SENSITIVE)	      /* filter list */ \
	X(STATS, READ_SYSTEM_SENSITIVE)	      /* stats */ \
	X(POLICY, READ_SYSTEM_SENSITIVE)      /* policy show */ \
	X(FEEDS, READ_SYSTEM_SENSITIVE)	      /* feed show */ \
	X(INTEGRITY, READ_SYSTEM_SENSITIVE)   /* integrity */ \
	X(DENIALS, READ_SYSTEM_SENSITIVE)     /* integrity denials */

#define VDT_CONTROLS(X) \
	X(BAN, WRITE_SYSTEM)   /* argument: address, number: seconds, 0: by its offences */ \
	X(UNBAN, WRITE_SYSTEM) /* argument: address */ \
	X(CUT, WRITE_SYSTEM)   /* number: id of the connection */ \
	X(POLICY_CONFIRM, WRITE_SYSTEM) /* number: version, 0: whichever waits */ \
	X(LOCK, UNRECOVERABLE)		/* until the next start */

#define VDT_UPLOADS(X) \
	X(POLICY, WRITE_SYSTEM) /* the signature, as it is in its file, and the policy behind it \
				 */

#define VDT_QUERY_ENUM(name, class)    VDT_QUERY_##name,
#define VDT_QUERY_CLASS(name, class)   VDT_QUERY_CLASS_##name = VDT_CLASS_##class,
#define VDT_CONTROL_ENUM(name, class)  VDT_CONTROL_##name,
#define VDT_CONTROL_CLASS(name, class) VDT_CONTROL_CLASS_##name = VDT_CLASS_##class,
#define VDT_UPLOAD_ENUM(name, class)   VDT_UPLOAD_##name,
#define VDT_UPLOAD_CLASS(name, class)  VDT_UPLOAD_CLASS_##name = VDT_CLASS_##class,
enum vdt_query { VDT_QUERIES(VDT_QUERY_ENUM) VDT_QUERY_END };
enum vdt_query_class { VDT_QUERIES(VDT_QUERY_CLASS) };
enum vdt_control { VDT_CONTROLS(VDT_CONTROL_ENUM) VDT_CONTROL_END };
enum vdt_control_class { VDT_CONTROLS(VDT_CONTROL_CLASS) };
enum vdt_upload_kind { VDT_UPLOADS(VDT_UPLOAD_ENUM) VDT_UPLOAD_END };
enum vdt_upload_class { VDT_UPLOADS(VDT_UPLOAD_CLASS) };

#define VDT_UPLOAD_MAX	(272u << 10) /* bytes: the largest policy and the largest signature */
#define VDT_UPLOAD_TIME 60	     /* seconds from UPLOAD to UPLOADED */

/* What of the log is wanted, and as what. */
enum vdt_log_query {
	VDT_LOG_PAGE,	    /* JSON lines, as `vedette log --json` */
	VDT_LOG_TEXT,	    /* sentences, as `vedette log` */
	VDT_LOG_SYSLOG,	    /* lines of RFC 5424 */
	VDT_LOG_EXPORT,	    /* JSON lines that prove themselves; takes no filter */
	VDT_LOG_CHECKPOINT, /* the last one that the unit cosigned, as it is */
	VDT_LOG_QUERY_END
};
#define VDT_LOG_LIMIT	 1000 /* records of one page */
#define VDT_SUBSCRIPTION 90   /* seconds that SUBSCRIBE holds; then ask again, with a new grant */

#define VDT_NOTE_TEXT	  1024 /* VDT_NOTE_ROOM of lib/audit/note.h */
#define VDT_WITNESS_NODES 2048 /* bytes: VDT_RANGE_NODES hashes */

/* clang-format off */
#define VDT_MSG_TABLE(MSG) \
	/* control: vedetted and its children */ \
	MSG(HELLO,        VDT_FROM(SUPER),  VDT_CHILDREN,     U32(build) ENUM(self, VDT_PROC_COUNT) ENUM(provision, VDT_PROVISION_END)) \
	MSG(READY,        VDT_CHILDREN,     VDT_FROM(SUPER),  U8(unused)) \
	MSG(PEER,         VDT_FROM(SUPER),  VDT_CHILDREN,     ENUM(proc, VDT_PROC_COUNT) U32(pid) FD()) \
	MSG(FAULT,        VDT_CHILDREN,     VDT_FROM(SUPER),  ENUM(proc, VDT_PROC_COUNT) S32(error)) \
	MSG(LISTENER,     VDT_FROM(SUPER),  VDT_CHILDREN,     STR(name, 32) U16(port) FD()) \
	MSG(SHUTDOWN,     VDT_FROM(SUPER),  VDT_CHILDREN,     U8(unused)) \
	/* audit: every process may leave records */ \
	MSG(RECORD,       VDT_ANYONE,       VDT_FROM(AUDIT),  ENUM(type, VDT_AUDIT_TYPE_END) ENUM(result, VDT_AUDIT_RESULT_END) \
							      ENUM(role, VDT_AUDIT_ROLE_END) ENUM(transport, VDT_AUDIT_TRANSPORT_END) \
							      U32(count) U32(account_id) U64(boottime) U64(realtime) U64(kernel_seq) \
							      BYTES(session, VDT_AUDIT_SESSION) STR(account, VDT_NAME_ROOM) \
							      STR(source, VDT_ADDRESS_ROOM) STR(object, VDT_AUDIT_LONG) \
							      STR(reason, VDT_AUDIT_LONG) STR(details, VDT_AUDIT_DETAILS)) \
	MSG(KERNEL_SEQ,   VDT_FROM(AUDIT),  VDT_FROM(GUARD),  U64(seq)) \
	/* a checkpoint of the log, and what its tree has beyond the one of `start` records; if that is where auth stands, \
	 * it cosigns, else it says where it stands */ \
	MSG(WITNESS,      VDT_FROM(AUDIT),  VDT_FROM(AUTH),   STR(note, VDT_NOTE_TEXT) U64(start) U64(end) BYTES(nodes, VDT_WITNESS_NODES)) \
	MSG(COSIGNATURE,  VDT_FROM(AUTH),   VDT_FROM(AUDIT),  ENUM(verdict, VDT_VERDICT_END) U64(size) STR(note, VDT_NOTE_TEXT) STR(reason, 128)) \
	/* policy settings for the gateway; no encoder: no stream to serve */ \
	MSG(STREAM_SETTINGS, VDT_FROM(GUARD), VDT_FROM(STREAM), U64(policy_version) U16(viewers) STR(encoder, 256)) \
	/* policy settings for the log; no collector: nothing is sent. Seconds, bytes */ \
	MSG(AUDIT_SETTINGS, VDT_FROM(GUARD), VDT_FROM(AUDIT), U64(policy_version) ENUM(off, 2) ENUM(stop_on_full, 2) U64(ring) U32(checkpoint) \
							      STR(collector, VDT_ADDRESS_ROOM) STR(name, 256)) \
	/* policy settings for accounts and sessions; seconds. What a policy does not say is what include/vedette/settings.h says */ \
	MSG(ACCESS_SETTINGS, VDT_FROM(GUARD), VDT_FROM(AUTH), U64(policy_version) U16(min_length) U16(history) U16(failures) U16(sessions) \
							      U16(per_account) U32(lock_base) U32(lock_max) U32(idle) U32(absolute)) \
	/* keys */ \
	MSG(CERTIFICATE,  VDT_FROM(AUTH),   VDT_GATES,        BYTES(der, 4096)) \
	MSG(SIGN,         VDT_GATES,        VDT_FROM(AUTH),   U32(req) BYTES(digest, 64)) \
	MSG(SIGNATURE,    VDT_FROM(AUTH),   VDT_GATES,        U32(req) BYTES(der, 256)) \
	/* Logins and sessions. The req of all requests from here on is the asker's number for it; every request gets as many answers \
	 * as its line in this table says, in order. */ \
	MSG(UNIT,         VDT_FROM(AUTH),   VDT_GATES,        ENUM(activated, 2)) \
	MSG(ACTIVATE,     VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) STR(source, VDT_ADDRESS_ROOM) SECRET(code, 64) \
							      STR(name, VDT_NAME_ROOM) SECRET(password, VDT_PASSWORD_ROOM)) /* DONE */ \
	/* carrier: how the session's token will come back, and no other way; a session of RTSP has no token */ \
	MSG(LOGIN,        VDT_GATES,        VDT_FROM(AUTH),   U32(req) ENUM(transport, VDT_AUDIT_TRANSPORT_END) ENUM(carrier, VDT_CARRIER_END) \
							      STR(source, VDT_ADDRESS_ROOM) \
							      STR(name, VDT_NAME_ROOM) SECRET(password, VDT_PASSWORD_ROOM) \
							      SECRET(otp, 32) SECRET(device, VDT_TOKEN_ROOM)) /* LOGIN_RESULT */ \
	MSG(LOGIN_RESULT, VDT_FROM(AUTH),   VDT_GATES,        U32(req) ENUM(outcome, VDT_OUTCOME_END) ENUM(role, VDT_ROLE_END) ENUM(must_change, 2) \
							      U32(account_id) U32(retry_after) BYTES(session, VDT_AUDIT_SESSION) \
							      STR(account, VDT_NAME_ROOM) SECRET(token, VDT_TOKEN_ROOM) SECRET(device, VDT_TOKEN_ROOM)) \
	/* the session that a good login began is over (stream; a session of web ends by SESSION_END) */ \
	MSG(LOGOUT,       VDT_FROM(STREAM), VDT_FROM(AUTH),   U32(req)) \
	/* may this request be? touch: a user did it, so the session is not idle; grant_to: who is asked next (itself: nobody) */ \
	MSG(CHECK,        VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) ENUM(carrier, VDT_CARRIER_END) ENUM(class, VDT_CLASS_END) ENUM(touch, 2) \
							      ENUM(fresh, 2) ENUM(grant_to, VDT_PROC_COUNT) ENUM(transport, VDT_AUDIT_TRANSPORT_END) \
							      STR(source, VDT_ADDRESS_ROOM) SECRET(token, VDT_TOKEN_ROOM)) /* CHECKED */ \
	MSG(CHECKED,      VDT_FROM(AUTH),   VDT_FROM(WEB),    U32(req) ENUM(verdict, VDT_SESSION_END) ENUM(role, VDT_ROLE_END) U32(account_id) \
							      U32(idle_left) U32(absolute_left) BYTES(session, VDT_AUDIT_SESSION) \
							      STR(account, VDT_NAME_ROOM)) \
	MSG(GRANT,        VDT_FROM(AUTH),   VDT_FROM(GUARD) | VDT_FROM(AUDIT), U32(req) ENUM(class, VDT_CLASS_END) ENUM(role, VDT_ROLE_END) \
							      ENUM(transport, VDT_AUDIT_TRANSPORT_END) U32(account_id) \
							      BYTES(session, VDT_AUDIT_SESSION) STR(account, VDT_NAME_ROOM) \
							      STR(source, VDT_ADDRESS_ROOM)) \
	/* end what belongs to this session (account_id 0), or all that belongs to the account */ \
	MSG(REVOKED,      VDT_FROM(AUTH),   VDT_GATES,        U32(account_id) BYTES(session, VDT_AUDIT_SESSION)) \
	/* the end of an answer: code 0, or a negative errno with the reason; id: of what was made */ \
	MSG(DONE,         VDT_FROM(AUTH) | VDT_FROM(GUARD) | VDT_FROM(AUDIT), VDT_FROM(WEB), U32(req) S32(code) U32(id) STR(reason, VDT_REASON_ROOM)) \
	/* What auth keeps; each needs a grant to auth itself, of the class that vdt_manage_class() says, or: the list of \
	 * one's own sessions, and the end of one session, are OWN (an administrator may end anybody's); all lists need READ_SYSTEM_SECRET, \
	 * END_ACCOUNT and UNLOCK need WRITE_SYSTEM. */ \
	MSG(SESSION_LIST, VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) ENUM(all, 2)) /* SESSION... DONE */ \
	MSG(SESSION,      VDT_FROM(AUTH),   VDT_FROM(WEB),    U32(req) U32(account_id) ENUM(role, VDT_ROLE_END) ENUM(transport, VDT_AUDIT_TRANSPORT_END) \
							      ENUM(own, 2) U32(idle_left) U32(absolute_left) U64(created) \
							      BYTES(session, VDT_AUDIT_SESSION) STR(account, VDT_NAME_ROOM) \
							      STR(source, VDT_ADDRESS_ROOM)) \
	MSG(SESSION_END,  VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) ENUM(what, VDT_END_END) U32(account_id) BYTES(session, VDT_AUDIT_SESSION)) /* DONE */ \
	MSG(REAUTH,       VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) SECRET(password, VDT_PASSWORD_ROOM) SECRET(otp, 32)) /* DONE */ \
	MSG(PASSWORD,     VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) SECRET(current, VDT_PASSWORD_ROOM) SECRET(password, VDT_PASSWORD_ROOM)) /* DONE */ \
	MSG(OTP,          VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) ENUM(what, VDT_OTP_EDIT_END) U32(account_id) SECRET(code, 32)) /* [OTP_SECRET] DONE */ \
	MSG(OTP_SECRET,   VDT_FROM(AUTH),   VDT_FROM(WEB),    U32(req) SECRET(secret, 64) SECRET(codes, 256)) \
	MSG(ACCOUNT_LIST, VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) U32(id)) /* id 0: all; ACCOUNT... DONE */ \
	MSG(ACCOUNT,      VDT_FROM(AUTH),   VDT_FROM(WEB),    U32(req) U32(id) ENUM(role, VDT_ROLE_END) U8(flags) U32(revision) U64(created) U64(last_login) \
							      STR(name, VDT_NAME_ROOM)) \
	MSG(ACCOUNT_EDIT, VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) ENUM(what, VDT_ACCOUNT_EDIT_END) U32(id) U32(revision) U8(fields) U8(flags) \
							      ENUM(role, VDT_ROLE_END) STR(name, VDT_NAME_ROOM) \
							      SECRET(password, VDT_PASSWORD_ROOM)) /* DONE */ \
	MSG(TOKEN_EDIT,   VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) ENUM(what, VDT_TOKEN_EDIT_END) U32(account_id) U32(id) ENUM(role, VDT_ROLE_END) \
							      U64(expires) BYTES(certificate, 32) STR(name, VDT_NAME_ROOM)) /* TOKEN... DONE */ \
	MSG(TOKEN,        VDT_FROM(AUTH),   VDT_FROM(WEB),    U32(req) U32(id) U32(account_id) ENUM(role, VDT_ROLE_END) U64(created) U64(expires) U64(last_use) \
							      BYTES(certificate, 32) STR(name, VDT_NAME_ROOM) SECRET(token, VDT_TOKEN_ROOM)) \
	MSG(LOCK_LIST,    VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req)) /* LOCK_RULES LOCKED... DONE */ \
	/* what the lockout goes by: wrong passwords until a pair is locked, seconds of the first and the longest lock, tries a day \
	 * from unknown sources per account, hashes at once, logins that wait for one, milliseconds to every refusal */ \
	MSG(LOCK_RULES,   VDT_FROM(AUTH),   VDT_FROM(WEB),    U32(req) U32(failures) U32(first) U32(longest) U32(daily) U32(hashes) U32(queue) \
							      U32(delay)) \
	MSG(LOCKED,       VDT_FROM(AUTH),   VDT_FROM(WEB),    U32(req) U32(account_id) U32(failures) U32(left) STR(source, VDT_ADDRESS_ROOM)) \
	MSG(UNLOCK,       VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) U32(account_id) STR(source, VDT_ADDRESS_ROOM)) /* DONE */ \
	MSG(CSR,          VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) STR(subject, 256)) /* PKCS10 DONE */ \
	MSG(PKCS10,       VDT_FROM(AUTH),   VDT_FROM(WEB),    U32(req) BYTES(der, 4096)) \
	MSG(CERTIFY,      VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req) BYTES(der, 4096)) /* DONE */ \
	MSG(DEACTIVATE,   VDT_FROM(WEB),    VDT_FROM(AUTH),   U32(req)) /* DONE */ \
	/* What guard and audit tell. TEXT is JSON made by them, piece by piece; each needs a grant of the class that its own table says. */ \
	/* of a list: `limit` rows, all if 0, behind the first `after` */ \
	MSG(QUERY,        VDT_FROM(WEB),    VDT_FROM(GUARD),  U32(req) ENUM(what, VDT_QUERY_END) U64(after) U32(limit)) /* TEXT... DONE */ \
	/* The log; class read-system-secret. Zero and empty: whatever; result: 1 + enum vdt_audit_result; from and to: realtime in seconds, \
	 * both included; source: what it begins with; newest: the last `limit` of those wanted, else the first. DONE's id: records told */ \
	MSG(LOG_QUERY,    VDT_FROM(WEB),    VDT_FROM(AUDIT),  U32(req) ENUM(what, VDT_LOG_QUERY_END) ENUM(type, VDT_AUDIT_TYPE_END) \
							      ENUM(result, VDT_AUDIT_RESULT_END + 1) ENUM(newest, 2) U32(limit) U64(after) \
							      U64(from) U64(to) STR(account, VDT_NAME_ROOM) STR(source, VDT_ADDRESS_ROOM)) /* TEXT... DONE */ \
	MSG(TEXT,         VDT_FROM(GUARD) | VDT_FROM(AUDIT), VDT_FROM(WEB), U32(req) BYTES(json, VDT_TEXT_ROOM)) \
	MSG(CANCEL,       VDT_FROM(WEB),    VDT_FROM(GUARD) | VDT_FROM(AUDIT), U32(req)) /* no more of it */ \
	/* What comes in pieces goes through a pipe that guard made, with room for all `size` bytes: whoever writes in order never waits. \
	 * Of more than was announced nothing is taken. */ \
	MSG(UPLOAD,       VDT_FROM(WEB),    VDT_FROM(GUARD),  U32(req) ENUM(what, VDT_UPLOAD_END) U64(size)) /* UPLOAD_TO, or DONE if refused */ \
	MSG(UPLOAD_TO,    VDT_FROM(GUARD),  VDT_FROM(WEB),    U32(req) FD()) \
	/* all is written, or abandon it: DONE; TEXT is which policy it is, as `vedette policy load --json` says it */ \
	MSG(UPLOADED,     VDT_FROM(WEB),    VDT_FROM(GUARD),  U32(req) ENUM(abandon, 2) ENUM(dry_run, 2) U32(confirm)) /* TEXT... DONE */ \
	MSG(CONTROL,      VDT_FROM(WEB),    VDT_FROM(GUARD),  U32(req) ENUM(what, VDT_CONTROL_END) U64(number) STR(argument, 256)) /* DONE */ \
	/* records as they are written, while somebody who may wants them: a grant of read-system-secret is good for VDT_SUBSCRIPTION; \
	 * off needs none. What does not fit into a queue is left out: the numbers show it */ \
	MSG(SUBSCRIBE,    VDT_FROM(WEB),    VDT_FROM(AUDIT),  U32(req) ENUM(on, 2)) /* DONE */ \
	MSG(EVENT,        VDT_FROM(AUDIT),  VDT_FROM(WEB),    U64(seq) BYTES(json, VDT_TEXT_ROOM)) \
	/* sources, for the kernel: addresses of 16 bytes */ \
	MSG(BAN,          VDT_FROM(AUTH),   VDT_FROM(GUARD),  BYTES(source, 16) STR(text, 64)) \
	MSG(TRUST,        VDT_FROM(AUTH),   VDT_FROM(GUARD),  BYTES(source, 16) U32(seconds))
/* clang-format on */

/* ids */
#define VDT_MSG_ID(name, from, to, fields) VDT_MSG_##name,
enum vdt_msg { VDT_MSG_TABLE(VDT_MSG_ID) VDT_MSG_COUNT };

/* payload structs: struct vdt_msg_HELLO { uint32_t build; uint8_t self; ... } */
#define U8(n)		uint8_t n;
#define U16(n)		uint16_t n;
#define U32(n)		uint32_t n;
#define U64(n)		uint64_t n;
#define S32(n)		int32_t n;
#define ENUM(n, count)	uint8_t n;
#define STR(n, room)	char n[room];
#define SECRET(n, room) char n[room];
#define BYTES(n, room) \
	uint32_t n##_len; \
	uint8_t n[room];
#define FD()
#define VDT_MSG_STRUCT(name, from, to, fields) \
	struct vdt_msg_##name { \
		fields \
	};
VDT_MSG_TABLE(VDT_MSG_STRUCT)
#undef U8
#undef U16
#undef U32
#undef U64
#undef S32
#undef ENUM
#undef STR
#undef SECRET
#undef BYTES
#undef FD

/* No payload is larger; every packet fits into one socket buffer. */
#define VDT_MSG_ROOM 8192

/* "vedetted", "audit", ...; "?" for what is none. */
const char *vdt_proc_name(unsigned int proc);

/* Fingerprint of the table: two programs that differ in it were not built together. */
uint32_t vdt_msg_build(void);
/* Payload size of message @id, 0 if there is none. */
size_t vdt_msg_size(unsigned int id);
/* How many descriptors message @id carries: 0 or 1. */
unsigned int vdt_msg_fds(unsigned int id);

/*
 * The check of a message on the way from @from to @to. @payload is aligned for any type. Returns 0,
 * -ENOMSG (no such id), -EPERM (not for these two), -EMSGSIZE (not the size of its struct), or
 * -EBADMSG (a string without end, a byte field longer than its room, an enumeration out of range).
 */
int vdt_msg_check(enum vdt_proc from, enum vdt_proc to, unsigned int id, const void *payload,
		  size_t len);
/*
 * Copy @payload into @ret_payload (of vdt_msg_size(id) bytes) field by field: what lies behind the
 * end of a string, in the unused room of a byte field or between fields becomes zero, so that no
 * process learns from another's stack. @payload must have passed vdt_msg_check().
 */
void vdt_msg_copy(unsigned int id, const void *payload, void *ret_payload);
/* Wipe @payload if message @id carries a secret. */
void vdt_msg_wipe(unsigned int id, void *payload);

#endif /* VDT_IPC_MSGS_H */

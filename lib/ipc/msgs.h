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

/* The processes. The order is the order of starting. */
enum vdt_proc { VDT_SUPER, VDT_AUDIT, VDT_GUARD, VDT_AUTH, VDT_STREAM, VDT_PROC_COUNT };

#define VDT_FROM(p)  (1u << VDT_##p)
#define VDT_ANYONE   ((1u << VDT_PROC_COUNT) - 1)
#define VDT_CHILDREN (VDT_ANYONE & ~VDT_FROM(SUPER))

#define VDT_NAME_ROOM	  64  /* account name with NUL */
#define VDT_PASSWORD_ROOM 256 /* password with NUL */
#define VDT_ADDRESS_ROOM  64  /* "[address]:port" with NUL */

/* What auth says to a checkpoint. */
enum vdt_witness_verdict {
	VDT_VERDICT_COSIGNED, /* note: the same with the signature of the unit */
	VDT_VERDICT_RESUME,   /* ask again with start = size */
	VDT_VERDICT_REFUSED,  /* for good, and reason says why: this log is not what it was */
	VDT_VERDICT_UNABLE,   /* not now */
	VDT_VERDICT_END
};

#define VDT_NOTE_TEXT	  1024 /* VDT_NOTE_ROOM of lib/audit/note.h */
#define VDT_WITNESS_NODES 2048 /* bytes: VDT_RANGE_NODES hashes */

/* clang-format off */
#define VDT_MSG_TABLE(MSG) \
	/* control: vedetted and its children */ \
	MSG(HELLO,        VDT_FROM(SUPER),  VDT_CHILDREN,     U32(build) ENUM(self, VDT_PROC_COUNT) ENUM(provision, 2)) \
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
	/* accounts and keys */ \
	MSG(CERTIFICATE,  VDT_FROM(AUTH),   VDT_FROM(STREAM), BYTES(der, 4096)) \
	MSG(SIGN,         VDT_FROM(STREAM), VDT_FROM(AUTH),   U32(req) BYTES(digest, 64)) \
	MSG(SIGNATURE,    VDT_FROM(AUTH),   VDT_FROM(STREAM), U32(req) BYTES(der, 256)) \
	MSG(LOGIN,        VDT_FROM(STREAM), VDT_FROM(AUTH),   U32(req) STR(source, VDT_ADDRESS_ROOM) \
							      STR(name, VDT_NAME_ROOM) SECRET(password, VDT_PASSWORD_ROOM)) \
	MSG(LOGIN_RESULT, VDT_FROM(AUTH),   VDT_FROM(STREAM), U32(req) ENUM(ok, 2) ENUM(role, VDT_AUDIT_ROLE_END) \
							      U32(account_id) STR(account, VDT_NAME_ROOM)) \
	/* the session that a good login began is over */ \
	MSG(LOGOUT,       VDT_FROM(STREAM), VDT_FROM(AUTH),   U32(req)) \
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

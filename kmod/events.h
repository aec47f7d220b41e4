/* SPDX-License-Identifier: GPL-2.0-only */
/* What happened: kept in a ring for those who come late, and sent to the multicast group. */
#ifndef VDT_EVENTS_H
#define VDT_EVENTS_H

#include <linux/types.h>
#include <crypto/sha2.h>

#include "addr.h"
#include "limits.h"

struct vdt_ban;
struct vdt_conn;
struct vdt_identity;
struct vdt_packet;

struct vdt_event {
	u64 seq;		/* from 1, without gap */
	u64 boottime, realtime; /* nanoseconds */
	u8 type;		/* enum vedette_event_type; says which of the fields count */

	/* packet-drop, egress-drop, cut; of a socket-refuse those without address and device */
	struct vdt_addr src, dst;
	u32 ifindex, suppressed;
	u16 port; /* 0: none */
	u8 reason, proto;
	bool observed; /* it only would have been dropped */

	/* ban, unban, beside src */
	u32 seconds; /* 0: none */
	u8 bits;     /* of src that count */

	/* all others, and those too */
	u32 pid, uid; /* in the initial namespaces */
	s32 error;
	char policy_name[VDT_NAME_MAX + 1]; /* empty: no policy */
	u64 policy_version;
	u8 policy_digest[SHA256_DIGEST_SIZE];
	char text[VDT_EVENT_TEXT_MAX + 1]; /* may be empty */

	/* integrity, beside suppressed, observed, pid, uid and text, the executable */
	struct {
		u8 kind, reason; /* enum vedette_integrity_kind, _reason */
		u8 digest_len;	 /* 0: it was not hashed */
		u32 parent;	 /* process, in the initial namespace */
		u32 key_id, dev; /* of the file; 0: none */
		u64 ino;
		u8 digest[SHA512_DIGEST_SIZE];
		char path[VDT_EVENT_TEXT_MAX + 1]; /* of the file; empty: none */
	} integrity;
};

int vdt_events_init(void);
void vdt_events_exit(void);

/* From when to when the multicast group is there. Nothing is sent after vdt_events_mute() returns.
 */
void vdt_events_unmute(void);
void vdt_events_mute(void);

/* Reports a dropped packet, unless the rate limits leave it out. Any context. type: packet-drop or
 * egress-drop. observed: it was let pass, for the mode is observe.
 */
void vdt_event_drop(const struct vdt_packet *packet, u8 reason, u8 type, bool observed);

/*
 * Reports a system call of the current process on a socket that was refused, or would have been;
 * the text is its executable. The rate of these events is limited. May sleep.
 */
void vdt_event_socket(u8 reason, u16 proto, u16 port, bool observed);

/*
 * Of a policy or a feed; identity and text may be NULL. Process context; the current process is the
 * one that asked.
 */
void vdt_event_policy(u8 type, const struct vdt_identity *identity, int error, const char *text);
void vdt_event_module(const char *text);

/* type: ban or unban; seconds that are left of it. */
void vdt_event_ban(u8 type, const struct vdt_ban *ban, u32 seconds);

/* A connection was cut: because it was over the limit `reason`, unless the rate limits leave the
 * event out; or because the current process asked. */
void vdt_event_over(const struct vdt_conn *conn, u8 reason);
void vdt_event_cut(const struct vdt_conn *conn);

/* So many counts of connections were wrong, and were mended. */
void vdt_event_drift(u32 counts);

/* Fills in the process, its parent and its user. Any context of a process. */
void vdt_event_by_current(struct vdt_event *event);

/* Keeps the event and sends it. Of type integrity. Does not sleep; not where interrupts are off. */
void vdt_event_integrity(struct vdt_event *event);

/* Copies the first event after the sequence number `since`; returns whether there was one. */
bool vdt_event_next(u64 since, struct vdt_event *ret_event);

struct vdt_event_counts {
	u64 sent, suppressed, lost;
};

struct vdt_event_counts vdt_event_counts(void);

#endif /* VDT_EVENTS_H */

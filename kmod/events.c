// SPDX-License-Identifier: GPL-2.0-only
#include <linux/cred.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>

#include "ban_table.h"
#include "bucket.h"
#include "conn_table.h"
#include "eval.h"
#include "events.h"
#include "exe.h"
#include "netlink_event.h"
#include "policy.h"
#include "source_table.h"

/* Written by init and exit only. */
static struct vdt_source_table *sources;
static struct vdt_event *ring; /* VDT_EVENTS of them, the one of seq at seq % VDT_EVENTS */

/* Protects the ring and all below. Nests inside the policy's lock, nothing nests inside it. */
static DEFINE_SPINLOCK(lock);
static u64 last_seq;
static u64 read_seq; /* highest that was copied out */
static u64 lost;     /* overwritten before they were copied out */
static struct vdt_bucket socket_events;
static u64 sockets_suppressed; /* refused system calls that left no event */
static bool audible;	       /* the multicast group is there */

static const struct vdt_bucket_rate socket_rate = {.cost = VDT_EVENT_NS, .burst = VDT_EVENT_BURST};

int vdt_events_init(void)
{
	siphash_key_t key;

	vdt_bucket_init(&socket_events, &socket_rate, ktime_get_boottime_ns());
	get_random_bytes(&key, sizeof(key));
	sources = vdt_source_table_new(&key, ktime_get_boottime_ns());
	ring = kvcalloc(VDT_EVENTS, sizeof(*ring), GFP_KERNEL);
	if (!sources || !ring) {
		vdt_events_exit();
		return -ENOMEM;
	}
	return 0;
}

void vdt_events_exit(void)
{
	kvfree(ring);
	vdt_source_table_free(sources);
}

void vdt_events_unmute(void)
{
	spin_lock_bh(&lock);
	audible = true;
	spin_unlock_bh(&lock);
}

void vdt_events_mute(void)
{
	spin_lock_bh(&lock);
	audible = false;
	spin_unlock_bh(&lock);
}

/* Sent under the lock, so that the group sees the events in the order of their numbers. */
static void keep_and_send(struct vdt_event *event)
{
	event->boottime = ktime_get_boottime_ns();
	event->realtime = ktime_get_real_ns();
	spin_lock_bh(&lock);
	event->seq = ++last_seq;
	if (event->seq > VDT_EVENTS && event->seq - VDT_EVENTS > read_seq)
		lost++;
	ring[event->seq % VDT_EVENTS] = *event;
	if (audible)
		vdt_netlink_event_send(event);
	spin_unlock_bh(&lock);
}

/* By itself, so that a flood does not pay for the event that most of its packets do not become. */
static noinline void send_drop(const struct vdt_packet *packet, u8 reason, u8 type, bool observed,
			       u32 suppressed)
{
	struct vdt_event event = {
		.type = type,
		.src = packet->src,
		.dst = packet->dst,
		.ifindex = packet->ifindex,
		.port = packet->dst_port,
		.reason = reason,
		.proto = packet->proto,
		.observed = observed,
		.suppressed = suppressed,
	};

	keep_and_send(&event);
}

void vdt_event_drop(const struct vdt_packet *packet, u8 reason, u8 type, bool observed)
{
	const struct vdt_addr *stranger =
		type == VEDETTE_EVENT_TYPE_EGRESS_DROP ? &packet->dst : &packet->src;
	u64 now = ktime_get_coarse_boottime_ns();
	u32 suppressed;

	if (vdt_source_report(sources, stranger, now, &suppressed))
		send_drop(packet, reason, type, observed, suppressed);
}

static void send_asked(struct vdt_event *event, const char *text)
{
	event->pid = task_tgid_nr(current);
	event->uid = from_kuid(&init_user_ns, current_uid());
	if (text)
		strscpy(event->text, text, sizeof(event->text));
	keep_and_send(event);
}

/* Returns whether such an event may be left now. */
static bool take_socket_token(void)
{
	bool taken;

	spin_lock_bh(&lock);
	taken = vdt_bucket_take(&socket_events, &socket_rate, ktime_get_boottime_ns());
	if (!taken)
		sockets_suppressed++;
	spin_unlock_bh(&lock);
	return taken;
}

void vdt_event_socket(u8 reason, u16 proto, u16 port, bool observed)
{
	struct vdt_event event = {
		.type = VEDETTE_EVENT_TYPE_SOCKET_REFUSE,
		.reason = reason,
		.proto = proto > U8_MAX ? IPPROTO_RAW : (u8)proto,
		.port = port,
		.observed = observed,
	};
	char *name;

	if (!take_socket_token())
		return;
	name = vdt_exe_name();
	send_asked(&event, name);
	kfree(name);
}

void vdt_event_policy(u8 type, const struct vdt_identity *identity, int error, const char *text)
{
	struct vdt_event event = {.type = type, .error = error};

	if (identity) {
		strscpy(event.policy_name, identity->name, sizeof(event.policy_name));
		event.policy_version = identity->version;
		memcpy(event.policy_digest, identity->digest, sizeof(event.policy_digest));
	}
	send_asked(&event, text);
}

void vdt_event_module(const char *text)
{
	struct vdt_event event = {.type = VEDETTE_EVENT_TYPE_MODULE};

	send_asked(&event, text);
}

void vdt_event_ban(u8 type, const struct vdt_ban *ban, u32 seconds)
{
	struct vdt_event event = {
		.type = type,
		.src = ban->source,
		.seconds = seconds,
		.bits = ban->bits,
	};

	send_asked(&event, ban->text);
}

static struct vdt_event cut_event(const struct vdt_conn *conn, u8 reason)
{
	return (struct vdt_event){
		.type = VEDETTE_EVENT_TYPE_CUT,
		.src = conn->source,
		.dst = conn->destination,
		.port = conn->port,
		.reason = reason,
		.proto = IPPROTO_TCP,
	};
}

void vdt_event_over(const struct vdt_conn *conn, u8 reason)
{
	struct vdt_event event = cut_event(conn, reason);

	if (vdt_source_report(sources, &conn->source, ktime_get_boottime_ns(), &event.suppressed))
		keep_and_send(&event);
}

void vdt_event_cut(const struct vdt_conn *conn)
{
	struct vdt_event event = cut_event(conn, VEDETTE_REASON_SERVICE);

	send_asked(&event, "on request");
}

void vdt_event_drift(u32 counts)
{
	struct vdt_event event = {.type = VEDETTE_EVENT_TYPE_DRIFT};

	snprintf(event.text, sizeof(event.text), "%u counts of connections were wrong", counts);
	keep_and_send(&event);
}

void vdt_event_by_current(struct vdt_event *event)
{
	rcu_read_lock();
	event->integrity.parent = task_tgid_nr(rcu_dereference(current->real_parent));
	rcu_read_unlock();
	event->pid = task_tgid_nr(current);
	event->uid = from_kuid(&init_user_ns, current_uid());
}

void vdt_event_integrity(struct vdt_event *event)
{
	event->type = VEDETTE_EVENT_TYPE_INTEGRITY;
	keep_and_send(event);
}

bool vdt_event_next(u64 since, struct vdt_event *ret_event)
{
	bool found;
	u64 seq;

	spin_lock_bh(&lock);
	seq = since + 1;
	if (last_seq >= VDT_EVENTS && seq <= last_seq - VDT_EVENTS)
		seq = last_seq - VDT_EVENTS + 1;
	found = since < last_seq;
	if (found) {
		*ret_event = ring[seq % VDT_EVENTS];
		read_seq = max(read_seq, seq);
	}
	spin_unlock_bh(&lock);
	return found;
}

struct vdt_event_counts vdt_event_counts(void)
{
	struct vdt_event_counts counts = {.suppressed = vdt_source_suppressed(sources)};

	spin_lock_bh(&lock);
	counts.sent = last_seq;
	counts.lost = lost;
	counts.suppressed += sockets_suppressed;
	spin_unlock_bh(&lock);
	return counts;
}

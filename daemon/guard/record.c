// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/record.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/nl/digest.h"
#include "lib/nl/names.h"

#define DIGEST_SHOWN 8 /* bytes, enough to tell policies apart by eye */

struct kind {
	uint8_t type;	/* enum vdt_audit_type, 0: unknown */
	uint8_t result; /* enum vdt_audit_result */
	void (*describe)(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record);
};

static void name_address(const uint8_t *address, size_t len, struct vdt_msg_RECORD *record)
{
	if (len)
		inet_ntop(len == 4 ? AF_INET : AF_INET6, address, record->source,
			  sizeof(record->source));
}

static void name_port(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record)
{
	const char *proto = event->proto == IPPROTO_TCP	  ? "tcp"
			    : event->proto == IPPROTO_UDP ? "udp"
							  : NULL;

	if (proto)
		snprintf(record->object, sizeof(record->object), "%s/%u", proto, event->port);
	else
		snprintf(record->object, sizeof(record->object), "ip/%u", event->proto);
}

static void name_asker(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record)
{
	if (!event->pid)
		return;
	record->transport = VDT_AUDIT_NETLINK;
	snprintf(record->source, sizeof(record->source), "pid %u, uid %u", event->pid, event->uid);
}

static void describe_drop(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record)
{
	name_address(event->source, event->source_len, record);
	name_port(event, record);
	snprintf(record->reason, sizeof(record->reason), "%s", vdt_nl_reason_name(event->reason));
	record->count += event->suppressed;
}

static void describe_egress(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record)
{
	describe_drop(event, record);
	name_address(event->destination, event->destination_len, record);
}

/* What was done to a source, and why. */
static void describe_source(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record)
{
	name_address(event->source, event->source_len, record);
	if (event->seconds)
		snprintf(record->object, sizeof(record->object), "%u s", event->seconds);
	else if (event->port)
		name_port(event, record);
	snprintf(record->reason, sizeof(record->reason), "%s", event->text);
}

static void describe_socket(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record)
{
	name_asker(event, record);
	name_port(event, record);
	snprintf(record->reason, sizeof(record->reason), "%s: %s",
		 vdt_nl_reason_name(event->reason), event->text);
}

/* Of what is too long the end, for the name of a file stands there. */
static void cut(const char *text, char *ret_text, size_t size)
{
	size_t len = strlen(text);

	if (len < size)
		snprintf(ret_text, size, "%s", text);
	else
		snprintf(ret_text, size, "...%s", text + len + sizeof("...") - size);
}

static void name_file(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record)
{
	char where[64] = "", key[16] = "";

	if (event->inode)
		snprintf(where, sizeof(where), ", inode %llu of %u:%u",
			 (unsigned long long)event->inode, event->device >> 20,
			 event->device & 0xfffff);
	if (event->key_id)
		snprintf(key, sizeof(key), ", key %08x", event->key_id);
	snprintf(record->object, sizeof(record->object), "%s%s%s%s%s",
		 vdt_nl_integrity_kind_name(event->kind), *event->path ? " " : "", event->path,
		 where, key);
}

/* The digest is whole, and of the executable as much as there is room for. */
static void name_cause(const struct vdt_nl_event *event, char *text, size_t room)
{
	char digest[VDT_NL_DIGEST_WORDS], tail[sizeof(", ") + VDT_NL_DIGEST_WORDS] = "";
	size_t used;

	if (event->digest_len)
		snprintf(tail, sizeof(tail), ", %s",
			 vdt_nl_digest_words(event->digest, event->digest_len, digest));
	used = snprintf(text, room, "%s, by ",
			vdt_nl_integrity_reason_name(event->integrity_reason));
	cut(event->text, text + used, room - used - strlen(tail));
	used = strlen(text);
	snprintf(text + used, room - used, "%s", tail);
}

static void describe_integrity(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record)
{
	if (event->pid)
		snprintf(record->source, sizeof(record->source), "pid %u, uid %u, child of %u",
			 event->pid, event->uid, event->parent);
	name_file(event, record);
	name_cause(event, record->reason, sizeof(record->reason));
	record->count += event->suppressed;
}

static void name_policy(const struct vdt_nl_identity *policy, char *text, size_t room)
{
	char digest[2 * DIGEST_SHOWN + 1];
	unsigned int i;

	if (!policy->name[0])
		return;
	for (i = 0; i < DIGEST_SHOWN; i++)
		snprintf(digest + 2 * i, 3, "%02x", policy->digest[i]);
	snprintf(text, room, "%s version %llu sha256:%s", policy->name,
		 (unsigned long long)policy->version, digest);
}

static void describe_policy(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record)
{
	name_policy(&event->policy, record->object, sizeof(record->object));
	name_asker(event, record);
	if (event->error)
		snprintf(record->reason, sizeof(record->reason), "%s (%s)", event->text,
			 strerror(event->error < 0 ? -event->error : event->error));
	else
		snprintf(record->reason, sizeof(record->reason), "%s", event->text);
}

static void describe_lock(const struct vdt_nl_event *event, struct vdt_msg_RECORD *record)
{
	describe_policy(event, record);
	if (event->error)
		record->result = VDT_AUDIT_REFUSED;
}

static const struct kind kinds[] = {
	[VEDETTE_EVENT_TYPE_PACKET_DROP] = {VDT_AUDIT_PACKET_DROP, VDT_AUDIT_REFUSED,
					    describe_drop},
	[VEDETTE_EVENT_TYPE_POLICY_LOAD] = {VDT_AUDIT_POLICY_LOAD, VDT_AUDIT_OK, describe_policy},
	[VEDETTE_EVENT_TYPE_POLICY_REFUSE] = {VDT_AUDIT_POLICY_REFUSE, VDT_AUDIT_REFUSED,
					      describe_policy},
	[VEDETTE_EVENT_TYPE_POLICY_CONFIRM] = {VDT_AUDIT_POLICY_CONFIRM, VDT_AUDIT_OK,
					       describe_policy},
	[VEDETTE_EVENT_TYPE_POLICY_REVERT] = {VDT_AUDIT_POLICY_REVERT, VDT_AUDIT_OK,
					      describe_policy},
	[VEDETTE_EVENT_TYPE_MODULE] = {VDT_AUDIT_MODULE, VDT_AUDIT_OK, describe_policy},
	[VEDETTE_EVENT_TYPE_FEED_LOAD] = {VDT_AUDIT_FEED_LOAD, VDT_AUDIT_OK, describe_policy},
	[VEDETTE_EVENT_TYPE_FEED_REFUSE] = {VDT_AUDIT_FEED_REFUSE, VDT_AUDIT_REFUSED,
					    describe_policy},
	[VEDETTE_EVENT_TYPE_BAN] = {VDT_AUDIT_BAN, VDT_AUDIT_OK, describe_source},
	[VEDETTE_EVENT_TYPE_UNBAN] = {VDT_AUDIT_UNBAN, VDT_AUDIT_OK, describe_source},
	[VEDETTE_EVENT_TYPE_CUT] = {VDT_AUDIT_CUT, VDT_AUDIT_OK, describe_source},
	[VEDETTE_EVENT_TYPE_DRIFT] = {VDT_AUDIT_DRIFT, VDT_AUDIT_FAILED, describe_policy},
	[VEDETTE_EVENT_TYPE_EGRESS_DROP] = {VDT_AUDIT_EGRESS_DROP, VDT_AUDIT_REFUSED,
					    describe_egress},
	[VEDETTE_EVENT_TYPE_LOCK] = {VDT_AUDIT_LOCK, VDT_AUDIT_OK, describe_lock},
	[VEDETTE_EVENT_TYPE_SOCKET_REFUSE] = {VDT_AUDIT_SOCKET_REFUSE, VDT_AUDIT_REFUSED,
					      describe_socket},
	[VEDETTE_EVENT_TYPE_INTEGRITY] = {VDT_AUDIT_INTEGRITY, VDT_AUDIT_REFUSED,
					  describe_integrity},
};

int vdt_record_make(const struct vdt_nl_event *event, struct vdt_msg_RECORD *ret_record)
{
	const struct kind *kind;

	if (event->type >= sizeof(kinds) / sizeof(kinds[0]) || !kinds[event->type].type)
		return -ENOMSG;
	kind = &kinds[event->type];
	*ret_record = (struct vdt_msg_RECORD){.type = kind->type,
					      .result = event->observed ? VDT_AUDIT_OBSERVED
									: kind->result,
					      .count = 1,
					      .boottime = event->boottime,
					      .realtime = event->realtime,
					      .kernel_seq = event->seq};
	kind->describe(event, ret_record);
	return 0;
}

void vdt_record_lost(uint64_t count, uint64_t seq, struct vdt_msg_RECORD *ret_record)
{
	*ret_record = (struct vdt_msg_RECORD){
		.type = VDT_AUDIT_EVENTS_LOST,
		.result = VDT_AUDIT_FAILED,
		.count = count > UINT32_MAX ? UINT32_MAX : (uint32_t)count,
		.boottime = vdt_clock_boottime(),
		.realtime = vdt_clock_realtime(),
		.kernel_seq = seq,
		.object = "kernel events",
		.reason = "the ring of the kernel was overrun",
	};
}

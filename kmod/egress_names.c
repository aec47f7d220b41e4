// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/random.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/udp.h>

#include "dns_reader.h"
#include "egress_names.h"
#include "eval.h"
#include "limits.h"
#include "names.h"
#include "policy_parse.h"

enum {
	DNS_PORT = 53,
	QUERY_MAX = 12 + 255 + 4, /* header, name, type and class */
};

/* Written by init and exit only. */
static struct vdt_names *names;

int vdt_egress_names_init(void)
{
	siphash_key_t key;

	get_random_bytes(&key, sizeof(key));
	names = vdt_names_new(&key);
	return names ? 0 : -ENOMEM;
}

void vdt_egress_names_exit(void)
{
	vdt_names_free(names);
}

u64 vdt_egress_names_hash(const char *name)
{
	return vdt_names_hash(names, name);
}

static bool has_names(const struct vdt_policy *policy)
{
	int i;

	for (i = 0; i < policy->n_egress; i++)
		if (policy->egress[i].dns)
			return true;
	return false;
}

u64 vdt_egress_names_rules(const struct vdt_policy *policy, const struct vdt_addr *addr)
{
	return has_names(policy) ? vdt_names_rules(names, policy, addr, ktime_get_boottime_ns())
				 : 0;
}

u64 vdt_egress_names_wanted(const struct vdt_policy *policy, u64 name)
{
	return vdt_names_wanted(names, policy, name);
}

void vdt_egress_names_hold(u64 name, const struct vdt_addr *addr)
{
	vdt_names_hold(names, name, addr);
}

void vdt_egress_names_release(u64 name, const struct vdt_addr *addr)
{
	vdt_names_release(names, name, addr, ktime_get_boottime_ns());
}

/* Copies the payload, as far as there is room; returns its length. */
static size_t copy_payload(const struct sk_buff *skb, const struct vdt_packet *packet, u8 *buf,
			   size_t room)
{
	int offset = skb_transport_offset(skb) + (int)sizeof(struct udphdr);
	size_t len;

	if (offset < 0 || offset >= skb->len)
		return 0;
	len = min_t(size_t, skb->len - offset, room);
	return skb_copy_bits(skb, offset, buf, len) ? 0 : len;
}

void vdt_egress_names_ask(const struct vdt_policy *policy, const struct vdt_packet *packet,
			  const struct sk_buff *skb)
{
	struct vdt_dns_question question;
	struct vdt_name_question pending;
	u8 query[QUERY_MAX];
	size_t len;

	if (packet->proto != IPPROTO_UDP || packet->dst_port != DNS_PORT || !has_names(policy))
		return;
	len = copy_payload(skb, packet, query, sizeof(query));
	if (vdt_dns_question(query, len, true, &question))
		return;
	pending = (struct vdt_name_question){
		.net = packet->net,
		.resolver = packet->dst,
		.name = vdt_names_hash(names, question.name),
		.local_port = packet->src_port,
		.id = question.id,
		.type = question.type,
	};
	if (vdt_names_wanted(names, policy, pending.name))
		vdt_names_ask(names, &pending, ktime_get_boottime_ns());
}

/* Reads the message; returns whether it answers a question of ours, and whose addresses it has. */
static bool read_answer(const struct vdt_packet *packet, const u8 *message, size_t len,
			u64 *ret_name, struct vdt_dns_addresses *ret_addresses)
{
	struct vdt_dns_question question;
	struct vdt_name_question pending;

	if (vdt_dns_question(message, len, false, &question))
		return false;
	pending = (struct vdt_name_question){
		.net = packet->net,
		.resolver = packet->src,
		.name = vdt_names_hash(names, question.name),
		.local_port = packet->dst_port,
		.id = question.id,
		.type = question.type,
	};
	*ret_name = pending.name;
	return vdt_names_answer(names, &pending, ktime_get_boottime_ns()) &&
	       !vdt_dns_answer(message, len, ret_addresses);
}

struct scratch {
	struct vdt_dns_addresses addresses;
	u8 message[VDT_DNS_MESSAGE_MAX];
};

void vdt_egress_names_hear(const struct vdt_policy *policy, const struct vdt_packet *packet,
			   const struct sk_buff *skb)
{
	struct scratch *scratch;
	size_t len;
	u64 name;
	u32 i;

	if (packet->proto != IPPROTO_UDP || packet->src_port != DNS_PORT || !has_names(policy))
		return;
	scratch = kmalloc(sizeof(*scratch), GFP_ATOMIC);
	if (!scratch)
		return;
	len = copy_payload(skb, packet, scratch->message, sizeof(scratch->message));
	if (read_answer(packet, scratch->message, len, &name, &scratch->addresses))
		for (i = 0; i < scratch->addresses.n; i++)
			vdt_names_add(names, name, &scratch->addresses.each[i].addr,
				      scratch->addresses.each[i].seconds, ktime_get_boottime_ns());
	kfree(scratch);
}

// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "bucket.h"
#include "eval.h"
#include "limits.h"
#include "policy_parse.h"
#include "udp_peer.h"

struct flow {
	u64 ends; /* 0: never used */
	u32 id;	  /* hash of the whole address and the port */
};

struct peer {
	struct vdt_addr source;
	u64 net;
	u64 ends;   /* 0: never used */
	u64 credit; /* bytes that it may still be answered */
	struct vdt_bucket tokens;
	u16 port;     /* of the service */
	bool counted; /* the service has limits */
	struct flow flows[VDT_UDP_FLOWS_MAX];
};

/* A service that has as many peers as it may: none of them ends before `until`. */
struct full {
	u64 until;
	u32 connections;
	u16 port;
};

struct vdt_udp_table {
	siphash_key_t key; /* never changes */
	spinlock_t lock;   /* protects all below, nests inside nothing of ours */
	struct full full[VDT_SERVICES_MAX];
	struct peer peers[VDT_UDP_BUCKETS][VDT_UDP_WAYS];
};

struct vdt_udp_table *vdt_udp_table_new(const siphash_key_t *key)
{
	struct vdt_udp_table *table = kvzalloc(sizeof(*table), GFP_KERNEL);

	if (!table)
		return NULL;
	table->key = *key;
	spin_lock_init(&table->lock);
	return table;
}

void vdt_udp_table_free(struct vdt_udp_table *table)
{
	kvfree(table);
}

static u64 hash_peer(const struct vdt_udp_table *table, const struct vdt_addr *addr, u64 net,
		     u16 port)
{
	struct {
		struct vdt_addr addr;
		u64 net, port;
	} key = {.addr = *addr, .net = net, .port = port};

	return siphash(&key, sizeof(key), &table->key);
}

static struct peer *bucket_of(struct vdt_udp_table *table, const struct vdt_addr *source, u64 net,
			      u16 port)
{
	return table->peers[hash_peer(table, source, net, port) % VDT_UDP_BUCKETS];
}

static struct peer *find_peer(struct peer *bucket, const struct vdt_addr *source, u64 net, u16 port,
			      u64 now)
{
	u32 i;

	for (i = 0; i < VDT_UDP_WAYS; i++)
		if (now < bucket[i].ends && bucket[i].port == port && bucket[i].net == net &&
		    vdt_addr_equal(&bucket[i].source, source))
			return &bucket[i];
	return NULL;
}

/* Counts the peers of the port anew. Returns whether there are `connections`; then *ret_first is
 * when the first of them may end. */
static bool count_peers(const struct vdt_udp_table *table, u16 port, u32 connections, u64 now,
			u64 *ret_first)
{
	const struct peer *peer = table->peers[0], *end = peer + VDT_UDP_BUCKETS * VDT_UDP_WAYS;
	u32 n = 0;

	*ret_first = U64_MAX;
	for (; peer < end; peer++) {
		if (peer->port != port || now >= peer->ends)
			continue;
		n++;
		*ret_first = min(*ret_first, peer->ends);
	}
	return n >= connections;
}

/*
 * Whether the service has no room for one peer more. A peer only ever ends later than it was to, so
 * a flood of newcomers costs one count in the time until the first may end.
 */
static bool is_full(struct vdt_udp_table *table, int index, const struct vdt_service *service,
		    u64 now)
{
	struct full *full = &table->full[index];

	if (!service->connections)
		return false;
	if (full->port != service->port || full->connections != service->connections ||
	    now >= full->until) {
		*full = (struct full){.port = service->port, .connections = service->connections};
		if (!count_peers(table, service->port, service->connections, now, &full->until))
			full->until = 0;
	}
	return now < full->until;
}

static bool may_go(const struct peer *peer, u64 now)
{
	return now >= peer->ends || !peer->counted;
}

/* Of those that may go, the one that ends first, or NULL. */
static struct peer *find_room(struct peer *bucket, u64 now)
{
	struct peer *first = NULL;
	u32 i;

	for (i = 0; i < VDT_UDP_WAYS; i++)
		if (may_go(&bucket[i], now) && (!first || bucket[i].ends < first->ends))
			first = &bucket[i];
	return first;
}

static struct vdt_bucket_rate rate_of(const struct vdt_service *service)
{
	return (struct vdt_bucket_rate){
		.cost = div_u64(service->period * VDT_SECOND, service->rate),
		.burst = service->rate,
	};
}

static bool keeps_rate(struct peer *peer, const struct vdt_service *service, u64 now)
{
	struct vdt_bucket_rate rate;

	if (!service->rate)
		return true;
	rate = rate_of(service);
	return vdt_bucket_take(&peer->tokens, &rate, now);
}

/* Remembers the flow; returns whether there may be one more, or it is one of them. */
static bool keeps_flows(struct peer *peer, const struct vdt_service *service, u32 id, u64 now)
{
	struct flow *flow, *ended = NULL;
	u32 i, n = 0;

	if (!service->per_source)
		return true;
	for (i = 0; i < VDT_UDP_FLOWS_MAX; i++) {
		flow = &peer->flows[i];
		if (now >= flow->ends) {
			ended = flow;
			continue;
		}
		if (flow->id == id) {
			flow->ends = now + VDT_UDP_PEER_NS;
			return true;
		}
		n++;
	}
	if (!ended || n >= service->per_source)
		return false;
	*ended = (struct flow){.id = id, .ends = now + VDT_UDP_PEER_NS};
	return true;
}

static u8 take_newcomer(struct vdt_udp_table *table, const struct vdt_service *service, int index,
			struct peer *bucket, u64 now, struct peer **ret_peer)
{
	struct peer *peer;

	if (is_full(table, index, service, now))
		return VEDETTE_REASON_LIMIT_SERVICE;
	peer = find_room(bucket, now);
	if (!peer)
		return VEDETTE_REASON_LIMIT;
	*peer = (struct peer){.port = service->port};
	if (service->rate) {
		struct vdt_bucket_rate rate = rate_of(service);

		vdt_bucket_init(&peer->tokens, &rate, now);
	}
	*ret_peer = peer;
	return 0;
}

/* A peer is remembered until all that its rate may take has grown again. */
static u64 end_of(const struct vdt_service *service, u64 now)
{
	return now + max(VDT_UDP_PEER_NS, service->period * VDT_SECOND);
}

static u8 take(struct peer *peer, const struct vdt_service *service, u32 flow, u32 len, u64 now)
{
	if (!keeps_flows(peer, service, flow, now))
		return VEDETTE_REASON_LIMIT_SOURCE;
	if (!keeps_rate(peer, service, now))
		return VEDETTE_REASON_RATE;
	peer->counted = service->connections || service->per_source || service->rate;
	peer->credit += len;
	peer->ends = end_of(service, now);
	return 0;
}

u8 vdt_udp_ask(struct vdt_udp_table *table, const struct vdt_policy *policy, int index,
	       const struct vdt_packet *packet, u64 now)
{
	const struct vdt_service *service = &policy->services[index];
	struct vdt_addr source = vdt_addr_source(&packet->src);
	struct peer *bucket = bucket_of(table, &source, packet->net, service->port), *peer;
	u32 flow = 0;
	u8 reason = 0;

	if (service->per_source)
		flow = (u32)hash_peer(table, &packet->src, packet->net, packet->src_port);

	spin_lock_bh(&table->lock);
	peer = find_peer(bucket, &source, packet->net, service->port, now);
	if (!peer)
		reason = take_newcomer(table, service, index, bucket, now, &peer);
	if (!reason) {
		peer->source = source;
		peer->net = packet->net;
		reason = take(peer, service, flow, packet->len, now);
	}
	spin_unlock_bh(&table->lock);
	return reason;
}

static enum vdt_udp_answer judge(struct peer *peer, u32 len, bool any)
{
	if (!peer)
		return VDT_UDP_UNASKED;
	if (any)
		return VDT_UDP_ANSWER;
	if (peer->credit < len)
		return VDT_UDP_TOO_LARGE;
	peer->credit -= len;
	return VDT_UDP_ANSWER;
}

enum vdt_udp_answer vdt_udp_answer(struct vdt_udp_table *table, const struct vdt_policy *policy,
				   const struct vdt_packet *packet, bool verified, u64 now)
{
	struct vdt_addr source = vdt_addr_source(&packet->dst);
	int index = vdt_policy_service(policy, packet->proto, packet->src_port);
	enum vdt_udp_answer answer;
	struct peer *bucket;
	bool any;

	if (packet->proto != IPPROTO_UDP || index < 0)
		return VDT_UDP_UNASKED;
	any = verified || policy->services[index].flags & VEDETTE_SERVICE_FLAG_ANSWER_ANY;
	bucket = bucket_of(table, &source, packet->net, packet->src_port);
	spin_lock_bh(&table->lock);
	answer = judge(find_peer(bucket, &source, packet->net, packet->src_port, now), packet->len,
		       any);
	spin_unlock_bh(&table->lock);
	return answer;
}

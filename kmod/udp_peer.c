// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "bucket.h"
#include "eval.h"
#include "limits.h"
#include "policy_parse.h"
#include "udp_peer.h"

struct flow {
	u64 ends;
	u32 id; /* hash of the whole address and the port */
};

/* A source, as one service sees it. */
struct asker {
	u32 hash; /* of what follows: one look tells most others apart */
	u16 port; /* of the service */
	u64 net;
	struct vdt_addr source;
};

struct peer {
	struct asker asker;
	u64 ends;     /* 0: never used */
	bool counted; /* the service has limits */
	u8 n_flows;
	u64 credit; /* bytes that it may still be answered */
	struct vdt_bucket tokens;
	struct flow flows[VDT_UDP_FLOWS_MAX]; /* those from n_flows on were another's */
};

struct bucket {
	struct peer peers[VDT_UDP_WAYS];
	u32 oldest; /* place, modulo the places, of the peer that came first */
};

/* A service that has as many peers as it may: none of them ends before `until`. */
struct full {
	u64 until;
	u32 connections;
	u16 port;
};

struct vdt_udp_table {
	hsiphash_key_t key; /* never changes */
	spinlock_t lock;    /* protects all below, nests inside nothing of ours */
	struct full full[VDT_SERVICES_MAX];
	struct bucket buckets[VDT_UDP_BUCKETS];
};

struct vdt_udp_table *vdt_udp_table_new(const hsiphash_key_t *key)
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

/* The port is no secret: it stands outside the hash, so that no address makes up for it. */
static u32 hash_addr(const struct vdt_udp_table *table, const struct vdt_addr *addr, u16 port)
{
	u32 word[4];

	memcpy(word, addr, sizeof(word));
	if (vdt_addr_is_v4(addr))
		return hsiphash_1u32(word[3], &table->key) + port;
	return hsiphash_4u32(word[0], word[1], word[2], word[3], &table->key) + port;
}

/* Written into its callers as find_peer() is: every packet pays for both. */
static __always_inline struct asker asker_of(const struct vdt_udp_table *table,
					     const struct vdt_addr *addr, u64 net, u16 port)
{
	struct asker asker = {.port = port, .net = net, .source = vdt_addr_source(addr)};

	asker.hash = hash_addr(table, &asker.source, port) + (u32)net;
	return asker;
}

static bool is_same(const struct asker *a, const struct asker *b)
{
	return a->port == b->port && a->net == b->net && vdt_addr_equal(&a->source, &b->source);
}

static struct bucket *bucket_of(struct vdt_udp_table *table, const struct asker *asker)
{
	return &table->buckets[asker->hash % VDT_UDP_BUCKETS];
}

/* Returns the peer, or NULL; then *ret_unused is the first place without one, or NULL. */
static __always_inline struct peer *find_peer(struct bucket *bucket, const struct asker *asker,
					      u64 now, struct peer **ret_unused)
{
	struct peer *peer = bucket->peers, *end = peer + VDT_UDP_WAYS;

	*ret_unused = NULL;
	for (; peer < end; peer++) {
		if (now >= peer->ends)
			*ret_unused = *ret_unused ?: peer;
		else if (peer->asker.hash == asker->hash && is_same(&peer->asker, asker))
			return peer;
	}
	return NULL;
}

/* Counts the peers of the port anew. Returns whether there are `connections`; then *ret_first is
 * when the first of them may end. */
static bool count_peers(const struct vdt_udp_table *table, u16 port, u32 connections, u64 now,
			u64 *ret_first)
{
	const struct peer *peer;
	u32 i, n = 0;

	*ret_first = U64_MAX;
	for (i = 0; i < VDT_UDP_BUCKETS * VDT_UDP_WAYS; i++) {
		peer = &table->buckets[i / VDT_UDP_WAYS].peers[i % VDT_UDP_WAYS];
		if (peer->asker.port != port || now >= peer->ends)
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

/* Of the peers that may go, the one that came first, or NULL. */
static struct peer *find_room(struct bucket *bucket)
{
	struct peer *peer;
	u32 i;

	for (i = 0; i < VDT_UDP_WAYS; i++) {
		peer = &bucket->peers[(bucket->oldest + i) % VDT_UDP_WAYS];
		if (!peer->counted)
			return peer;
	}
	return NULL;
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
	for (i = 0; i < peer->n_flows; i++) {
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
	if (n >= service->per_source || n >= VDT_UDP_FLOWS_MAX)
		return false;
	if (!ended)
		ended = &peer->flows[peer->n_flows++];
	*ended = (struct flow){.id = id, .ends = now + VDT_UDP_PEER_NS};
	return true;
}

/* Returns the newcomer, in the place `unused` or of a peer that may go, or NULL. */
static struct peer *add_peer(struct bucket *bucket, struct peer *unused, const struct asker *asker,
			     const struct vdt_service *service, u64 now)
{
	struct peer *peer = unused ?: find_room(bucket);
	struct vdt_bucket_rate rate;

	if (!peer)
		return NULL;
	bucket->oldest = (u32)(peer - bucket->peers) + 1;
	peer->asker = *asker;
	peer->ends = 0;
	peer->n_flows = 0;
	peer->credit = 0;
	if (service->rate) {
		rate = rate_of(service);
		vdt_bucket_init(&peer->tokens, &rate, now);
	}
	return peer;
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

static u8 ask_locked(struct vdt_udp_table *table, const struct vdt_service *service, int index,
		     const struct asker *asker, u32 flow, u32 len, u64 now)
{
	struct bucket *bucket = bucket_of(table, asker);
	struct peer *peer, *unused;

	peer = find_peer(bucket, asker, now, &unused);
	if (!peer) {
		if (is_full(table, index, service, now))
			return VEDETTE_REASON_LIMIT_SERVICE;
		peer = add_peer(bucket, unused, asker, service, now);
		if (!peer)
			return VEDETTE_REASON_LIMIT;
	}
	return take(peer, service, flow, len, now);
}

u8 vdt_udp_ask(struct vdt_udp_table *table, const struct vdt_policy *policy, int index,
	       const struct vdt_packet *packet, u64 now)
{
	const struct vdt_service *service = &policy->services[index];
	const struct asker asker = asker_of(table, &packet->src, packet->net, service->port);
	u32 flow = 0;
	u8 reason;

	if (service->per_source)
		flow = hash_addr(table, &packet->src, packet->src_port);

	spin_lock(&table->lock);
	reason = ask_locked(table, service, index, &asker, flow, packet->len, now);
	spin_unlock(&table->lock);
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
	int index = vdt_policy_service(policy, packet->proto, packet->src_port);
	enum vdt_udp_answer answer;
	struct asker asker;
	struct peer *unused;
	bool any;

	if (packet->proto != IPPROTO_UDP || index < 0)
		return VDT_UDP_UNASKED;
	any = verified || policy->services[index].flags & VEDETTE_SERVICE_FLAG_ANSWER_ANY;
	asker = asker_of(table, &packet->dst, packet->net, packet->src_port);
	spin_lock_bh(&table->lock);
	answer = judge(find_peer(bucket_of(table, &asker), &asker, now, &unused), packet->len, any);
	spin_unlock_bh(&table->lock);
	return answer;
}

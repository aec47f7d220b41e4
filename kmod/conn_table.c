// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "conn_group.h"
#include "conn_limit.h"
#include "conn_pending.h"
#include "conn_rate.h"
#include "conn_table.h"
#include "limits.h"
#include "policy_parse.h"

/* The groups that a connection counts in. */
enum member {
	ALL,
	SERVICE,
	SOURCE,		/* to any service */
	SERVICE_SOURCE, /* to this one */
	SERVICE_SITE,	/* IPv6 */
	MEMBERS,
};

struct entry {
	struct entry *next;
	struct vdt_conn conn;
	struct vdt_group *groups[MEMBERS]; /* all NULL when it must be cut; no site for IPv4 */
	u32 swept;			   /* the last sweep that saw it */
	u8 over;			   /* enum vedette_reason to cut it for, or 0 */
	bool cutting;			   /* somebody was told to */
};

struct vdt_conn_table {
	siphash_key_t key; /* never changes */
	spinlock_t lock;   /* protects all below, nests inside a socket's and the hash table's */
	struct entry *heads[VDT_CONN_BUCKETS];
	struct vdt_group_table groups;
	struct vdt_rate_table rates;
	struct vdt_pending_table pending;
	u32 sweep, drift; /* number of the sweep, what it found */
	u32 n_over;	  /* entries that nobody was told to cut */
	bool blind;	  /* there was no memory to count a connection */
};

struct vdt_conn_table *vdt_conn_table_new(const siphash_key_t *key, u64 now)
{
	struct vdt_conn_table *table = kvzalloc(sizeof(*table), GFP_KERNEL);

	if (!table)
		return NULL;
	table->key = table->groups.key = table->rates.key = *key;
	vdt_pending_init(&table->pending, key, now);
	spin_lock_init(&table->lock);
	return table;
}

void vdt_conn_table_free(struct vdt_conn_table *table)
{
	struct entry *entry;
	u32 i;

	if (!table)
		return;
	for (i = 0; i < VDT_CONN_BUCKETS; i++) {
		while ((entry = table->heads[i])) {
			table->heads[i] = entry->next;
			kfree(entry);
		}
	}
	vdt_pending_done(&table->pending);
	vdt_group_table_done(&table->groups);
	kvfree(table);
}

static enum vdt_syn take_syn(struct vdt_conn_table *table, const struct vdt_conn_rules *rules,
			     const struct vdt_wish *wish, u64 now)
{
	const struct vdt_handshake handshake = {
		.source = wish->source,
		.source_port = wish->source_port,
		.port = rules->service->port,
		.lasts = wish->lasts,
	};

	if (wish->cookie)
		return VDT_SYN_PASS;
	return vdt_pending_take(&table->pending, &table->groups, &handshake,
				rules->limits->half_open, now);
}

static u8 judge_locked(struct vdt_conn_table *table, const struct vdt_conn_rules *rules,
		       const struct vdt_wish *wish, u64 now, bool *ret_stateless)
{
	enum vdt_syn syn;
	u8 reason;

	if (table->blind)
		return VEDETTE_REASON_LIMIT;
	reason = vdt_limit_counts(&table->groups, rules, &wish->source, wish->trusted);
	if (reason != VEDETTE_REASON_SERVICE)
		return reason;
	if (!vdt_rate_allows(&table->rates, rules->service, &wish->source, now))
		return VEDETTE_REASON_RATE;
	if (vdt_limit_queue(&table->groups, wish, rules->service->port))
		return VEDETTE_REASON_ACCEPT_QUEUE;
	syn = take_syn(table, rules, wish, now);
	*ret_stateless = syn == VDT_SYN_COOKIE;
	return syn == VDT_SYN_DROP ? VEDETTE_REASON_HALF_OPEN : VEDETTE_REASON_SERVICE;
}

static void count_refused(struct vdt_conn_table *table, u16 port)
{
	struct vdt_group_key key = vdt_group_port(port);
	struct vdt_group *group = vdt_group_get(&table->groups, &key);

	if (group)
		group->refused++;
}

u8 vdt_conn_judge(struct vdt_conn_table *table, const struct vdt_conn_rules *rules,
		  const struct vdt_wish *wish, u64 now, bool *ret_stateless)
{
	u8 reason;

	*ret_stateless = false;
	spin_lock_bh(&table->lock);
	reason = judge_locked(table, rules, wish, now, ret_stateless);
	if (reason != VEDETTE_REASON_SERVICE) {
		count_refused(table, 0);
		count_refused(table, rules->service->port);
	}
	spin_unlock_bh(&table->lock);
	return reason;
}

static struct entry **find_link(struct vdt_conn_table *table, u64 sock)
{
	struct entry **link =
		&table->heads[siphash(&sock, sizeof(sock), &table->key) % VDT_CONN_BUCKETS];

	while (*link && (*link)->conn.sock != sock)
		link = &(*link)->next;
	return link;
}

static void put_groups(struct vdt_conn_table *table, struct entry *entry)
{
	u32 i;

	for (i = 0; i < MEMBERS; i++)
		vdt_group_put(&table->groups, entry->groups[i]);
}

/* All or none. */
static bool get_groups(struct vdt_conn_table *table, struct entry *entry)
{
	const struct vdt_conn *conn = &entry->conn;
	const struct vdt_group_key keys[MEMBERS] = {
		[ALL] = vdt_group_port(0),
		[SERVICE] = vdt_group_port(conn->port),
		[SOURCE] = vdt_group_source(&conn->source, 0),
		[SERVICE_SOURCE] = vdt_group_source(&conn->source, conn->port),
		[SERVICE_SITE] = vdt_group_site(&conn->source, conn->port),
	};
	u32 i, n = vdt_addr_is_v4(&conn->source) ? SERVICE_SITE : MEMBERS;

	for (i = 0; i < n; i++) {
		entry->groups[i] = vdt_group_get(&table->groups, &keys[i]);
		if (!entry->groups[i]) {
			put_groups(table, entry);
			return false;
		}
	}
	return true;
}

static bool count(struct vdt_conn_table *table, struct entry *entry)
{
	u32 i;

	if (!get_groups(table, entry))
		return false;
	for (i = 0; i < MEMBERS; i++)
		if (entry->groups[i])
			entry->groups[i]->connections++;
	if (entry->groups[SERVICE_SITE] && entry->groups[SERVICE_SOURCE]->connections == 1)
		entry->groups[SERVICE_SITE]->nets++;
	return true;
}

static void uncount(struct vdt_conn_table *table, struct entry *entry)
{
	u32 i;

	if (entry->groups[SERVICE_SITE] && entry->groups[SERVICE_SOURCE]->connections == 1)
		entry->groups[SERVICE_SITE]->nets--;
	for (i = 0; i < MEMBERS; i++)
		if (entry->groups[i])
			entry->groups[i]->connections--;
	put_groups(table, entry);
}

static void drop_link(struct vdt_conn_table *table, struct entry **link)
{
	struct entry *entry = *link;

	*link = entry->next;
	if (entry->over)
		table->n_over -= !entry->cutting;
	else
		uncount(table, entry);
	kfree(entry);
}

/* over: the reason to cut it for, 0: it counts. */
static void insert(struct vdt_conn_table *table, const struct vdt_conn *conn, u8 over)
{
	struct entry **link = find_link(table, conn->sock), *entry;

	if (*link) /* its end was missed, the address is another socket's now */
		drop_link(table, link);
	entry = kzalloc(sizeof(*entry), GFP_ATOMIC);
	if (!entry) {
		table->blind = true;
		return;
	}
	entry->conn = *conn;
	entry->over = over;
	entry->swept = table->sweep;
	if (!over && !count(table, entry)) {
		kfree(entry);
		table->blind = true;
		return;
	}
	table->n_over += !!over;
	entry->next = *link;
	*link = entry;
}

u8 vdt_conn_add(struct vdt_conn_table *table, const struct vdt_conn_rules *rules,
		const struct vdt_conn *conn, bool trusted)
{
	const struct vdt_handshake handshake = {
		.source = conn->source,
		.source_port = conn->source_port,
		.port = conn->port,
	};
	u8 reason;

	spin_lock_bh(&table->lock);
	vdt_pending_end(&table->pending, &table->groups, &handshake);
	reason = vdt_limit_counts(&table->groups, rules, &conn->source, trusted);
	if (reason == VEDETTE_REASON_SERVICE && rules->service &&
	    !vdt_rate_take(&table->rates, rules->service, &conn->source, conn->since))
		reason = VEDETTE_REASON_RATE;
	if (rules->observe)
		reason = VEDETTE_REASON_SERVICE;
	insert(table, conn, reason == VEDETTE_REASON_SERVICE ? 0 : reason);
	spin_unlock_bh(&table->lock);
	return reason;
}

bool vdt_conn_remove(struct vdt_conn_table *table, u64 sock)
{
	struct entry **link;
	bool known;

	spin_lock_bh(&table->lock);
	link = find_link(table, sock);
	known = *link;
	if (known)
		drop_link(table, link);
	spin_unlock_bh(&table->lock);
	return known;
}

void vdt_conn_sweep_begin(struct vdt_conn_table *table)
{
	spin_lock_bh(&table->lock);
	table->sweep++;
	table->drift = 0;
	table->blind = false;
	spin_unlock_bh(&table->lock);
}

static bool same_conn(const struct vdt_conn *a, const struct vdt_conn *b)
{
	return a->id == b->id && a->source_port == b->source_port && a->port == b->port &&
	       vdt_addr_equal(&a->source, &b->source);
}

bool vdt_conn_sweep_see(struct vdt_conn_table *table, const struct vdt_conn *conn)
{
	struct entry *entry;
	bool known;

	spin_lock_bh(&table->lock);
	entry = *find_link(table, conn->sock);
	known = entry && same_conn(&entry->conn, conn);
	if (known) {
		entry->swept = table->sweep;
		entry->conn.state = conn->state;
	}
	spin_unlock_bh(&table->lock);
	return known;
}

void vdt_conn_sweep_found(struct vdt_conn_table *table, const struct vdt_conn *conn)
{
	spin_lock_bh(&table->lock);
	insert(table, conn, 0);
	table->drift++;
	spin_unlock_bh(&table->lock);
}

static void drop_unseen(struct vdt_conn_table *table, struct entry **link, u32 oldest)
{
	while (*link) {
		if (table->sweep - (*link)->swept > oldest) {
			drop_link(table, link);
			table->drift++;
		} else {
			link = &(*link)->next;
		}
	}
}

u32 vdt_conn_sweep_end(struct vdt_conn_table *table, bool all, u64 now)
{
	u32 i, drift;

	spin_lock_bh(&table->lock);
	for (i = 0; i < VDT_CONN_BUCKETS; i++)
		drop_unseen(table, &table->heads[i], all ? 0 : 1);
	vdt_pending_sweep(&table->pending, &table->groups, now);
	drift = table->drift;
	spin_unlock_bh(&table->lock);
	return drift;
}

bool vdt_conn_is_blind(struct vdt_conn_table *table)
{
	bool blind;

	spin_lock_bh(&table->lock);
	blind = table->blind;
	spin_unlock_bh(&table->lock);
	return blind;
}

bool vdt_conn_find(struct vdt_conn_table *table, u64 id, vdt_conn_hold hold,
		   struct vdt_conn *ret_conn)
{
	const struct entry *entry = NULL;
	bool held;
	u32 i;

	spin_lock_bh(&table->lock);
	for (i = 0; i < VDT_CONN_BUCKETS && !entry; i++) {
		entry = table->heads[i];
		while (entry && entry->conn.id != id)
			entry = entry->next;
	}
	held = entry && hold(entry->conn.sock);
	if (held)
		*ret_conn = entry->conn;
	spin_unlock_bh(&table->lock);
	return held;
}

static struct entry *find_over(struct vdt_conn_table *table)
{
	struct entry *entry;
	u32 i;

	for (i = 0; i < VDT_CONN_BUCKETS && table->n_over; i++)
		for (entry = table->heads[i]; entry; entry = entry->next)
			if (entry->over && !entry->cutting)
				return entry;
	return NULL;
}

bool vdt_conn_next_cut(struct vdt_conn_table *table, vdt_conn_hold hold, struct vdt_conn *ret_conn,
		       u8 *ret_reason)
{
	struct entry *entry;
	bool held = false;

	spin_lock_bh(&table->lock);
	while (!held && (entry = find_over(table))) {
		entry->cutting = true;
		table->n_over--;
		*ret_conn = entry->conn;
		*ret_reason = entry->over;
		held = hold(entry->conn.sock);
	}
	spin_unlock_bh(&table->lock);
	return held;
}

static const struct entry *entry_at(const struct vdt_conn_table *table,
				    struct vdt_conn_cursor *cursor)
{
	const struct entry *entry;
	u32 n;

	for (; cursor->bucket < VDT_CONN_BUCKETS; cursor->bucket++, cursor->nth = 0) {
		n = cursor->nth++;
		for (entry = table->heads[cursor->bucket]; entry && n; n--)
			entry = entry->next;
		if (entry)
			return entry;
	}
	return NULL;
}

bool vdt_conn_next(struct vdt_conn_table *table, struct vdt_conn_cursor *cursor,
		   struct vdt_conn *ret_conn)
{
	const struct entry *entry;

	spin_lock_bh(&table->lock);
	do
		entry = entry_at(table, cursor);
	while (entry && entry->over);
	if (entry)
		*ret_conn = entry->conn;
	spin_unlock_bh(&table->lock);
	return entry;
}

static const struct vdt_group *group_at(const struct vdt_conn_table *table,
					struct vdt_conn_cursor *cursor)
{
	const struct vdt_group *group;
	u32 n;

	for (; cursor->bucket < VDT_GROUP_BUCKETS; cursor->bucket++, cursor->nth = 0) {
		n = cursor->nth++;
		for (group = table->groups.heads[cursor->bucket]; group && n; n--)
			group = group->next;
		if (group)
			return group;
	}
	return NULL;
}

static bool is_source(const struct vdt_group *group)
{
	return !group->key.port &&
	       (group->key.bits == VDT_GROUP_NET6 || group->key.bits == VDT_GROUP_HOST4);
}

bool vdt_conn_next_source(struct vdt_conn_table *table, struct vdt_conn_cursor *cursor,
			  struct vdt_conn_source *ret_source)
{
	const struct vdt_group *group;

	spin_lock_bh(&table->lock);
	do
		group = group_at(table, cursor);
	while (group && !is_source(group));
	if (group)
		*ret_source = (struct vdt_conn_source){
			.source = group->key.source,
			.bits = group->key.bits == VDT_GROUP_HOST4 ? 32 : group->key.bits,
			.connections = group->connections,
			.half_open = group->half_open,
		};
	spin_unlock_bh(&table->lock);
	return group;
}

struct vdt_conn_use vdt_conn_use(struct vdt_conn_table *table, u16 port)
{
	struct vdt_group_key key = vdt_group_port(port);
	struct vdt_conn_use use = {};
	const struct vdt_group *group;

	spin_lock_bh(&table->lock);
	group = vdt_group_find(&table->groups, &key);
	if (group) {
		use.connections = group->connections;
		use.refused = group->refused;
	}
	if (!port)
		use.half_open = table->pending.n;
	spin_unlock_bh(&table->lock);
	return use;
}

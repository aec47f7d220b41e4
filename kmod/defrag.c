// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kmod.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>

#include "defrag.h"

/* A network namespace. */
struct place {
	struct list_head node;
	struct net *net;
	bool reassembles;
};

/* Protects all below. Taken inside the locks of the policy and of the network namespaces. */
static DEFINE_MUTEX(lock);
static LIST_HEAD(places);
static bool wanted;

/* Of nf_defrag_ipv6, which they keep loaded; NULL unless wanted and there. */
static typeof(&nf_defrag_ipv6_enable) enable;
static typeof(&nf_defrag_ipv6_disable) disable;

static unsigned int place_id __read_mostly;

static void start_locked(struct place *place)
{
	if (enable && !place->reassembles)
		place->reassembles = !enable(place->net);
}

static void stop_locked(struct place *place)
{
	if (place->reassembles)
		disable(place->net);
	place->reassembles = false;
}

/* Not under the lock: loading a module waits for namespaces, and these wait for the lock. */
static void get_defrag(void)
{
	request_module("nf_defrag_ipv6");
	mutex_lock(&lock);
	enable = symbol_get(nf_defrag_ipv6_enable);
	disable = symbol_get(nf_defrag_ipv6_disable);
	if (enable && !disable) {
		symbol_put(nf_defrag_ipv6_enable);
		enable = NULL;
	}
	mutex_unlock(&lock);
}

static void put_defrag_locked(void)
{
	if (enable)
		symbol_put(nf_defrag_ipv6_enable);
	if (disable)
		symbol_put(nf_defrag_ipv6_disable);
	enable = NULL;
	disable = NULL;
}

/* Called under the policy's lock only, so one at a time. */
void vdt_defrag_want(bool want)
{
	struct place *place;

	if (want == READ_ONCE(wanted))
		return;
	if (want)
		get_defrag();
	mutex_lock(&lock);
	WRITE_ONCE(wanted, want);
	list_for_each_entry(place, &places, node) {
		if (want)
			start_locked(place);
		else
			stop_locked(place);
	}
	if (!want)
		put_defrag_locked();
	mutex_unlock(&lock);
}

const char *vdt_defrag_missing(void)
{
	return READ_ONCE(wanted) && !READ_ONCE(enable)
		       ? "no nf_defrag_ipv6: IPv6 fragments are dropped"
		       : NULL;
}

static int __net_init add_place(struct net *net)
{
	struct place *place = net_generic(net, place_id);

	mutex_lock(&lock);
	place->net = net;
	list_add(&place->node, &places);
	start_locked(place);
	mutex_unlock(&lock);
	return 0;
}

static void __net_exit remove_place(struct net *net)
{
	struct place *place = net_generic(net, place_id);

	mutex_lock(&lock);
	stop_locked(place);
	list_del(&place->node);
	mutex_unlock(&lock);
}

static struct pernet_operations place_ops = {
	.init = add_place,
	.exit = remove_place,
	.id = &place_id,
	.size = sizeof(struct place),
};

int vdt_defrag_init(void)
{
	return register_pernet_subsys(&place_ops);
}

void vdt_defrag_exit(void)
{
	unregister_pernet_subsys(&place_ops);
}

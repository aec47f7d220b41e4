// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/random.h>

#include "eval.h"
#include "trust.h"
#include "udp_peers.h"

/* Written by init and exit only. */
static struct vdt_udp_table *peers;

int vdt_udp_peers_init(void)
{
	hsiphash_key_t key;

	get_random_bytes(&key, sizeof(key));
	peers = vdt_udp_table_new(&key);
	return peers ? 0 : -ENOMEM;
}

void vdt_udp_peers_exit(void)
{
	vdt_udp_table_free(peers);
}

u8 vdt_udp_peers_ask(const struct vdt_policy *policy, int service, const struct vdt_packet *packet)
{
	return vdt_udp_ask(peers, policy, service, packet, ktime_get_coarse_boottime_ns());
}

enum vdt_udp_answer vdt_udp_peers_answer(const struct vdt_policy *policy,
					 const struct vdt_packet *packet)
{
	if (!policy || packet->loopback || packet->fault)
		return VDT_UDP_UNASKED;
	return vdt_udp_answer(peers, policy, packet, vdt_trust_has(&packet->dst),
			      ktime_get_coarse_boottime_ns());
}

// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bottom_half.h>
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <net/net_namespace.h>
#include <net/xdp.h>

#include "bans.h"
#include "control.h"
#include "enforce.h"
#include "eval.h"
#include "events.h"
#include "flows.h"
#include "headers.h"
#include "host.h"
#include "limits.h"
#include "policy.h"
#include "xdp.h"

static struct vdt_xdp_count __percpu *counts;

int vdt_xdp_init(void)
{
	counts = alloc_percpu(struct vdt_xdp_count);
	return counts ? 0 : -ENOMEM;
}

void vdt_xdp_exit(void)
{
	free_percpu(counts);
}

struct vdt_xdp_count vdt_xdp_sum(void)
{
	struct vdt_xdp_count sum = {};
	const struct vdt_xdp_count *one;
	int cpu;

	for_each_possible_cpu(cpu) {
		one = per_cpu_ptr(counts, cpu);
		sum.passed += READ_ONCE(one->passed);
		sum.dropped += READ_ONCE(one->dropped);
	}
	return sum;
}

/* A frame on its way into the stack. */
struct frame {
	struct net_device *device; /* that the stack will take it for */
	const u8 *at, *end;
	__be16 proto; /* of what is at `at` */
};

/* Steps over a tag, to the device of its VLAN. VLAN 0 is a priority without a device. */
static bool skip_tag(struct frame *frame)
{
	const struct vlan_hdr *tag = (const void *)frame->at;
	u16 vid;

	if (frame->end - frame->at < VLAN_HLEN)
		return false;
	vid = ntohs(tag->h_vlan_TCI) & VLAN_VID_MASK;
	if (vid)
		frame->device = __vlan_find_dev_deep_rcu(frame->device, frame->proto, vid);
	frame->at += VLAN_HLEN;
	frame->proto = tag->h_vlan_encapsulated_proto;
	return frame->device;
}

/* Returns whether the frame carries IP for this host. */
static bool open_frame(struct frame *frame, const struct xdp_buff *xdp)
{
	const struct ethhdr *ether = xdp->data;
	int tags;

	*frame = (struct frame){.device = xdp->rxq->dev, .at = xdp->data, .end = xdp->data_end};
	if (frame->end - frame->at < ETH_HLEN)
		return false;
	frame->at += ETH_HLEN;
	frame->proto = ether->h_proto;
	for (tags = 0; eth_type_vlan(frame->proto); tags++)
		if (tags == VDT_VLAN_TAGS_MAX || !skip_tag(frame))
			return false;
	return (frame->proto == htons(ETH_P_IP) || frame->proto == htons(ETH_P_IPV6)) &&
	       !(frame->device->flags & IFF_LOOPBACK) &&
	       ether_addr_equal(ether->h_dest, frame->device->dev_addr);
}

/*
 * Whether the verdict can be told from the frame alone. Fragments are put together before they are
 * judged, what IP itself lives on is judged by the device as well. An IPv4-mapped address is no
 * address of this host to IPv6.
 */
static bool is_telling(const struct vdt_packet *packet, const struct frame *frame)
{
	bool ipv6 = frame->proto == htons(ETH_P_IPV6);

	return packet->ipv6 == ipv6 && !(ipv6 && vdt_addr_is_v4(&packet->dst)) &&
	       packet->fault != VEDETTE_REASON_FRAGMENT &&
	       (packet->fault || !vdt_control_judge(packet));
}

static bool judge(const struct vdt_image *image, const struct frame *frame)
{
	struct net *net = dev_net(frame->device);
	const struct vdt_bytes bytes = {
		.head = frame->at,
		.head_len = frame->end - frame->at,
		.len = frame->end - frame->at,
	};
	struct vdt_packet packet = {
		.net = net->net_cookie,
		.len = bytes.len,
		.ifindex = frame->device->ifindex,
		.find_flow = vdt_flows_match,
		.flow_net = net,
	};
	struct vdt_verdict verdict;

	vdt_headers_read(&packet, &bytes);
	if (!vdt_enforce_covers(image, net) || !is_telling(&packet, frame))
		return false;
	packet.own_src = packet.ipv6 && vdt_host_has(&packet.src, net, frame->device);
	packet.banned = vdt_bans_drop(&packet.src);
	verdict = vdt_eval_in(vdt_enforce_rules(image), &packet);
	/* The stack brings to the netfilter hook only what is for an address of the host. */
	if (verdict.pass || !vdt_host_has(&packet.dst, net, NULL))
		return false;
	return !vdt_enforce(image, &packet, &verdict, VEDETTE_EVENT_TYPE_PACKET_DROP);
}

/* What is only observed is left to the netfilter hook, or it would be counted twice. */
static bool is_asked(const struct vdt_image *image)
{
	return !image || (image->policy->mode == VEDETTE_MODE_ENFORCE &&
			  image->policy->xdp != VEDETTE_XDP_OFF);
}

bool vdt_xdp_drop(const struct xdp_buff *xdp)
{
	const struct vdt_image *image;
	struct frame frame;
	bool drop = false;

	local_bh_disable(); /* a test run of the program has them on */
	rcu_read_lock();
	image = vdt_policy_rcu();
	if (is_asked(image) && open_frame(&frame, xdp))
		drop = judge(image, &frame);
	rcu_read_unlock();
	if (drop)
		this_cpu_inc(counts->dropped);
	else
		this_cpu_inc(counts->passed);
	local_bh_enable();
	return drop;
}

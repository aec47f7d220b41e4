// SPDX-License-Identifier: GPL-2.0-only
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/netfilter_netdev.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <net/sock.h>

#include "egress_device.h"
#include "egress_hook.h"
#include "enforce.h"
#include "eval.h"
#include "exe.h"
#include "headers.h"
#include "image.h"
#include "limits.h"
#include "policy.h"

#ifdef CONFIG_NETFILTER_EGRESS

struct frame {
	const struct sk_buff *skb;
	u32 offset; /* of what is behind the header of Ethernet, from skb->data */
	u16 type;   /* of Ethernet, host order; 0: it cannot be told */
};

static bool read_type(struct frame *frame)
{
	__be16 type;

	if (skb_copy_bits(frame->skb, frame->offset - sizeof(type), &type, sizeof(type)))
		return false;
	frame->type = ntohs(type);
	return true;
}

/* Reads what goes onto the wire; what the process said about it proves nothing. */
static struct frame read_frame(const struct sk_buff *skb, const struct net_device *device)
{
	struct frame frame = {.skb = skb, .offset = ETH_HLEN};
	int tags;

	if (device->type != ARPHRD_ETHER || !read_type(&frame))
		return (struct frame){.skb = skb};
	for (tags = 0; eth_type_vlan(htons(frame.type)); tags++) {
		frame.offset += VLAN_HLEN;
		if (tags == VDT_VLAN_TAGS_MAX || !read_type(&frame))
			return (struct frame){.skb = skb};
	}
	return frame;
}

/* What a link cannot work without and no router passes on. */
static bool is_link_control(const struct frame *frame)
{
	return frame->type == ETH_P_ARP || frame->type == ETH_P_PAE || frame->type == ETH_P_LLDP;
}

static const u8 *fetch(const struct vdt_bytes *bytes, u32 offset, u32 len, u8 *buf)
{
	const struct frame *frame = bytes->source;

	return skb_copy_bits(frame->skb, frame->offset + offset, buf, len) ? NULL : buf;
}

static void read_packet(struct vdt_packet *packet, const struct frame *frame)
{
	const struct vdt_bytes bytes = {
		.len = frame->skb->len - frame->offset,
		.fetch = fetch,
		.source = frame,
	};

	vdt_headers_read(packet, &bytes);
	if (!packet->fault && packet->ipv6 != (frame->type == ETH_P_IPV6))
		packet->fault = VEDETTE_REASON_MALFORMED;
}

static void read_sender(struct vdt_packet *packet, const struct frame *frame,
			const struct vdt_image *image, const struct nf_hook_state *state)
{
	if (frame->type == ETH_P_IP || frame->type == ETH_P_IPV6) {
		read_packet(packet, frame);
		packet->own_src = vdt_egress_is_own(packet, state->net, state->out);
	} else {
		packet->own_src = true;
	}
	vdt_egress_read_sender(packet, image, frame->skb->sk);
}

/*
 * The right to a packet socket is none to other destinations. Neighbour discovery passes as it does
 * from other sockets.
 */
static struct vdt_verdict judge(const struct vdt_image *image, const struct vdt_packet *packet)
{
	struct vdt_verdict verdict = vdt_eval_out(vdt_enforce_rules(image), packet);

	if (verdict.reason == VEDETTE_REASON_EGRESS_RULE)
		vdt_egress_limit(&verdict, image, packet, NULL);
	if (!verdict.pass || (verdict.reason != VEDETTE_REASON_ICMPV6 &&
			      !(image && packet->exes & image->policy->packet_sockets)))
		return (struct vdt_verdict){.reason = VEDETTE_REASON_PACKET_SOCKET, .service = -1};
	return verdict;
}

static bool may_leave(const struct sk_buff *skb, const struct nf_hook_state *state,
		      const struct vdt_image *image)
{
	struct frame frame = read_frame(skb, state->out);
	struct vdt_verdict verdict;
	struct vdt_packet packet = {
		.net = state->net->net_cookie,
		.len = skb->len,
		.ifindex = state->out->ifindex,
		.loopback = state->out->flags & IFF_LOOPBACK,
	};

	if (is_link_control(&frame))
		return true;
	read_sender(&packet, &frame, image, state);
	verdict = judge(image, &packet);
	return vdt_enforce(image, &packet, &verdict, VEDETTE_EVENT_TYPE_EGRESS_DROP);
}

/*
 * What the sockets of IP send was judged as a packet. What has no socket comes from the stack
 * itself or, over a bridge, from another device.
 */
static unsigned int device_out(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct sock *sk = skb->sk;
	const struct vdt_image *image;
	bool may;

	if (!sk || sk->sk_family == AF_INET || sk->sk_family == AF_INET6)
		return NF_ACCEPT;
	rcu_read_lock();
	image = vdt_policy_rcu();
	may = !vdt_enforce_covers(image, state->net) || may_leave(skb, state, image);
	rcu_read_unlock();
	return may ? NF_ACCEPT : NF_DROP_ERR(-EPERM);
}

struct gate {
	struct list_head node;
	struct nf_hook_ops ops;
};

static LIST_HEAD(gates); /* under RTNL */

static int add_gate(struct net_device *device)
{
	struct gate *gate = kzalloc(sizeof(*gate), GFP_KERNEL);
	int err;

	if (!gate)
		return -ENOMEM;
	gate->ops = (struct nf_hook_ops){
		.hook = device_out,
		.dev = device,
		.pf = NFPROTO_NETDEV,
		.hooknum = NF_NETDEV_EGRESS,
		.priority = INT_MAX,
	};
	err = nf_register_net_hook(dev_net(device), &gate->ops);
	if (err)
		kfree(gate);
	else
		list_add(&gate->node, &gates);
	return err;
}

static void remove_gate(struct net_device *device)
{
	struct gate *gate, *next;

	list_for_each_entry_safe(gate, next, &gates, node) {
		if (gate->ops.dev != device)
			continue;
		nf_unregister_net_hook(dev_net(device), &gate->ops);
		list_del(&gate->node);
		kfree(gate);
	}
}

/* A device that cannot get its gate is not registered. */
static int on_device(struct notifier_block *nb, unsigned long event, void *info)
{
	struct net_device *device = netdev_notifier_info_to_dev(info);

	if (event == NETDEV_REGISTER)
		return notifier_from_errno(add_gate(device));
	if (event == NETDEV_UNREGISTER)
		remove_gate(device);
	return NOTIFY_DONE;
}

static struct notifier_block notifier = {.notifier_call = on_device};

int vdt_egress_device_init(void)
{
	return register_netdevice_notifier(&notifier);
}

void vdt_egress_device_exit(void)
{
	unregister_netdevice_notifier(&notifier);
	synchronize_net();
}

const char *vdt_egress_device_missing(void)
{
	return NULL;
}

#else

int vdt_egress_device_init(void)
{
	return 0;
}

void vdt_egress_device_exit(void)
{
}

const char *vdt_egress_device_missing(void)
{
	return "the kernel has no CONFIG_NETFILTER_EGRESS";
}

#endif

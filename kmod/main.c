// SPDX-License-Identifier: GPL-2.0-only
/* Vedette: bring-up and its mirror. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/printk.h>

#include "bans.h"
#include "conns.h"
#include "defrag.h"
#include "egress_hook.h"
#include "events.h"
#include "exe.h"
#include "flows.h"
#include "hooks.h"
#include "keyring.h"
#include "net_hooks.h"
#include "netlink.h"
#include "policy.h"
#include "stats.h"
#include "xdp.h"
#include "trust.h"
#include "udp_peers.h"

static int __init vedette_init(void)
{
	int err;

	/* 1. Whom to trust. */
	err = vdt_keyring_init();
	if (err)
		goto err_keyring;

	/* 2. Where to count and to report. */
	err = vdt_stats_init();
	if (err)
		goto err_stats;
	err = vdt_events_init();
	if (err)
		goto err_events;

	/* 3. What to decide by. */
	err = vdt_flows_init();
	if (err)
		goto err_flows;
	err = vdt_trust_init();
	if (err)
		goto err_trust;
	err = vdt_bans_init();
	if (err)
		goto err_bans;
	err = vdt_udp_peers_init();
	if (err)
		goto err_udp_peers;
	err = vdt_conns_init();
	if (err)
		goto err_conns;
	err = vdt_exe_init();
	if (err)
		goto err_exe;
	err = vdt_xdp_init();
	if (err)
		goto err_xdp;
	err = vdt_defrag_init();
	if (err)
		goto err_defrag;
	vdt_policy_init();
	err = vdt_hooks_init();
	if (err)
		goto err_hooks;
	err = vdt_egress_init();
	if (err)
		goto err_egress;

	/* 4. From here on packets are looked at. */
	err = vdt_net_hooks_init();
	if (err)
		goto err_net_hooks;

	/* 5. Who may ask. Last: nothing stops a dump that runs when a later step fails. */
	err = vdt_netlink_init();
	if (err)
		goto err_netlink;

	vdt_event_module("loaded");
	pr_info("version " VDT_VERSION " loaded\n");
	return 0;

err_netlink:
	vdt_net_hooks_exit();
err_net_hooks:
	vdt_egress_exit();
err_egress:
	vdt_hooks_exit();
err_hooks:
	vdt_policy_exit();
	vdt_defrag_exit();
err_defrag:
	vdt_xdp_exit();
err_xdp:
	vdt_exe_exit();
err_exe:
	vdt_conns_exit();
err_conns:
	vdt_udp_peers_exit();
err_udp_peers:
	vdt_bans_exit();
err_bans:
	vdt_trust_exit();
err_trust:
	vdt_flows_exit();
err_flows:
	vdt_events_exit();
err_events:
	vdt_stats_exit();
err_stats:
	vdt_keyring_exit();
err_keyring:
	pr_err("cannot start: %d\n", err);
	return err;
}

static void __exit vedette_exit(void)
{
	vdt_event_module("unloading");
	vdt_netlink_exit();
	vdt_net_hooks_exit();
	vdt_egress_exit();
	vdt_hooks_exit();
	vdt_policy_exit();
	vdt_defrag_exit();
	vdt_xdp_exit();
	vdt_exe_exit();
	vdt_conns_exit();
	vdt_udp_peers_exit();
	vdt_bans_exit();
	vdt_trust_exit();
	vdt_flows_exit();
	vdt_events_exit();
	vdt_stats_exit();
	vdt_keyring_exit();
}

module_init(vedette_init);
module_exit(vedette_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Vedette, the sentry of a network camera");
MODULE_AUTHOR("The Vedette authors");
MODULE_VERSION(VDT_VERSION);

// SPDX-License-Identifier: GPL-2.0-only
/* Vedette: bring-up and its mirror. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/printk.h>

#include "bans.h"
#include "conn_cookies.h"
#include "conns.h"
#include "defrag.h"
#include "denials.h"
#include "egress_hook.h"
#include "events.h"
#include "exe.h"
#include "flows.h"
#include "hooks.h"
#include "keyring.h"
#include "lock.h"
#include "net_hooks.h"
#include "netlink.h"
#include "personality.h"
#include "policy.h"
#include "stats.h"
#include "xdp.h"
#include "trust.h"
#include "udp_peers.h"
#include "verdict.h"

/* Brought up from the first to the last, taken down the other way. */
static const struct part {
	int (*init)(void);
	void (*exit)(void);
} parts[] = {
	/* Whom to trust. */
	{vdt_keyring_init, vdt_keyring_exit},

	/* What files are. */
	{vdt_verdict_init, vdt_verdict_exit},

	/* Where to count and to report. */
	{vdt_stats_init, vdt_stats_exit},
	{vdt_events_init, vdt_events_exit},
	{vdt_denials_init, vdt_denials_exit},

	/* What to decide by. */
	{vdt_flows_init, vdt_flows_exit},
	{vdt_trust_init, vdt_trust_exit},
	{vdt_bans_init, vdt_bans_exit},
	{vdt_udp_peers_init, vdt_udp_peers_exit},
	{vdt_cookies_init, vdt_cookies_exit},
	{vdt_conns_init, vdt_conns_exit},
	{vdt_exe_init, vdt_exe_exit},
	{vdt_xdp_init, vdt_xdp_exit},
	{vdt_defrag_init, vdt_defrag_exit},
	{vdt_policy_init, vdt_policy_exit},
	{vdt_lock_init, vdt_lock_exit},
	{vdt_personality_init, vdt_personality_exit},
	{vdt_hooks_init, vdt_hooks_exit},
	{vdt_egress_init, vdt_egress_exit},

	/* From here on packets are looked at. */
	{vdt_net_hooks_init, vdt_net_hooks_exit},

	/* Who may ask. Last: nothing stops a dump that runs when a later part fails. */
	{vdt_netlink_init, vdt_netlink_exit},
};

static void take_down(unsigned int n)
{
	while (n--)
		parts[n].exit();
}

static int __init vedette_init(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		err = parts[i].init();
		if (err) {
			pr_err("cannot start: %d\n", err);
			take_down(i);
			return err;
		}
	}
	vdt_event_module("loaded");
	pr_info("version " VDT_VERSION " loaded\n");
	return 0;
}

static void __exit vedette_exit(void)
{
	vdt_event_module("unloading");
	take_down(ARRAY_SIZE(parts));
}

module_init(vedette_init);
module_exit(vedette_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Vedette, the sentry of a network camera");
MODULE_AUTHOR("The Vedette authors");
MODULE_VERSION(VDT_VERSION);

// SPDX-License-Identifier: GPL-2.0-only
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "conn_cookies.h"
#include "limits.h"

#define ALWAYS 2 /* of net.ipv4.tcp_syncookies */

/* Of a namespace; all under the lock. */
struct forced {
	bool on;
	u8 setting; /* to go back to */
};

static unsigned int forced_id;
static DEFINE_SPINLOCK(forced_lock);

static void release_all(struct work_struct *work);
static DECLARE_DELAYED_WORK(release_work, release_all);

void vdt_cookies_force(struct net *net)
{
	struct forced *forced = net_generic(net, forced_id);
	u8 setting = READ_ONCE(net->ipv4.sysctl_tcp_syncookies);

	if (setting == ALWAYS)
		return;
	spin_lock_bh(&forced_lock);
	*forced = (struct forced){.on = true, .setting = setting};
	WRITE_ONCE(net->ipv4.sysctl_tcp_syncookies, ALWAYS);
	spin_unlock_bh(&forced_lock);
	schedule_delayed_work(&release_work, VDT_COOKIES_SECONDS * HZ);
}

/* What an administrator set meanwhile stays. */
static void release(struct net *net)
{
	struct forced *forced = net_generic(net, forced_id);

	spin_lock_bh(&forced_lock);
	if (forced->on && READ_ONCE(net->ipv4.sysctl_tcp_syncookies) == ALWAYS)
		WRITE_ONCE(net->ipv4.sysctl_tcp_syncookies, forced->setting);
	forced->on = false;
	spin_unlock_bh(&forced_lock);
}

static void release_all(struct work_struct *work)
{
	struct net *net;

	down_read(&net_rwsem);
	for_each_net(net)
		release(net);
	up_read(&net_rwsem);
}

static struct pernet_operations cookies_ops = {
	.exit = release,
	.id = &forced_id,
	.size = sizeof(struct forced),
};

int vdt_cookies_init(void)
{
	return register_pernet_subsys(&cookies_ops);
}

void vdt_cookies_exit(void)
{
	cancel_delayed_work_sync(&release_work);
	unregister_pernet_subsys(&cookies_ops);
}

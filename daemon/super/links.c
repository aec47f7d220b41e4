// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/super/links.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/super/listen.h"
#include "lib/base/log.h"

static int tell_peer(struct vdt_member *to, const struct vdt_member *about, int fd)
{
	const struct vdt_msg_PEER peer = {.proc = (uint8_t)about->id, .pid = (uint32_t)about->pid};

	return vdt_chan_send(to->chan, VDT_MSG_PEER, &peer, fd);
}

static void connect_pair(struct vdt_member *a, struct vdt_member *b)
{
	int pair[2], err;

	err = vdt_chan_pair(pair);
	if (!err) {
		err = tell_peer(a, b, pair[0]);
		if (!err)
			err = tell_peer(b, a, pair[1]);
		close(pair[0]);
		close(pair[1]);
	}
	if (err)
		vdt_log(LOG_ERR, "cannot connect %s and %s: %s", vdt_proc_name(a->id),
			vdt_proc_name(b->id), strerror(-err));
}

void vdt_links_peers(struct vdt_member *proc)
{
	int id;

	for (id = VDT_SUPER + 1; id < VDT_PROC_COUNT; id++) {
		struct vdt_member *peer = &proc->super->proc[id];

		if (vdt_plan[proc->id].peers & 1u << id && peer->ready && peer->chan)
			connect_pair(proc, peer);
	}
}

/* The socket is opened once and stays: while the process restarts, viewers wait instead of failing.
 */
int vdt_links_listener(struct vdt_member *proc)
{
	const struct vdt_plan *plan = &vdt_plan[proc->id];
	struct vdt_msg_LISTENER listener = {.port = plan->port};

	if (!plan->listens)
		return 0;
	if (proc->listener < 0)
		proc->listener = vdt_listen(plan->port);
	if (proc->listener < 0)
		return proc->listener;
	snprintf(listener.name, sizeof(listener.name), "%s", plan->listens);
	return vdt_chan_send(proc->chan, VDT_MSG_LISTENER, &listener, proc->listener);
}

// SPDX-License-Identifier: BSD-3-Clause
/*
 * The life of the children. Start: those whose predecessors are ready. Ready: channels to the peers
 * that are ready too, the listening socket, then whoever waited. End: in the order of the plan
 * backwards when asked for, else again after a pause. A child that misbehaves is killed here and
 * nowhere else; what follows is the same as for any other end.
 */

#include "daemon/super/supervise.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/super/backoff.h"
#include "daemon/super/links.h"
#include "daemon/super/proc.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

/* milliseconds */
#define READY_WITHIN 60000 /* from start to READY, the making of keys included */
#define STOP_WITHIN  5000  /* from SHUTDOWN to the end */
#define LINGER	     1000  /* from the end of the control channel to the end */

#define NS_PER_MS 1000000ull

static void start_waiting(struct vdt_super *super);
static void begin_stop(struct vdt_super *super);
static void stop_next(struct vdt_super *super);

static void arm(struct event *timer, uint64_t milliseconds)
{
	const struct timeval after = {.tv_sec = (time_t)(milliseconds / 1000),
				      .tv_usec = (suseconds_t)(milliseconds % 1000 * 1000)};

	event_add(timer, &after);
}

/* faults */

/* Its end is noticed by SIGCHLD like any other. */
static void kill_proc(struct vdt_member *proc)
{
	if (proc->pid)
		kill(proc->pid, SIGKILL);
}

static void blame(struct vdt_member *proc, const char *reason)
{
	vdt_log(LOG_ERR, "%s: %s", vdt_proc_name(proc->id), reason);
	vdt_notes_add(&proc->super->notes, VDT_AUDIT_PROCESS_FAULT, VDT_AUDIT_REFUSED,
		      vdt_proc_name(proc->id), reason);
	kill_proc(proc);
}

static void on_limit(evutil_socket_t fd, short what, void *arg)
{
	struct vdt_member *proc = arg;

	if (proc->super->stopping)
		blame(proc, "did not end in time");
	else
		blame(proc, proc->chan ? "was not ready in time"
				       : "did not end after its control channel");
}

/*
 * A process that reads what strangers send may have been taken over: its complaint must not be a
 * way to wear down the others, so it is the one that starts anew.
 */
static int on_fault(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	const struct vdt_msg_FAULT *fault = payload;
	struct vdt_member *accuser = &((struct vdt_super *)ctx)->proc[from];
	struct vdt_member *accused = &accuser->super->proc[fault->proc];
	char reason[128];

	if (!(vdt_plan[from].peers & 1u << fault->proc))
		return -EPERM;
	snprintf(reason, sizeof(reason), "broke the message table towards %s: %s",
		 vdt_proc_name(from), strerror(-fault->error));
	if (vdt_plan[from].exposed) {
		snprintf(reason, sizeof(reason), "fell out with %s: %s", vdt_proc_name(accused->id),
			 strerror(-fault->error));
		accused = accuser;
	}
	blame(accused, reason);
	return 0;
}

static void on_closed(void *ctx, enum vdt_proc peer, int err)
{
	struct vdt_super *super = ctx;
	struct vdt_member *proc = &super->proc[peer];
	char reason[128];

	proc->chan = NULL;
	if (peer == VDT_AUDIT)
		vdt_notes_connect(&super->notes, NULL);
	if (err) {
		snprintf(reason, sizeof(reason), "broke the message table towards vedetted: %s",
			 strerror(-err));
		blame(proc, reason);
	} else {
		arm(proc->limit, LINGER); /* ending, most likely */
	}
}

/* ready */

static int on_ready(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_super *super = ctx;
	struct vdt_member *proc = &super->proc[from];
	char reason[64];
	int err;

	if (proc->ready)
		return -EPROTO;
	proc->ready = true;
	event_del(proc->limit);
	snprintf(reason, sizeof(reason), "ready, pid %d%s", proc->pid,
		 super->how.landlock ? "" : ", without Landlock");
	vdt_log(LOG_INFO, "%s is %s", vdt_proc_name(from), reason);
	vdt_notes_add(&super->notes, VDT_AUDIT_PROCESS_START, VDT_AUDIT_OK, vdt_proc_name(from),
		      reason);
	if (from == VDT_AUDIT)
		vdt_notes_connect(&super->notes, proc->chan);
	vdt_links_peers(proc);
	err = vdt_links_listener(proc);
	if (err) {
		snprintf(reason, sizeof(reason), "its port %u cannot be opened: %s",
			 vdt_plan[from].port, strerror(-err));
		blame(proc, reason);
		return 0;
	}
	if (super->provision && from == VDT_AUTH) /* it is done */
		begin_stop(super);
	else
		start_waiting(super);
	return 0;
}

static const struct vdt_dispatch table[] = {
	{VDT_MSG_READY, on_ready},
	{VDT_MSG_FAULT, on_fault},
};

static const struct vdt_chan_ops chan_ops = {
	.table = table,
	.count = sizeof(table) / sizeof(table[0]),
	.closed = on_closed,
};

/* start */

static void start_later(struct vdt_member *proc, uint64_t uptime)
{
	proc->wait = vdt_backoff(proc->wait, uptime);
	arm(proc->pause, proc->wait);
}

static int start_proc(struct vdt_member *proc)
{
	struct vdt_super *super = proc->super;
	const struct vdt_msg_HELLO hello = {.build = vdt_msg_build(),
					    .self = (uint8_t)proc->id,
					    .provision = (uint8_t)super->provision};
	struct vdt_spawn how = super->how;
	int fd, err;

	how.print = super->provision && proc->id == VDT_AUTH;
	err = vdt_spawn(&vdt_plan[proc->id], &how, &proc->pid, &fd);
	if (err)
		return err;
	proc->started = vdt_clock_boottime();
	arm(proc->limit, READY_WITHIN);
	err = vdt_chan_new(super->base, fd, VDT_SUPER, proc->id, &chan_ops, super, &proc->chan);
	if (!err) {
		vdt_chan_expect(proc->chan, proc->pid);
		err = vdt_chan_send(proc->chan, VDT_MSG_HELLO, &hello, -1);
	}
	if (err)
		kill_proc(proc);
	return 0;
}

static bool takes_part(const struct vdt_super *super, enum vdt_proc id)
{
	return !super->provision || vdt_plan[id].provision;
}

/* While provisioning nothing is reachable, so there is nothing that the guard must precede; but the
 * new account must be in the log. */
static bool may_start(const struct vdt_super *super, enum vdt_proc id)
{
	unsigned int after = super->provision ? vdt_plan[id].peers : vdt_plan[id].after;
	int other;

	for (other = VDT_SUPER + 1; other < (int)id; other++)
		if (after & 1u << other && takes_part(super, other) && !super->proc[other].ready)
			return false;
	return true;
}

static void on_pause(evutil_socket_t fd, short what, void *arg)
{
	start_waiting(((struct vdt_member *)arg)->super);
}

static void start_waiting(struct vdt_super *super)
{
	int id;

	for (id = VDT_SUPER + 1; id < VDT_PROC_COUNT && !super->stopping; id++) {
		struct vdt_member *proc = &super->proc[id];
		int err;

		if (proc->pid || evtimer_pending(proc->pause, NULL) || !takes_part(super, id) ||
		    !may_start(super, id))
			continue;
		err = start_proc(proc);
		if (err) {
			vdt_log(LOG_ERR, "cannot start %s: %s", vdt_proc_name(id), strerror(-err));
			start_later(proc, 0);
		}
	}
}

/* end */

static void note_end(const struct vdt_member *proc, int status)
{
	struct vdt_super *super = proc->super;
	bool good = super->stopping && WIFEXITED(status) && !WEXITSTATUS(status);
	char reason[96];

	if (WIFEXITED(status))
		snprintf(reason, sizeof(reason), "exit status %d", WEXITSTATUS(status));
	else
		snprintf(reason, sizeof(reason), "signal %d: %s", WTERMSIG(status),
			 WTERMSIG(status) == SIGSYS ? "a system call that its filter forbids"
						    : strsignal(WTERMSIG(status)));
	vdt_log(good ? LOG_INFO : LOG_WARNING, "%s ended, %s", vdt_proc_name(proc->id), reason);
	vdt_notes_add(&super->notes, VDT_AUDIT_PROCESS_EXIT, good ? VDT_AUDIT_OK : VDT_AUDIT_FAILED,
		      vdt_proc_name(proc->id), reason);
}

static void end_proc(struct vdt_member *proc, int status)
{
	struct vdt_super *super = proc->super;

	if (proc->id == VDT_AUDIT)
		vdt_notes_connect(&super->notes, NULL);
	vdt_chan_free(proc->chan);
	proc->chan = NULL;
	proc->pid = 0;
	proc->ready = false;
	event_del(proc->limit);
	note_end(proc, status);
	if (super->provision && !super->stopping) {
		super->status = EXIT_FAILURE; /* it said why */
		begin_stop(super);
	} else if (super->stopping) {
		stop_next(super);
	} else {
		start_later(proc, (vdt_clock_boottime() - proc->started) / NS_PER_MS);
	}
}

static void on_child(evutil_socket_t sig, short what, void *arg)
{
	struct vdt_super *super = arg;
	int status, id;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (id = VDT_SUPER + 1; id < VDT_PROC_COUNT; id++)
			if (super->proc[id].pid == pid)
				end_proc(&super->proc[id], status);
}

static void stop_next(struct vdt_super *super)
{
	const struct vdt_msg_SHUTDOWN shutdown = {};
	int id;

	for (id = VDT_PROC_COUNT - 1; id > VDT_SUPER; id--) {
		struct vdt_member *proc = &super->proc[id];

		if (!proc->pid)
			continue;
		if (!proc->chan || vdt_chan_send(proc->chan, VDT_MSG_SHUTDOWN, &shutdown, -1))
			kill_proc(proc);
		else
			arm(proc->limit, STOP_WITHIN);
		return;
	}
	event_base_loopbreak(super->base);
}

static void begin_stop(struct vdt_super *super)
{
	if (super->stopping)
		return;
	super->stopping = true;
	stop_next(super);
}

static void on_stop(evutil_socket_t sig, short what, void *arg)
{
	begin_stop(arg);
}

/* life */

static const struct {
	int number;
	event_callback_fn handle;
} signals[] = {
	{SIGCHLD, on_child},
	{SIGTERM, on_stop},
	{SIGINT, on_stop},
};

#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

static int init_super(struct vdt_super *super, struct event *ret_signal[SIGNALS])
{
	unsigned int i;

	super->base = event_base_new();
	if (!super->base)
		return -ENOMEM;
	for (i = 0; i < SIGNALS; i++) {
		ret_signal[i] =
			evsignal_new(super->base, signals[i].number, signals[i].handle, super);
		if (!ret_signal[i] || event_add(ret_signal[i], NULL) < 0)
			return -ENOMEM;
	}
	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++) {
		struct vdt_member *proc = &super->proc[i];

		*proc = (struct vdt_member){.super = super, .id = i, .listener = -1};
		proc->pause = evtimer_new(super->base, on_pause, proc);
		proc->limit = evtimer_new(super->base, on_limit, proc);
		if (!proc->pause || !proc->limit)
			return -ENOMEM;
	}
	return 0;
}

static void done_super(struct vdt_super *super, struct event *signal[SIGNALS])
{
	unsigned int i;

	for (i = VDT_SUPER + 1; i < VDT_PROC_COUNT; i++) {
		struct vdt_member *proc = &super->proc[i];

		if (proc->pause)
			event_free(proc->pause);
		if (proc->limit)
			event_free(proc->limit);
		if (proc->super && proc->listener >= 0)
			close(proc->listener);
	}
	for (i = 0; i < SIGNALS; i++)
		if (signal[i])
			event_free(signal[i]);
	if (super->base)
		event_base_free(super->base);
}

int vdt_supervise(enum vdt_provision provision)
{
	static struct vdt_super super; /* large, for the notes */
	struct event *signal[SIGNALS] = {};
	int err;

	super.provision = provision;
	super.how.landlock = vdt_landlock_abi() > 0;
	if (!super.how.landlock)
		vdt_log(LOG_WARNING, "this kernel has no Landlock: the processes are held by "
				     "system call filters and their uids only");
	err = init_super(&super, signal);
	if (err) {
		vdt_log(LOG_ERR, "cannot begin: %s", strerror(-err));
		super.status = EXIT_FAILURE;
	} else {
		start_waiting(&super);
		event_base_dispatch(super.base);
	}
	done_super(&super, signal);
	return super.status;
}

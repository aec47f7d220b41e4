// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/relay.h"

#include <errno.h>
#include <event2/event.h>

#include "daemon/guard/record.h"

#define RETRY_MS 200

static int send_record(struct vdt_relay *relay, const struct vdt_msg_RECORD *record)
{
	return vdt_child_send(relay->child, VDT_AUDIT, VDT_MSG_RECORD, record);
}

static void relay_event(const struct vdt_nl_event *event, void *ctx)
{
	struct vdt_relay *relay = ctx;
	struct vdt_msg_RECORD record;

	if (relay->err || event->seq <= relay->last)
		return;
	if (event->seq > relay->last + 1) {
		vdt_record_lost(event->seq - relay->last - 1, event->seq - 1, &record);
		relay->err = send_record(relay, &record);
		if (relay->err)
			return;
		relay->last = event->seq - 1;
	}
	if (!vdt_record_make(event, &record))
		relay->err = send_record(relay, &record);
	if (!relay->err)
		relay->last = event->seq;
}

int vdt_relay_run(struct vdt_relay *relay)
{
	const struct timeval later = {.tv_usec = RETRY_MS * 1000};
	int err;

	if (!relay->open)
		return 0;
	relay->err = 0;
	err = vdt_nl_events(relay->nl, relay->last, relay_event, relay);
	if (err == -EAGAIN || relay->err == -ENOBUFS) {
		evtimer_add(relay->retry, &later);
		return 0;
	}
	return err;
}

static void on_retry(evutil_socket_t fd, short what, void *arg)
{
	vdt_relay_run(arg);
}

int vdt_relay_init(struct vdt_relay *relay, struct vdt_child *child, struct vdt_nl *nl, bool fresh)
{
	*relay = (struct vdt_relay){.child = child, .nl = nl, .fresh = fresh};
	relay->retry = evtimer_new(child->base, on_retry, relay);
	return relay->retry ? 0 : -ENOMEM;
}

void vdt_relay_done(struct vdt_relay *relay)
{
	if (relay->retry)
		event_free(relay->retry);
	relay->retry = NULL;
}

int vdt_relay_open(struct vdt_relay *relay, uint64_t seq)
{
	struct vdt_nl_stats stats;
	int err;

	err = vdt_nl_stats(relay->nl, &stats);
	if (err)
		return err;
	/* Numbers begin anew when the module is loaded anew. */
	relay->last = relay->fresh || seq > stats.events ? 0 : seq;
	relay->fresh = false;
	relay->open = true;
	return vdt_relay_run(relay);
}

void vdt_relay_close(struct vdt_relay *relay)
{
	relay->open = false;
}

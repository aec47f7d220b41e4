// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/outbox.h"

#include <errno.h>
#include <event2/event.h>

#define MORE_MS 10

static void clear_place(struct vdt_outgoing *place)
{
	vdt_answer_done(&place->answer);
	place->used = false;
}

static bool has_ear(const struct vdt_outbox *outbox)
{
	return vdt_chan_waiting(outbox->child->peer[VDT_WEB]) < VDT_CHAN_QUEUE / 2;
}

/* One message. */
static void go_on(struct vdt_outbox *outbox, struct vdt_outgoing *place)
{
	struct vdt_msg_TEXT piece = {.req = place->done.req};

	if (vdt_answer_piece(&place->answer, &piece)) {
		if (vdt_child_send(outbox->child, VDT_WEB, VDT_MSG_TEXT, &piece))
			clear_place(place);
		return;
	}
	vdt_child_send(outbox->child, VDT_WEB, VDT_MSG_DONE, &place->done);
	clear_place(place);
}

/* In turns, so that a short answer need not wait for a long one. */
static void run(struct vdt_outbox *outbox)
{
	const struct timeval later = {.tv_usec = MORE_MS * 1000};
	bool left = true;

	while (left && has_ear(outbox)) {
		left = false;
		for (unsigned int i = 0; i < VDT_OUTBOX; i++) {
			if (!outbox->place[i].used)
				continue;
			left = true;
			go_on(outbox, &outbox->place[i]);
		}
	}
	if (left)
		evtimer_add(outbox->more, &later);
}

static void on_more(evutil_socket_t fd, short what, void *arg)
{
	run(arg);
}

int vdt_outbox_init(struct vdt_outbox *outbox, struct vdt_child *child)
{
	*outbox = (struct vdt_outbox){.child = child};
	outbox->more = evtimer_new(child->base, on_more, outbox);
	return outbox->more ? 0 : -ENOMEM;
}

void vdt_outbox_done(struct vdt_outbox *outbox)
{
	vdt_outbox_clear(outbox);
	if (outbox->more)
		event_free(outbox->more);
	outbox->more = NULL;
}

static struct vdt_outgoing *find_room(struct vdt_outbox *outbox)
{
	for (unsigned int i = 0; i < VDT_OUTBOX; i++)
		if (!outbox->place[i].used)
			return &outbox->place[i];
	return NULL;
}

bool vdt_outbox_has_room(const struct vdt_outbox *outbox)
{
	return find_room((struct vdt_outbox *)outbox);
}

int vdt_outbox_put(struct vdt_outbox *outbox, struct vdt_answer *answer,
		   const struct vdt_msg_DONE *done)
{
	struct vdt_outgoing *place = find_room(outbox);

	if (!place) {
		vdt_answer_done(answer);
		return -EBUSY;
	}
	*place = (struct vdt_outgoing){.used = true, .answer = *answer, .done = *done};
	*answer = (struct vdt_answer){};
	run(outbox);
	return 0;
}

void vdt_outbox_cancel(struct vdt_outbox *outbox, uint32_t req)
{
	for (unsigned int i = 0; i < VDT_OUTBOX; i++)
		if (outbox->place[i].used && outbox->place[i].done.req == req)
			clear_place(&outbox->place[i]);
}

void vdt_outbox_clear(struct vdt_outbox *outbox)
{
	for (unsigned int i = 0; i < VDT_OUTBOX; i++)
		clear_place(&outbox->place[i]);
}

// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/super/notes.h"

#include <criterion/criterion.h>
#include <event2/event.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static void no_close(void *ctx, enum vdt_proc peer, int err)
{
}

/* The next record on the wire, behind the eight bytes of the packet's head. */
static int next_record(int wire, struct vdt_msg_RECORD *ret_record)
{
	struct {
		uint64_t head;
		struct vdt_msg_RECORD record;
	} packet;

	if (recv(wire, &packet, sizeof(packet), MSG_DONTWAIT) != sizeof(packet))
		return -1;
	*ret_record = packet.record;
	return 0;
}

Test(notes, keep_their_order_and_count_the_lost)
{
	static const struct vdt_chan_ops ops = {.closed = no_close};
	static struct vdt_notes notes;
	struct event_base *base = event_base_new();
	struct vdt_msg_RECORD record;
	struct vdt_chan *chan;
	char name[16];
	int pair[2], i;

	for (i = 0; i < VDT_NOTES_ROOM + 3; i++) {
		snprintf(name, sizeof(name), "%d", i);
		vdt_notes_add(&notes, VDT_AUDIT_PROCESS_EXIT, VDT_AUDIT_FAILED, name, "why");
	}
	cr_assert_eq(vdt_chan_pair(pair), 0);
	cr_assert_eq(vdt_chan_new(base, pair[0], VDT_SUPER, VDT_AUDIT, &ops, NULL, &chan), 0);
	vdt_notes_connect(&notes, chan);
	for (i = 0; i < VDT_NOTES_ROOM; i++) {
		event_base_loop(base, EVLOOP_NONBLOCK);
		snprintf(name, sizeof(name), "%d", i);
		cr_assert_eq(next_record(pair[1], &record), 0, "record %d", i);
		cr_expect_str_eq(record.object, name);
	}
	event_base_loop(base, EVLOOP_NONBLOCK);
	cr_assert_eq(next_record(pair[1], &record), 0);
	cr_expect_eq(record.type, VDT_AUDIT_PROCESS_FAULT);
	cr_expect_eq(record.count, 3);
	cr_expect_neq(next_record(pair[1], &record), 0, "nothing twice");
	vdt_notes_add(&notes, VDT_AUDIT_PROCESS_EXIT, VDT_AUDIT_FAILED, "now", "why");
	cr_assert_eq(next_record(pair[1], &record), 0, "straight through");
	vdt_notes_connect(&notes, NULL);
	vdt_notes_add(&notes, VDT_AUDIT_PROCESS_EXIT, VDT_AUDIT_FAILED, "later", "why");
	cr_expect_eq(notes.count, 1);
	vdt_chan_free(chan);
	close(pair[1]);
	event_base_free(base);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/delivery.h"

#include "lib/base/clock.h"

#define PAUSE_MIN 5000 /* milliseconds */
#define PAUSE_MAX 300000

void vdt_delivery_sent(struct vdt_delivery *delivery, uint64_t seq, uint64_t now)
{
	if (delivery->sent == delivery->delivered)
		delivery->since = now;
	delivery->sent = seq;
}

bool vdt_delivery_is_due(const struct vdt_delivery *delivery, uint64_t now)
{
	uint64_t on_their_way = delivery->sent - delivery->delivered;

	return on_their_way >= VDT_DELIVERY_RECORDS ||
	       (on_their_way && now - delivery->since >= VDT_DELIVERY_TIME * VDT_NS_PER_SECOND);
}

void vdt_delivery_done(struct vdt_delivery *delivery)
{
	delivery->delivered = delivery->sent;
	delivery->tries = 0;
}

void vdt_delivery_broken(struct vdt_delivery *delivery)
{
	delivery->sent = delivery->delivered;
	delivery->tries++;
}

uint32_t vdt_delivery_pause(const struct vdt_delivery *delivery, uint32_t random)
{
	uint32_t pause = PAUSE_MIN;

	for (unsigned int i = 1; i < delivery->tries && pause < PAUSE_MAX; i++)
		pause *= 2;
	if (pause > PAUSE_MAX)
		pause = PAUSE_MAX;
	return pause - pause / 4 + random % (pause / 2);
}

// SPDX-License-Identifier: GPL-2.0-only
#include "enforce.h"
#include "eval.h"
#include "events.h"
#include "stats.h"

const struct vdt_rules *vdt_enforce_rules(const struct vdt_image *image)
{
	static const struct vdt_rules none;

	return image ? &image->rules : &none;
}

bool vdt_enforce(const struct vdt_image *image, const struct vdt_packet *packet,
		 const struct vdt_verdict *verdict, u8 event_type)
{
	bool observe = image && image->policy->mode == VEDETTE_MODE_OBSERVE;

	if (verdict->service >= 0)
		vdt_image_count(image, verdict->service, verdict->pass || observe);
	if (verdict->pass) {
		vdt_stats_add(verdict->reason, packet->len);
		return true;
	}
	vdt_event_drop(packet, verdict->reason, event_type, observe);
	if (observe)
		vdt_stats_add_observed(verdict->reason, packet->len);
	else
		vdt_stats_add(verdict->reason, packet->len);
	return observe;
}

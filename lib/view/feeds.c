// SPDX-License-Identifier: BSD-3-Clause
#include "lib/view/feeds.h"

#include "lib/view/identity.h"

json_t *vdt_view_feed(const struct vdt_nl_feed *feed)
{
	json_t *object = vdt_identity_json(&feed->identity);

	json_object_set_new(object, "minimum", json_integer((json_int_t)feed->minimum));
	json_object_set_new(object, "prefixes", json_integer(feed->prefixes));
	return object;
}

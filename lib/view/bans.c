// SPDX-License-Identifier: BSD-3-Clause
#include "lib/view/bans.h"

#include "lib/view/value.h"
#include "lib/view/words.h"

json_t *vdt_view_network(const struct vdt_nl_ban *ban)
{
	char text[VDT_ADDRESS_WORDS];

	return json_pack("{s:s, s:i}", "source",
			 vdt_address_words(ban->source, ban->source_len, text), "prefix_length",
			 ban->bits);
}

json_t *vdt_view_ban(const struct vdt_nl_ban *ban)
{
	json_t *object = vdt_view_network(ban);

	if (!object)
		return NULL;
	json_object_set_new(object, "seconds", json_integer(ban->seconds));
	json_object_set_new(object, "offences", json_integer(ban->offences));
	json_object_set_new(object, "dropped", json_integer((json_int_t)ban->dropped));
	json_object_set_new(object, "spare", json_boolean(ban->spare));
	if (*ban->text)
		json_object_set_new(object, "why", vdt_json_text(ban->text));
	return object;
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/view/status.h"

#include "lib/nl/names.h"
#include "lib/view/integrity.h"
#include "lib/view/value.h"

json_t *vdt_view_lock_item(const struct vdt_nl_part *item)
{
	json_t *object = json_pack("{s:o, s:s}", "name", vdt_json_text(item->name), "state",
				   vdt_nl_enforcement_state_name(item->state));

	if (item->text[0])
		json_object_set_new(object, "text", vdt_json_text(item->text));
	return object;
}

static json_t *certificates_json(const struct vdt_nl_status *status)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < status->n_certs; i++)
		json_array_append_new(list,
				      json_pack("{s:o, s:o}", "subject",
						vdt_json_text(status->certs[i].subject), "role",
						vdt_json_text(status->certs[i].role)));
	return list;
}

static json_t *enforcement_json(const struct vdt_nl_status *status)
{
	json_t *list = json_array(), *part;

	for (unsigned int i = 0; i < status->n_parts; i++) {
		part = json_pack("{s:o, s:s}", "name", vdt_json_text(status->parts[i].name),
				 "state", vdt_nl_enforcement_state_name(status->parts[i].state));
		if (status->parts[i].text[0])
			json_object_set_new(part, "text", vdt_json_text(status->parts[i].text));
		json_array_append_new(list, part);
	}
	return list;
}

static json_t *policy_json(const struct vdt_nl_status *status)
{
	json_t *policy =
		json_pack("{s:s}", "state", vdt_nl_policy_state_name(status->policy_state));

	if (status->policy_state == VEDETTE_POLICY_STATE_NONE)
		return policy;
	json_object_set_new(policy, "name", vdt_json_text(status->policy.name));
	json_object_set_new(policy, "version", json_integer(status->policy.version));
	json_object_set_new(policy, "digest", vdt_json_hex(status->policy.digest, VDT_NL_DIGEST));
	json_object_set_new(policy, "age", json_integer(status->policy_age));
	json_object_set_new(policy, "netns", json_string(vdt_nl_netns_name(status->netns)));
	json_object_set_new(policy, "mode", json_string(vdt_nl_mode_name(status->mode)));
	if (status->policy_state == VEDETTE_POLICY_STATE_UNCONFIRMED)
		json_object_set_new(policy, "confirm_left", json_integer(status->confirm_left));
	return policy;
}

json_t *vdt_view_status(const struct vdt_nl_status *status,
			const struct vdt_nl_integrity *integrity, json_t *lock_items)
{
	return json_pack("{s:o, s:o, s:b, s:s, s:o, s:o, s:o, s:I, s:I, s:o, s:o}", "module",
			 vdt_json_text(status->module_version), "kernel",
			 vdt_json_text(status->kernel), "development_keys",
			 status->development_keys, "lock", vdt_nl_lock_name(status->lock),
			 "lock_items", lock_items, "policy", policy_json(status), "integrity",
			 vdt_view_integrity_modes(integrity), "memory", (json_int_t)status->memory,
			 "events_lost", (json_int_t)status->events_lost, "certificates",
			 certificates_json(status), "enforcement", enforcement_json(status));
}

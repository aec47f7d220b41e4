// SPDX-License-Identifier: BSD-3-Clause
#include "lib/view/ports.h"

#include "lib/view/value.h"
#include "lib/view/words.h"

static const char *const claims[] = {
	[VDT_CLAIM_DECLARED] = "declared",
	[VDT_CLAIM_OTHER_EXE] = "other-executable",
	[VDT_CLAIM_UNDECLARED] = "undeclared",
};

static const char *const reaches[] = {
	[VDT_REACH_ALL] = "every-source",
	[VDT_REACH_SETS] = "sets",
	[VDT_REACH_UNCOVERED] = "uncovered",
	[VDT_REACH_FRAMES] = "frames",
	[VDT_REACH_PASSED] = "passed",
	[VDT_REACH_NOT_BOUND] = "bound-to-loopback",
	[VDT_REACH_NOT_SERVICE] = "loopback-only",
	[VDT_REACH_NOT_DECLARED] = "no-service",
	[VDT_REACH_NOT_POLICY] = "no-policy",
};

static json_t *owners_json(const struct vdt_socket *socket)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < socket->n_owners && i < VDT_SOCKET_OWNERS; i++)
		json_array_append_new(list,
				      json_pack("{s:i, s:o}", "pid", (int)socket->owners[i].pid,
						"exe", vdt_json_text(socket->owners[i].exe)));
	return list;
}

static json_t *socket_json(const struct vdt_socket *socket, const struct vdt_verdict *verdict,
			   bool blind)
{
	char address[VDT_ADDRESS_WORDS];
	json_t *from = json_array();
	json_t *object = json_pack(
		"{s:s, s:i, s:s, s:s, s:b, s:o, s:I}", "kind", vdt_socket_kind_name(socket->kind),
		"port", socket->port, "policy", claims[verdict->claim], "reach",
		reaches[verdict->reach], "reachable", vdt_reachable(verdict->reach), "from", from,
		"uid", (json_int_t)socket->uid);

	if (!blind)
		json_object_set_new(object, "owners", owners_json(socket));
	if (socket->address_len)
		json_object_set_new(object, "address",
				    json_string(vdt_address_words(socket->address,
								  socket->address_len, address)));
	if (!verdict->service)
		return object;
	json_object_set_new(object, "service", vdt_json_text(verdict->service->name));
	if (verdict->reach == VDT_REACH_SETS)
		for (unsigned int i = 0; i < verdict->service->n_from; i++)
			json_array_append_new(from, vdt_json_text(verdict->service->from[i]));
	return object;
}

json_t *vdt_view_ports(const struct vdt_sockets *sockets, const struct vdt_rules *rules)
{
	json_t *list = json_array(), *unserved = json_array();
	struct vdt_verdict verdict;

	for (size_t i = 0; i < sockets->count; i++) {
		vdt_judge(&sockets->items[i], rules, &verdict);
		json_array_append_new(list,
				      socket_json(&sockets->items[i], &verdict, rules->blind));
	}
	for (size_t i = 0; i < rules->services.count; i++)
		if (!vdt_served(&rules->services.items[i], sockets))
			json_array_append_new(unserved,
					      vdt_service_json(&rules->services.items[i]));
	return json_pack("{s:o, s:o}", "sockets", list, "unserved", unserved);
}

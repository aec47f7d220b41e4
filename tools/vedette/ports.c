// SPDX-License-Identifier: BSD-3-Clause
/* Both directions: who listens and what the policy says; what the policy declares and nobody
 * serves. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/nl/client.h"
#include "lib/view/value.h"
#include "lib/view/words.h"
#include "tools/vedette/command.h"
#include "tools/vedette/judge.h"
#include "tools/vedette/table.h"

#define FROM_ROOM 256

static const char *const claims[] = {
	[VDT_CLAIM_DECLARED] = "declared",
	[VDT_CLAIM_OTHER_EXE] = "other-executable",
	[VDT_CLAIM_UNDECLARED] = "undeclared",
};

static const struct {
	const char *name, *words;
} reaches[] = {
	[VDT_REACH_ALL] = {"every-source", "yes, from everywhere"},
	[VDT_REACH_SETS] = {"sets", "yes, from"},
	[VDT_REACH_UNCOVERED] = {"uncovered", "yes: no rule covers this network namespace"},
	[VDT_REACH_FRAMES] = {"frames", "yes: sees frames before any rule"},
	[VDT_REACH_PASSED] = {"passed", "only what rules let pass"},
	[VDT_REACH_NOT_BOUND] = {"bound-to-loopback", "no: bound to loopback"},
	[VDT_REACH_NOT_SERVICE] = {"loopback-only", "no: for loopback only by the policy"},
	[VDT_REACH_NOT_DECLARED] = {"no-service", "no: dropped, not in the policy"},
	[VDT_REACH_NOT_POLICY] = {"no-policy", "no: dropped, no policy is loaded"},
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

static json_t *socket_json(const struct vdt_socket *socket, const struct vdt_verdict *verdict)
{
	char address[VDT_ADDRESS_WORDS];
	json_t *from = json_array();
	json_t *object = json_pack("{s:s, s:i, s:o, s:s, s:s, s:b, s:o}", "kind",
				   vdt_socket_kind_name(socket->kind), "port", socket->port,
				   "owners", owners_json(socket), "policy", claims[verdict->claim],
				   "reach", reaches[verdict->reach].name, "reachable",
				   vdt_reachable(verdict->reach), "from", from);

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

static json_t *ports_json(const struct vdt_sockets *sockets, const struct vdt_rules *rules)
{
	json_t *list = json_array(), *unserved = json_array();
	struct vdt_verdict verdict;

	for (size_t i = 0; i < sockets->count; i++) {
		vdt_judge(&sockets->items[i], rules, &verdict);
		json_array_append_new(list, socket_json(&sockets->items[i], &verdict));
	}
	for (size_t i = 0; i < rules->services.count; i++)
		if (!vdt_served(&rules->services.items[i], sockets))
			json_array_append_new(unserved,
					      vdt_service_json(&rules->services.items[i]));
	return json_pack("{s:o, s:o}", "sockets", list, "unserved", unserved);
}

static void print_process(struct vdt_table *table, const struct vdt_socket *socket,
			  const struct vdt_verdict *verdict)
{
	char more[32] = "";

	if (!verdict->owner) {
		vdt_table_cell(table, "the kernel, or hidden");
		return;
	}
	if (socket->n_owners > 1)
		snprintf(more, sizeof(more), " and %u more", socket->n_owners - 1);
	vdt_table_cell(table, "%s (%d)%s", verdict->owner->exe, verdict->owner->pid, more);
}

static void print_reach(struct vdt_table *table, const struct vdt_verdict *verdict)
{
	const struct vdt_nl_service *service = verdict->service;
	char from[FROM_ROOM] = "";
	size_t at = 0;

	if (verdict->reach == VDT_REACH_SETS)
		for (unsigned int i = 0; i < service->n_from && at < sizeof(from); i++)
			at += snprintf(from + at, sizeof(from) - at, "%s%s", i ? ", " : " ",
				       service->from[i]);
	vdt_table_cell(table, "%s%s", reaches[verdict->reach].words, from);
}

static void print_socket(struct vdt_table *table, const struct vdt_socket *socket,
			 const struct vdt_verdict *verdict)
{
	char address[VDT_ADDRESS_WORDS];

	vdt_table_cell(table, "%s", vdt_socket_kind_name(socket->kind));
	if (socket->address_len)
		vdt_table_cell(table, "%s",
			       vdt_address_words(socket->address, socket->address_len, address));
	else
		vdt_table_cell(table, "*");
	if (socket->kind == VDT_SOCKET_PACKET)
		vdt_table_cell(table, "-");
	else
		vdt_table_cell(table, "%u", socket->port);
	print_process(table, socket, verdict);
	if (!verdict->service)
		vdt_table_cell(table, "undeclared");
	else if (verdict->claim == VDT_CLAIM_OTHER_EXE)
		vdt_table_cell(table, "%s, but that is %s", verdict->service->name,
			       verdict->service->exe);
	else
		vdt_table_cell(table, "%s", verdict->service->name);
	print_reach(table, verdict);
}

static void print_unserved(struct vdt_table *table, const struct vdt_nl_service *service)
{
	vdt_table_cell(table, "%s", vdt_proto_words(service->proto));
	vdt_table_cell(table, "-");
	vdt_table_cell(table, "%u", service->port);
	vdt_table_cell(table, "nobody listens");
	vdt_table_cell(table, "%s", service->name);
	vdt_table_cell(table, "-");
}

static int print_ports(const struct vdt_sockets *sockets, const struct vdt_rules *rules)
{
	static const char *const heads[] = {"KIND",    "ADDRESS", ">PORT",
					    "PROCESS", "SERVICE", "REACHABLE FROM OUTSIDE"};
	struct vdt_table *table = vdt_table_new(heads, 6);
	struct vdt_verdict verdict;

	for (size_t i = 0; table && i < sockets->count; i++) {
		vdt_judge(&sockets->items[i], rules, &verdict);
		print_socket(table, &sockets->items[i], &verdict);
	}
	for (size_t i = 0; table && i < rules->services.count; i++)
		if (!vdt_served(&rules->services.items[i], sockets))
			print_unserved(table, &rules->services.items[i]);
	return vdt_table_finish(table);
}

static int check(const struct vdt_sockets *sockets, const struct vdt_rules *rules)
{
	struct vdt_verdict verdict;
	unsigned int wrong = 0;

	for (size_t i = 0; i < sockets->count; i++) {
		vdt_judge(&sockets->items[i], rules, &verdict);
		wrong += vdt_objectionable(&sockets->items[i], &verdict);
	}
	if (!wrong)
		return VDT_EXIT_DONE;
	return vdt_fail(VDT_EXIT_REFUSED,
			"%u sockets beyond loopback are not declared by the "
			"policy: stop them, or declare them",
			wrong);
}

/* Only the initial namespace is covered when the policy says so; is this another one? */
static bool is_other_netns(void)
{
	struct stat own, initial;

	return !stat("/proc/self/ns/net", &own) && !stat("/proc/1/ns/net", &initial) &&
	       own.st_ino != initial.st_ino;
}

static int get_rules(struct vdt_nl *nl, struct vdt_rules *ret_rules)
{
	struct vdt_nl_status status;
	int err = vdt_nl_status(nl, &status);

	if (err)
		return err;
	ret_rules->none = status.policy_state == VEDETTE_POLICY_STATE_NONE;
	ret_rules->uncovered = status.netns == VEDETTE_NETNS_INIT && is_other_netns();
	return vdt_services_get(nl, &ret_rules->services);
}

int vdt_cmd_ports(const struct vdt_options *options, char **args)
{
	struct vdt_rules rules = {0};
	struct vdt_sockets sockets = {0};
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl), err;

	if (code)
		return code;
	err = get_rules(nl, &rules);
	if (err)
		code = vdt_fail_request(nl, err);
	else if ((err = vdt_sockets_get(&sockets)))
		code = vdt_fail(VDT_EXIT_REFUSED, "cannot list the sockets: %s; run it as root",
				strerror(-err));
	else if (options->json)
		code = vdt_json_finish(ports_json(&sockets, &rules));
	else
		code = print_ports(&sockets, &rules);
	if (!code && options->check)
		code = check(&sockets, &rules);
	vdt_sockets_done(&sockets);
	vdt_services_done(&rules.services);
	vdt_nl_close(nl);
	return code;
}

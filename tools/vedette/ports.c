// SPDX-License-Identifier: BSD-3-Clause
/* Both directions: who listens and what the policy says; what the policy declares and nobody
 * serves. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/nl/client.h"
#include "lib/view/ports.h"
#include "lib/view/words.h"
#include "tools/vedette/command.h"
#include "tools/vedette/listing.h"
#include "tools/vedette/table.h"

#define FROM_ROOM 256

static const char *const reaches[] = {
	[VDT_REACH_ALL] = "yes, from everywhere",
	[VDT_REACH_SETS] = "yes, from",
	[VDT_REACH_UNCOVERED] = "yes: no rule covers this network namespace",
	[VDT_REACH_FRAMES] = "yes: sees frames before any rule",
	[VDT_REACH_PASSED] = "only what rules let pass",
	[VDT_REACH_NOT_BOUND] = "no: bound to loopback",
	[VDT_REACH_NOT_SERVICE] = "no: for loopback only by the policy",
	[VDT_REACH_NOT_DECLARED] = "no: dropped, not in the policy",
	[VDT_REACH_NOT_POLICY] = "no: dropped, no policy is loaded",
};

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
	vdt_table_cell(table, "%s%s", reaches[verdict->reach], from);
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
		code = vdt_json_finish(vdt_view_ports(&sockets, &rules));
	else
		code = print_ports(&sockets, &rules);
	if (!code && options->check)
		code = check(&sockets, &rules);
	vdt_sockets_done(&sockets);
	vdt_services_done(&rules.services);
	vdt_nl_close(nl);
	return code;
}

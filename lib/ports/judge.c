// SPDX-License-Identifier: BSD-3-Clause
#include <netinet/in.h>
#include <string.h>

#include "lib/ports/judge.h"

static bool is_port(const struct vdt_socket *socket)
{
	return socket->kind == VDT_SOCKET_TCP || socket->kind == VDT_SOCKET_UDP;
}

static bool serves(const struct vdt_socket *socket, const struct vdt_nl_service *service)
{
	int proto = socket->kind == VDT_SOCKET_TCP ? IPPROTO_TCP : IPPROTO_UDP;

	return is_port(socket) && service->proto == proto && service->port == socket->port;
}

static const struct vdt_nl_service *find_service(const struct vdt_socket *socket,
						 const struct vdt_services *services)
{
	for (size_t i = 0; i < services->count; i++)
		if (serves(socket, &services->items[i]))
			return &services->items[i];
	return NULL;
}

/* The supervisor may hold a socket that it handed out: the one that the policy names counts. */
static const struct vdt_owner *find_owner(const struct vdt_socket *socket, const char *exe)
{
	for (unsigned int i = 0; i < socket->n_owners && i < VDT_SOCKET_OWNERS; i++)
		if (!*exe || !strcmp(socket->owners[i].exe, exe))
			return &socket->owners[i];
	return NULL;
}

static enum vdt_reach reach_of_port(const struct vdt_socket *socket, const struct vdt_rules *rules,
				    const struct vdt_nl_service *service)
{
	if (vdt_socket_on_loopback(socket))
		return VDT_REACH_NOT_BOUND;
	if (rules->none)
		return VDT_REACH_NOT_POLICY;
	if (rules->uncovered)
		return VDT_REACH_UNCOVERED;
	if (!service)
		return VDT_REACH_NOT_DECLARED;
	if (service->flags & VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY)
		return VDT_REACH_NOT_SERVICE;
	return service->n_from ? VDT_REACH_SETS : VDT_REACH_ALL;
}

static enum vdt_reach reach_of(const struct vdt_socket *socket, const struct vdt_rules *rules,
			       const struct vdt_nl_service *service)
{
	if (socket->kind == VDT_SOCKET_PACKET)
		return VDT_REACH_FRAMES;
	if (socket->kind == VDT_SOCKET_RAW)
		return vdt_socket_on_loopback(socket) ? VDT_REACH_NOT_BOUND : VDT_REACH_PASSED;
	return reach_of_port(socket, rules, service);
}

void vdt_judge(const struct vdt_socket *socket, const struct vdt_rules *rules,
	       struct vdt_verdict *ret_verdict)
{
	const struct vdt_nl_service *service = find_service(socket, &rules->services);

	ret_verdict->service = service;
	ret_verdict->reach = reach_of(socket, rules, service);
	ret_verdict->owner = find_owner(socket, service ? service->exe : "");
	if (!service)
		ret_verdict->claim = VDT_CLAIM_UNDECLARED;
	else if (*service->exe && !ret_verdict->owner && !rules->blind)
		ret_verdict->claim = VDT_CLAIM_OTHER_EXE;
	else
		ret_verdict->claim = VDT_CLAIM_DECLARED;
	if (!ret_verdict->owner && socket->n_owners)
		ret_verdict->owner = &socket->owners[0];
}

bool vdt_reachable(enum vdt_reach reach)
{
	return reach <= VDT_REACH_PASSED;
}

bool vdt_objectionable(const struct vdt_socket *socket, const struct vdt_verdict *verdict)
{
	return is_port(socket) && !vdt_socket_on_loopback(socket) &&
	       verdict->claim != VDT_CLAIM_DECLARED;
}

bool vdt_served(const struct vdt_nl_service *service, const struct vdt_sockets *sockets)
{
	for (size_t i = 0; i < sockets->count; i++)
		if (serves(&sockets->items[i], service))
			return true;
	return false;
}

// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "policy_parse.h"
#include "socket_eval.h"

static struct vdt_verdict pass(u8 reason, int service)
{
	return (struct vdt_verdict){.pass = true, .reason = reason, .service = (s16)service};
}

static struct vdt_verdict refuse(u8 reason, int service)
{
	return (struct vdt_verdict){.pass = false, .reason = reason, .service = (s16)service};
}

static struct vdt_verdict eval_create(const struct vdt_policy *policy,
				      const struct vdt_socket_call *call)
{
	if (!policy)
		return refuse(VEDETTE_REASON_NO_POLICY, -1);
	if (policy->packet_sockets & call->exes)
		return pass(VEDETTE_REASON_EXECUTABLE, -1);
	return refuse(VEDETTE_REASON_EXECUTABLE, -1);
}

static struct vdt_verdict eval_service(const struct vdt_service *service, int index,
				       const struct vdt_socket_call *call)
{
	if (service->exe == VDT_NO_EXE || call->exes & BIT_ULL(service->exe))
		return pass(VEDETTE_REASON_SERVICE, index);
	return refuse(VEDETTE_REASON_EXECUTABLE, index);
}

/* A bound TCP socket answers nobody before it listens; a UDP socket does at once. */
static bool is_harmless(const struct vdt_socket_call *call)
{
	if (call->op != VDT_SOCKET_BIND)
		return false;
	return !call->port || call->ephemeral ||
	       (call->proto != IPPROTO_UDP && call->proto != IPPROTO_UDPLITE);
}

struct vdt_verdict vdt_socket_eval(const struct vdt_policy *policy,
				   const struct vdt_socket_call *call)
{
	int index;

	if (call->op == VDT_SOCKET_CREATE)
		return eval_create(policy, call);
	if (call->supervisor && call->op != VDT_SOCKET_ACCEPT)
		return pass(VEDETTE_REASON_EXECUTABLE, -1);
	index = policy && call->proto <= U8_MAX && call->port
			? vdt_policy_service(policy, (u8)call->proto, call->port)
			: -1;
	if (index >= 0)
		return eval_service(&policy->services[index], index, call);
	if (call->loopback)
		return pass(VEDETTE_REASON_LOOPBACK, -1);
	if (is_harmless(call))
		return pass(VEDETTE_REASON_FLOW, -1);
	return refuse(policy ? VEDETTE_REASON_NO_SERVICE : VEDETTE_REASON_NO_POLICY, -1);
}

/* SPDX-License-Identifier: BSD-3-Clause */
/* What the policy says of a socket and who can reach it: pure, from what was listed. */
#ifndef VDT_PORTS_JUDGE_H
#define VDT_PORTS_JUDGE_H

#include "lib/view/services.h"
#include "lib/ports/sockets.h"

struct vdt_rules {
	struct vdt_services services;
	bool none;	/* no policy is loaded: the kernel drops all that comes in */
	bool uncovered; /* the policy leaves this network namespace alone */
	bool blind;	/* nobody looked for owners: a service is judged by its port alone */
};

enum vdt_claim {
	VDT_CLAIM_DECLARED,   /* a service of the policy, held by the executable it names, if any */
	VDT_CLAIM_OTHER_EXE,  /* the port of a service, held by another executable */
	VDT_CLAIM_UNDECLARED, /* the policy does not know it */
};

enum vdt_reach {
	VDT_REACH_ALL,		/* every source */
	VDT_REACH_SETS,		/* the sets of the service */
	VDT_REACH_UNCOVERED,	/* everybody: no rule covers this network namespace */
	VDT_REACH_FRAMES,	/* a packet socket sees frames before any rule */
	VDT_REACH_PASSED,	/* a raw socket sees what other rules let pass */
	VDT_REACH_NOT_BOUND,	/* nobody: bound to loopback */
	VDT_REACH_NOT_SERVICE,	/* nobody: the service is for loopback only */
	VDT_REACH_NOT_DECLARED, /* nobody: dropped, no service there */
	VDT_REACH_NOT_POLICY,	/* nobody: dropped, no policy is loaded */
};

struct vdt_verdict {
	enum vdt_claim claim;
	enum vdt_reach reach;
	const struct vdt_nl_service *service; /* NULL: none on this port */
	const struct vdt_owner *owner;	      /* the one to name, NULL: unknown */
};

void vdt_judge(const struct vdt_socket *socket, const struct vdt_rules *rules,
	       struct vdt_verdict *ret_verdict);
/* Can another host reach it? */
bool vdt_reachable(enum vdt_reach reach);
/* Is it what `ports --check` is there to find: a port beyond loopback that was not declared so? */
bool vdt_objectionable(const struct vdt_socket *socket, const struct vdt_verdict *verdict);
/* Does any socket serve @service? */
bool vdt_served(const struct vdt_nl_service *service, const struct vdt_sockets *sockets);

#endif /* VDT_PORTS_JUDGE_H */

// SPDX-License-Identifier: BSD-3-Clause
#include <netinet/in.h>
#include <stdio.h>

#include <criterion/criterion.h>

#include "lib/ports/judge.h"

static struct vdt_nl_service services[] = {
	{.name = "https",
	 .proto = IPPROTO_TCP,
	 .port = 443,
	 .exe = "/web",
	 .n_from = 1,
	 .from = {"lan"}},
	{.name = "open", .proto = IPPROTO_TCP, .port = 80},
	{.name = "encoder",
	 .proto = IPPROTO_TCP,
	 .port = 8554,
	 .flags = VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY},
	{.name = "time", .proto = IPPROTO_UDP, .port = 123},
};

#define TCP VDT_SOCKET_TCP
#define UDP VDT_SOCKET_UDP
#define ANY4 \
	4, \
	{ \
		0 \
	}
#define LOOP4 \
	4, \
	{ \
		127, 0, 0, 1 \
	}
#define ANY6 \
	16, \
	{ \
		0 \
	}
#define LOOP6 \
	16, \
	{ \
		[15] = 1 \
	}
#define MAPPED_LOOP \
	16, \
	{ \
		[10] = 255, 255, 127, 0, 0, 9 \
	}
#define ADDRESS4 \
	4, \
	{ \
		10, 0, 0, 1 \
	}

enum policy { SOME, NONE, UNCOVERED };

/* clang-format off */
static const struct {
	enum vdt_socket_kind kind;
	uint8_t address_len, address[16];
	uint16_t port;
	const char *exe;
	enum policy policy;
	enum vdt_claim claim;
	enum vdt_reach reach;
	bool objectionable;
	const char *why;
} rows[] = {
	{ TCP, ANY4, 443, "/web", SOME, VDT_CLAIM_DECLARED, VDT_REACH_SETS, false, "declared, from a set" },
	{ TCP, ANY6, 443, "/web", SOME, VDT_CLAIM_DECLARED, VDT_REACH_SETS, false, "the same over IPv6" },
	{ TCP, ADDRESS4, 80, "/x", SOME, VDT_CLAIM_DECLARED, VDT_REACH_ALL, false, "declared for all, any executable" },
	{ TCP, ANY4, 443, "/bin/nc", SOME, VDT_CLAIM_OTHER_EXE, VDT_REACH_SETS, true, "port taken by another" },
	{ TCP, ANY4, 443, "", SOME, VDT_CLAIM_OTHER_EXE, VDT_REACH_SETS, true, "executable unreadable" },
	{ TCP, ANY4, 443, NULL, SOME, VDT_CLAIM_OTHER_EXE, VDT_REACH_SETS, true, "nobody known to hold it" },
	{ TCP, ANY4, 80, NULL, SOME, VDT_CLAIM_DECLARED, VDT_REACH_ALL, false, "a socket of the kernel, no executable asked" },
	{ TCP, ANY4, 23, "/bin/busybox", SOME, VDT_CLAIM_UNDECLARED, VDT_REACH_NOT_DECLARED, true, "telnet by hand" },
	{ UDP, ANY4, 443, "/web", SOME, VDT_CLAIM_UNDECLARED, VDT_REACH_NOT_DECLARED, true, "TCP is declared, UDP not" },
	{ UDP, ANY4, 123, "/ntp", SOME, VDT_CLAIM_DECLARED, VDT_REACH_ALL, false, "UDP service" },
	{ TCP, LOOP4, 23, "/x", SOME, VDT_CLAIM_UNDECLARED, VDT_REACH_NOT_BOUND, false, "undeclared on loopback" },
	{ TCP, LOOP6, 23, "/x", SOME, VDT_CLAIM_UNDECLARED, VDT_REACH_NOT_BOUND, false, "the same on ::1" },
	{ TCP, MAPPED_LOOP, 23, "/x", SOME, VDT_CLAIM_UNDECLARED, VDT_REACH_NOT_BOUND, false, "IPv4 mapped" },
	{ TCP, LOOP4, 8554, "/enc", SOME, VDT_CLAIM_DECLARED, VDT_REACH_NOT_BOUND, false, "encoder as it should be" },
	{ TCP, ANY4, 8554, "/enc", SOME, VDT_CLAIM_DECLARED, VDT_REACH_NOT_SERVICE, false, "encoder bound too widely" },
	{ TCP, ANY4, 443, "/web", NONE, VDT_CLAIM_UNDECLARED, VDT_REACH_NOT_POLICY, true, "no policy: nothing is declared" },
	{ TCP, ANY4, 23, "/x", UNCOVERED, VDT_CLAIM_UNDECLARED, VDT_REACH_UNCOVERED, true, "no rule in this namespace" },
	{ TCP, LOOP4, 23, "/x", UNCOVERED, VDT_CLAIM_UNDECLARED, VDT_REACH_NOT_BOUND, false, "loopback stays loopback" },
	{ VDT_SOCKET_PACKET, 0, {0}, 0, "/dhcp", SOME, VDT_CLAIM_UNDECLARED, VDT_REACH_FRAMES, false, "sees frames, is no port" },
	{ VDT_SOCKET_RAW, ANY4, 6, "/x", SOME, VDT_CLAIM_UNDECLARED, VDT_REACH_PASSED, false, "protocol 6 is not port 6" },
	{ VDT_SOCKET_RAW, ANY4, 80, "/x", SOME, VDT_CLAIM_UNDECLARED, VDT_REACH_PASSED, false, "protocol 80 is not port 80" },
};
/* clang-format on */

static void set_rules(enum policy policy, struct vdt_rules *ret_rules)
{
	*ret_rules = (struct vdt_rules){.none = policy == NONE, .uncovered = policy == UNCOVERED};
	if (policy != NONE) {
		ret_rules->services.items = services;
		ret_rules->services.count = sizeof(services) / sizeof(services[0]);
	}
}

static void own(struct vdt_socket *socket, const char *exe)
{
	if (!exe)
		return;
	socket->owners[socket->n_owners].pid = 7 + socket->n_owners;
	snprintf(socket->owners[socket->n_owners++].exe, VDT_OWNER_EXE, "%s", exe);
}

Test(judge, table)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vdt_socket socket = {.kind = rows[i].kind,
					    .port = rows[i].port,
					    .address_len = rows[i].address_len};
		struct vdt_verdict verdict;
		struct vdt_rules rules;

		memcpy(socket.address, rows[i].address, sizeof(socket.address));
		own(&socket, rows[i].exe);
		set_rules(rows[i].policy, &rules);
		vdt_judge(&socket, &rules, &verdict);
		cr_expect_eq(verdict.claim, rows[i].claim, "claim: %s", rows[i].why);
		cr_expect_eq(verdict.reach, rows[i].reach, "reach: %s", rows[i].why);
		cr_expect_eq(vdt_objectionable(&socket, &verdict), rows[i].objectionable,
			     "objectionable: %s", rows[i].why);
	}
}

/* Who does not look for owners cannot say that it is another. */
Test(judge, without_owners_the_port_decides)
{
	struct vdt_socket socket = {.kind = TCP, .port = 443, .address_len = 4};
	struct vdt_verdict verdict;
	struct vdt_rules rules;

	set_rules(SOME, &rules);
	rules.blind = true;
	vdt_judge(&socket, &rules, &verdict);
	cr_expect_eq(verdict.claim, VDT_CLAIM_DECLARED);
	socket.port = 23;
	vdt_judge(&socket, &rules, &verdict);
	cr_expect_eq(verdict.claim, VDT_CLAIM_UNDECLARED);
}

Test(judge, the_declared_holder_counts_among_many)
{
	struct vdt_socket socket = {.kind = TCP, .port = 443, .address_len = 4};
	struct vdt_verdict verdict;
	struct vdt_rules rules;

	own(&socket, "/supervisor");
	own(&socket, "/web");
	set_rules(SOME, &rules);
	vdt_judge(&socket, &rules, &verdict);
	cr_assert_eq(verdict.claim, VDT_CLAIM_DECLARED);
	cr_assert_str_eq(verdict.owner->exe, "/web");
}

Test(judge, only_some_reaches_are_from_outside)
{
	cr_expect(vdt_reachable(VDT_REACH_ALL));
	cr_expect(vdt_reachable(VDT_REACH_SETS));
	cr_expect(vdt_reachable(VDT_REACH_UNCOVERED));
	cr_expect(vdt_reachable(VDT_REACH_FRAMES));
	cr_expect_not(vdt_reachable(VDT_REACH_NOT_BOUND));
	cr_expect_not(vdt_reachable(VDT_REACH_NOT_SERVICE));
	cr_expect_not(vdt_reachable(VDT_REACH_NOT_DECLARED));
	cr_expect_not(vdt_reachable(VDT_REACH_NOT_POLICY));
}

Test(judge, served_by_port_and_protocol)
{
	struct vdt_socket socket = {.kind = TCP, .port = 123, .address_len = 4};
	struct vdt_sockets sockets = {.items = &socket, .count = 1};

	cr_expect_not(vdt_served(&services[3], &sockets), "UDP 123 is not served by TCP 123");
	socket.kind = UDP;
	cr_expect(vdt_served(&services[3], &sockets));
}

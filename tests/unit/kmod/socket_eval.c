// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/policy_parse.h"
#include "kmod/socket_eval.h"

enum { OWNER, OTHER };

#define EXE(index) (1ull << (index))

static const struct vdt_policy policy = {
	.n_exes = 2,
	.exes = {"/opt/owner", "/opt/other"},
	.packet_sockets = EXE(OTHER),
	.n_services = 4,
	.services =
		{
			{.name = "owned", .proto = IPPROTO_TCP, .port = 443, .exe = OWNER},
			{.name = "open", .proto = IPPROTO_TCP, .port = 7000, .exe = VDT_NO_EXE},
			{.name = "owned-udp", .proto = IPPROTO_UDP, .port = 9999, .exe = OWNER},
			{.name = "high", .proto = IPPROTO_UDP, .port = 40000, .exe = OWNER},
		},
};

struct row {
	struct vdt_socket_call call;
	u8 reason; /* to refuse it for; 0: passes */
	const char *why;
};

#define CREATE VDT_SOCKET_CREATE
#define BIND   VDT_SOCKET_BIND
#define LISTEN VDT_SOCKET_LISTEN
#define ACCEPT VDT_SOCKET_ACCEPT
#define TCP    IPPROTO_TCP
#define UDP    IPPROTO_UDP

#define EXECUTABLE VEDETTE_REASON_EXECUTABLE
#define NO_SERVICE VEDETTE_REASON_NO_SERVICE
#define NO_POLICY  VEDETTE_REASON_NO_POLICY

static void check(const struct vdt_policy *by, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct vdt_verdict verdict = vdt_socket_eval(by, &rows[i].call);

		cr_expect_eq(verdict.pass, !rows[i].reason, "%s", rows[i].why);
		if (rows[i].reason)
			cr_expect_eq(verdict.reason, rows[i].reason, "%s: got %u", rows[i].why,
				     verdict.reason);
	}
}

/* clang-format off */
static const struct row with_policy[] = {
	{{.op = BIND, .proto = TCP, .port = 443, .exes = EXE(OWNER)}, 0, "the owner"},
	{{.op = BIND, .proto = TCP, .port = 443, .exes = EXE(OTHER)}, EXECUTABLE, "another of the policy"},
	{{.op = BIND, .proto = TCP, .port = 443}, EXECUTABLE, "a stranger"},
	{{.op = BIND, .proto = TCP, .port = 443, .loopback = true}, EXECUTABLE, "not on loopback either"},
	{{.op = BIND, .proto = TCP, .port = 443, .supervisor = true}, 0, "the supervisor for the owner"},
	{{.op = LISTEN, .proto = TCP, .port = 443, .supervisor = true}, 0, "which listens as well"},
	{{.op = LISTEN, .proto = TCP, .port = 8080, .supervisor = true}, 0, "also before the policy"},
	{{.op = ACCEPT, .proto = TCP, .port = 443, .supervisor = true}, EXECUTABLE, "but takes nothing"},
	{{.op = ACCEPT, .proto = TCP, .port = 443, .exes = EXE(OWNER)}, 0, "what the owner does"},
	{{.op = ACCEPT, .proto = TCP, .port = 443, .exes = EXE(OTHER)}, EXECUTABLE, "and nobody else"},
	{{.op = LISTEN, .proto = TCP, .port = 7000}, 0, "a service without an owner"},
	{{.op = LISTEN, .proto = TCP, .port = 8080}, NO_SERVICE, "no service"},
	{{.op = LISTEN, .proto = TCP}, NO_SERVICE, "listen() without bind()"},
	{{.op = LISTEN, .proto = TCP, .port = 8080, .ephemeral = true}, NO_SERVICE, "whatever port"},
	{{.op = LISTEN, .proto = TCP, .port = 8080, .loopback = true}, 0, "at home"},
	{{.op = ACCEPT, .proto = TCP, .port = 8080}, NO_SERVICE, "a listener from before the policy"},
	{{.op = BIND, .proto = TCP, .port = 8080}, 0, "a client that wants this port"},
	{{.op = BIND, .proto = UDP, .port = 9999, .exes = EXE(OWNER)}, 0, "UDP owner"},
	{{.op = BIND, .proto = UDP, .port = 9999}, EXECUTABLE, "UDP stranger"},
	{{.op = BIND, .proto = UDP, .port = 443}, NO_SERVICE, "the service is of TCP"},
	{{.op = BIND, .proto = UDP, .port = 5353, .exes = EXE(OWNER)}, NO_SERVICE, "UDP answers once bound"},
	{{.op = BIND, .proto = IPPROTO_UDPLITE, .port = 5353}, NO_SERVICE, "as does UDP-Lite"},
	{{.op = BIND, .proto = UDP, .port = 5353, .loopback = true}, 0, "at home"},
	{{.op = BIND, .proto = UDP}, 0, "any port, a client"},
	{{.op = BIND, .proto = UDP, .port = 45000, .ephemeral = true}, 0, "a client that chose itself"},
	{{.op = BIND, .proto = UDP, .port = 40000, .ephemeral = true}, EXECUTABLE, "a service in that range"},
	{{.op = LISTEN, .proto = IPPROTO_SCTP, .port = 443, .exes = EXE(OWNER)}, NO_SERVICE, "another protocol"},
	{{.op = LISTEN, .proto = 262 + 6, .port = 443, .exes = EXE(OWNER)}, NO_SERVICE, "beyond a byte"},
	{{.op = CREATE, .exes = EXE(OTHER)}, 0, "may have packet sockets"},
	{{.op = CREATE, .exes = EXE(OWNER)}, EXECUTABLE, "may not"},
	{{.op = CREATE, .supervisor = true}, EXECUTABLE, "nor may the supervisor"},
};

static const struct row without_policy[] = {
	{{.op = BIND, .proto = TCP, .port = 443}, 0, "harmless"},
	{{.op = LISTEN, .proto = TCP, .port = 443}, NO_POLICY, "nobody listens"},
	{{.op = LISTEN, .proto = TCP, .port = 443, .supervisor = true}, 0, "but the supervisor"},
	{{.op = LISTEN, .proto = TCP, .port = 443, .loopback = true}, 0, "or at home"},
	{{.op = BIND, .proto = UDP, .port = 67}, NO_POLICY, "UDP"},
	{{.op = BIND, .proto = UDP}, 0, "a client"},
	{{.op = CREATE, .exes = ~0ull}, NO_POLICY, "packet sockets"},
};
/* clang-format on */

Test(socket_eval, with_policy)
{
	check(&policy, with_policy, sizeof(with_policy) / sizeof(with_policy[0]));
}

Test(socket_eval, without_policy)
{
	check(NULL, without_policy, sizeof(without_policy) / sizeof(without_policy[0]));
}

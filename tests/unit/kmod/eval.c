// SPDX-License-Identifier: BSD-3-Clause
#include <arpa/inet.h>
#include <criterion/criterion.h>

#include "kmod/eval.h"
#include "kmod/policy_parse.h"
#include "kmod/rules.h"
#include "tests/unit/kmod/blob.h"

static struct blob b;

static struct vdt_addr address(const char *text)
{
	uint8_t bytes[16];

	if (inet_pton(AF_INET, text, bytes) == 1)
		return vdt_addr_from_v4(bytes);
	cr_assert_eq(inet_pton(AF_INET6, text, bytes), 1, "%s", text);
	return vdt_addr_from_v6(bytes);
}

struct row {
	const char *src;
	u8 proto;
	u16 port; /* destination; ICMP: type */
	struct vdt_packet rest;
	u8 reason;
	const char *why;
};

static struct vdt_packet make_packet(const struct row *row)
{
	struct vdt_packet packet = row->rest;

	packet.src = address(row->src);
	packet.dst = address(strchr(row->src, ':') ? "fd00::1" : "10.0.0.1");
	packet.ipv6 = strchr(row->src, ':');
	packet.proto = row->proto;
	if (row->proto == IPPROTO_TCP || row->proto == IPPROTO_UDP)
		packet.dst_port = row->port;
	else
		packet.icmp_type = (u8)row->port;
	return packet;
}

static struct vdt_rules rules_of(const struct vdt_policy *policy)
{
	struct vdt_rules rules = {};
	const char *why;

	if (policy)
		cr_assert_eq(vdt_rules_init(&rules, policy, &why), 0, "%s", why);
	return rules;
}

static void check(const struct vdt_policy *policy, const struct row *rows, size_t n)
{
	struct vdt_rules rules = rules_of(policy);

	for (size_t i = 0; i < n; i++) {
		struct vdt_packet packet = make_packet(&rows[i]);
		struct vdt_verdict verdict = vdt_eval_in(&rules, &packet);

		cr_expect_eq(verdict.reason, rows[i].reason, "%s: got %u", rows[i].why,
			     verdict.reason);
		cr_expect_eq(verdict.pass, rows[i].reason <= VEDETTE_REASON_SERVICE, "%s",
			     rows[i].why);
	}
	vdt_rules_done(&rules);
}

static struct vdt_policy *full_policy(void)
{
	struct vdt_policy *policy = NULL;
	struct vdt_fault fault;

	blob_full(&b);
	cr_assert_eq(vdt_policy_parse(b.data, b.len, &policy, &fault), 0, "%s", fault.text);
	return policy;
}

#define TCP  IPPROTO_TCP
#define UDP  IPPROTO_UDP
#define ICMP IPPROTO_ICMP
#define ICM6 IPPROTO_ICMPV6
#define R(x) VEDETTE_REASON_##x

/*
 * What blob_full() says. Sets: lan 10/8 192.168/16 fd00::/8, bad 10.0.0.66. Services: https tcp 443
 * from lan, open udp 5000, encoder tcp 8554 on loopback.
 */
static const struct row with_policy[] = {
	{"10.0.0.66", TCP, 22, {.loopback = true}, R(LOOPBACK), "loopback before all"},
	{"10.0.0.2", TCP, 443, {.fault = R(MALFORMED)}, R(MALFORMED), "headers cut off"},
	{"127.0.0.1", UDP, 5000, {}, R(SPOOFED), "loopback address on a wire"},
	{"::1", UDP, 5000, {}, R(SPOOFED), "loopback address on a wire"},
	{"fd00::2", TCP, 443, {.fault = R(FRAGMENT)}, R(FRAGMENT), "IPv6 fragment"},
	{"10.0.0.66", TCP, 443, {.syn = true}, R(DENY_SET), "denied before services"},
	{"10.0.0.66", TCP, 443, {.flow = true}, R(DENY_SET), "denied before flows"},
	{"::ffff:10.0.0.66", TCP, 443, {}, R(DENY_SET), "the mapped form is denied too"},
	{"203.0.113.1", TCP, 40000, {.flow = true}, R(FLOW), "answer to our connection"},
	{"203.0.113.1", TCP, 443, {.flow = true, .syn = true}, R(SOURCE), "a SYN is no flow"},
	{"10.0.0.2", TCP, 443, {.syn = true}, R(SERVICE), "source in the set"},
	{"192.168.1.1", TCP, 443, {}, R(SERVICE), "ACK of a SYN cookie"},
	{"fd12::1", TCP, 443, {.syn = true}, R(SERVICE), "IPv6 source in the set"},
	{"203.0.113.1", TCP, 443, {.syn = true}, R(SOURCE), "source not in the set"},
	{"203.0.113.1", UDP, 5000, {}, R(SERVICE), "no set: everyone"},
	{"203.0.113.1", TCP, 5000, {}, R(NO_SERVICE), "the protocol counts"},
	{"10.0.0.2", TCP, 8554, {.syn = true}, R(LOOPBACK_ONLY), "the encoder from outside"},
	{"10.0.0.2", TCP, 23, {.syn = true}, R(NO_SERVICE), "undeclared"},
	{"10.0.0.2", 47, 0, {}, R(NO_SERVICE), "a protocol without ports"},
	{"10.0.0.2", ICMP, ICMP_ECHO, {}, R(NO_SERVICE), "ping"},
	{"10.0.0.2", ICMP, ICMP_ECHOREPLY, {}, R(NO_SERVICE), "unasked reply"},
	{"10.0.0.2", ICMP, ICMP_ECHOREPLY, {.flow = true}, R(FLOW), "asked reply"},
	{"203.0.113.1", ICMP, ICMP_DEST_UNREACH, {}, R(FLOW), "path MTU needs it"},
	{"203.0.113.1", ICMP, ICMP_TIME_EXCEEDED, {}, R(FLOW), "error"},
	{"203.0.113.1", ICMP, ICMP_PARAMETERPROB, {}, R(FLOW), "error"},
	{"203.0.113.1", ICMP, ICMP_REDIRECT, {}, R(NO_SERVICE), "redirect is no error"},
	{"10.0.0.66", ICMP, ICMP_DEST_UNREACH, {}, R(DENY_SET), "denied, errors too"},
};

static const struct row icmpv6[] = {
	{"fe80::1", ICM6, 133, {.hop_limit = 255}, R(ICMPV6), "router solicitation"},
	{"fe80::1", ICM6, 134, {.hop_limit = 255}, R(ICMPV6), "router advertisement"},
	{"fe80::1", ICM6, 134, {.hop_limit = 254}, R(NO_SERVICE), "came over a router"},
	{"fd00::2", ICM6, 134, {.hop_limit = 255}, R(NO_SERVICE), "routers speak from link-local"},
	{"::", ICM6, 135, {.hop_limit = 255}, R(ICMPV6), "duplicate address detection"},
	{"fd00::2", ICM6, 135, {.hop_limit = 255}, R(ICMPV6), "neighbour solicitation"},
	{"fd00::2", ICM6, 136, {.hop_limit = 255}, R(ICMPV6), "neighbour advertisement"},
	{"fd00::2", ICM6, 136, {.hop_limit = 64}, R(NO_SERVICE), "came over a router"},
	{"fe80::1", ICM6, 137, {.hop_limit = 255}, R(ICMPV6), "redirect of the router"},
	{"fd00::2", ICM6, 137, {.hop_limit = 255}, R(NO_SERVICE), "redirect of a stranger"},
	{"fe80::1", ICM6, 130, {.hop_limit = 1}, R(ICMPV6), "multicast query"},
	{"fe80::1", ICM6, 130, {.hop_limit = 255}, R(NO_SERVICE), "query with hop limit 255"},
	{"::", ICM6, 130, {.hop_limit = 1}, R(NO_SERVICE), "a querier has an address"},
	{"::", ICM6, 143, {.hop_limit = 1}, R(ICMPV6), "report before the address is there"},
	{"fe80::1", ICM6, 131, {.hop_limit = 1}, R(ICMPV6), "report, version 1"},
	{"2001:db8::1", ICM6, 1, {.hop_limit = 60}, R(ICMPV6), "unreachable"},
	{"2001:db8::1", ICM6, 2, {.hop_limit = 60}, R(ICMPV6), "packet too big"},
	{"2001:db8::1", ICM6, 3, {.hop_limit = 60}, R(ICMPV6), "time exceeded"},
	{"2001:db8::1", ICM6, 4, {.hop_limit = 60}, R(ICMPV6), "parameter problem"},
	{"2001:db8::1", ICM6, 5, {.hop_limit = 60}, R(NO_SERVICE), "unassigned error"},
	{"fe80::1", ICM6, 128, {.hop_limit = 64}, R(NO_SERVICE), "ping"},
	{"fe80::1", ICM6, 129, {.hop_limit = 64, .flow = true}, R(FLOW), "asked reply"},
	{"fe80::1", ICM6, 138, {.hop_limit = 255}, R(NO_SERVICE), "router renumbering"},
	{"fe80::1", ICM6, 151, {.hop_limit = 1}, R(NO_SERVICE), "router discovery for multicast"},
	{"10.0.0.2", ICM6, 135, {.hop_limit = 255}, R(NO_SERVICE), "ICMPv6 in an IPv4 packet"},
};

static const struct row without_policy[] = {
	{"10.0.0.2", TCP, 443, {.loopback = true}, R(LOOPBACK), "loopback"},
	{"fe80::1", ICM6, 135, {.hop_limit = 255}, R(ICMPV6), "neighbours"},
	{"10.0.0.2", TCP, 443, {.flow = true}, R(FLOW), "own connection"},
	{"10.0.0.2", TCP, 443, {.flow = true, .syn = true}, R(NO_POLICY), "new connection"},
	{"10.0.0.2", UDP, 5000, {}, R(NO_POLICY), "everything else"},
};

Test(eval, with_policy)
{
	struct vdt_policy *policy = full_policy();

	check(policy, with_policy, ARRAY_SIZE(with_policy));
	check(policy, icmpv6, ARRAY_SIZE(icmpv6));
	vdt_policy_free(policy);
}

Test(eval, without_policy_fails_closed)
{
	check(NULL, without_policy, ARRAY_SIZE(without_policy));
}

Test(eval, names_the_service_that_decided)
{
	static const struct {
		u8 proto;
		u16 port;
		int service;
	} rows[] = {{TCP, 443, 0}, {UDP, 5000, 1}, {TCP, 8554, 2}, {TCP, 23, -1}};
	struct vdt_policy *policy = full_policy();
	struct vdt_rules rules = rules_of(policy);

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vdt_packet packet = {.src = address("203.0.113.1"),
					    .dst = address("10.0.0.1"),
					    .proto = rows[i].proto,
					    .dst_port = rows[i].port};

		cr_expect_eq(vdt_eval_in(&rules, &packet).service, rows[i].service);
	}
	vdt_rules_done(&rules);
	vdt_policy_free(policy);
}

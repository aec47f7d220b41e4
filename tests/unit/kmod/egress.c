// SPDX-License-Identifier: BSD-3-Clause
#include <arpa/inet.h>
#include <criterion/criterion.h>

#include "kmod/eval.h"
#include "kmod/policy_parse.h"
#include "kmod/prefix_build.h"
#include "kmod/rules.h"

#define TCP  IPPROTO_TCP
#define UDP  IPPROTO_UDP
#define ICMP IPPROTO_ICMP
#define ICM6 IPPROTO_ICMPV6
#define R(x) VEDETTE_REASON_##x

static struct vdt_addr address(const char *text)
{
	uint8_t bytes[16];

	if (inet_pton(AF_INET, text, bytes) == 1)
		return vdt_addr_from_v4(bytes);
	cr_assert_eq(inet_pton(AF_INET6, text, bytes), 1, "%s", text);
	return vdt_addr_from_v6(bytes);
}

/* Set 0 is nvr: 10.20.0.5 and fd00:20::5. Set 1 is lan: 10.0.0.0/8. */
static const u8 nvr4[] = {10, 20, 0, 5, 32}, lan4[] = {10, 0, 0, 0, 8};
static const u8 nvr6[] = {0xfd, 0, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 128};

enum { NVR = 1, LAN = 2, AUDIT = 0, UPDATE = 1 };

static const struct vdt_policy policy = {
	.version = 1,
	.n_sets = 2,
	.n_exes = 2,
	.n_egress = 5,
	.sets =
		{
			{.name = "nvr", .prefixes = {nvr4, nvr6, sizeof(nvr4), sizeof(nvr6)}},
			{.name = "lan", .prefixes = {lan4, NULL, sizeof(lan4), 0}},
		},
	.egress =
		{
			{.to = NVR, .proto = TCP, .port = 6514, .exe = AUDIT},
			{.dns = "updates.example.com", .proto = TCP, .port = 443, .exe = UPDATE},
			{.to = LAN, .proto = UDP, .port = 53, .exe = VDT_NO_EXE},
			{.to = LAN, .proto = ICMP, .exe = VDT_NO_EXE},
			{.to = NVR, .proto = UDP, .exe = VDT_NO_EXE},
		},
};

static const struct vdt_policy silent = {.version = 1};
static const struct vdt_policy any = {
	.version = 1,
	.n_egress = 1,
	.egress = {{.exe = VDT_NO_EXE}},
};

struct row {
	const char *src, *dst;
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
	packet.dst = address(row->dst);
	packet.ipv6 = strchr(row->dst, ':');
	packet.proto = row->proto;
	if (row->proto == TCP || row->proto == UDP)
		packet.dst_port = row->port;
	else
		packet.icmp_type = (u8)row->port;
	return packet;
}

static bool passes(u8 reason)
{
	return reason <= R(SERVICE) || (reason >= R(IGMP) && reason <= R(EGRESS_RULE));
}

static void check(const struct vdt_policy *of, const struct row *rows, size_t n)
{
	struct vdt_rules rules = {};
	const char *why;

	if (of)
		cr_assert_eq(vdt_rules_init(&rules, of, NULL, 0, NULL, &why), 0, "%s", why);
	for (size_t i = 0; i < n; i++) {
		struct vdt_packet packet = make_packet(&rows[i]);
		struct vdt_verdict verdict = vdt_eval_out(&rules, &packet);

		cr_expect_eq(verdict.reason, rows[i].reason, "%s: got %u", rows[i].why,
			     verdict.reason);
		cr_expect_eq(verdict.pass, passes(rows[i].reason), "%s", rows[i].why);
		cr_expect_eq(verdict.service, -1, "%s", rows[i].why);
	}
	vdt_rules_done(&rules);
}

#define ME4  "10.0.0.1"
#define ME6  "fd00::1"
#define NONE "0.0.0.0"
#define OWN(...) \
	{ \
		.own_src = true, __VA_ARGS__ \
	}
#define STACK(...) \
	{ \
		.own_src = true, .stack = true, __VA_ARGS__ \
	}

static const struct row rules[] = {
	{ME4, "10.20.0.5", TCP, 6514, OWN(.exes = 1 << AUDIT), R(EGRESS_RULE), "all fits"},
	{ME6, "fd00:20::5", TCP, 6514, OWN(.exes = 1 << AUDIT), R(EGRESS_RULE), "IPv6"},
	{ME4, "10.20.0.5", TCP, 6514, OWN(.exes = 1 << UPDATE), R(EGRESS), "another executable"},
	{ME4, "10.20.0.5", TCP, 6514, OWN(), R(EGRESS), "executable not known"},
	{ME4, "10.20.0.6", TCP, 6514, OWN(.exes = 1 << AUDIT), R(EGRESS), "another destination"},
	{ME4, "10.20.0.5", TCP, 6515, OWN(.exes = 1 << AUDIT), R(EGRESS), "another port"},
	{ME4, "192.0.2.1", TCP, 443, OWN(.exes = 1 << UPDATE), R(EGRESS), "no name"},
	{ME4, "192.0.2.1", TCP, 443, OWN(.exes = 1 << UPDATE, .names = 1 << 1), R(EGRESS_RULE),
	 "the name stands for the address"},
	{ME4, "192.0.2.1", TCP, 80, OWN(.exes = 1 << UPDATE, .names = 1 << 1), R(EGRESS),
	 "a name is pinned to its port"},
	{ME4, "192.0.2.1", UDP, 443, OWN(.exes = 1 << UPDATE, .names = 1 << 1), R(EGRESS),
	 "and to its protocol"},
	{ME4, "192.0.2.1", TCP, 443, OWN(.names = 1 << 1), R(EGRESS), "name, but not executable"},
	{ME4, "192.0.2.1", TCP, 6514, OWN(.exes = 1 << AUDIT, .names = 1 << 0), R(EGRESS),
	 "the bit of a rule without name says nothing"},
	{ME4, "10.9.9.9", UDP, 53, OWN(), R(EGRESS_RULE), "any executable"},
	{ME4, "10.9.9.9", TCP, 53, OWN(), R(EGRESS), "the protocol counts"},
	{ME4, "10.20.0.5", UDP, 9, OWN(), R(EGRESS_RULE), "any port"},
	{ME4, "10.9.9.9", ICMP, ICMP_ECHO, OWN(), R(EGRESS_RULE), "ping"},
	{ME4, "10.9.9.9", ICMP, ICMP_TIMESTAMP, OWN(), R(EGRESS), "only echo requests"},
	{ME6, "fd00:20::5", ICM6, ICMPV6_ECHO_REQUEST, OWN(), R(EGRESS), "ping to another set"},
	{ME4, "203.0.113.9", TCP, 80, OWN(), R(EGRESS), "anything else"},
	{ME4, "203.0.113.9", 47, 0, OWN(), R(EGRESS), "a protocol without ports"},
};

static const struct row order[] = {
	{"127.0.0.1", "127.0.0.1", TCP, 80, {.loopback = true}, R(LOOPBACK), "before all"},
	{"192.0.2.9", "203.0.113.9", UDP, 1, {.fault = R(MALFORMED)}, R(MALFORMED), "fault"},
	{"192.0.2.9", "10.9.9.9", UDP, 53, {}, R(EGRESS_SOURCE), "forged, to where a rule allows"},
	{"192.0.2.9", "10.9.9.9", UDP, 53, {.flow = true}, R(EGRESS_SOURCE), "forged in a flow"},
	{"192.0.2.9", "10.9.9.9", TCP, 9, {.answer = true}, R(EGRESS_SOURCE), "forged answer"},
	{"192.0.2.9", "10.9.9.9", TCP, 9, {.stack = true}, R(EGRESS_SOURCE), "even by the stack"},
	{"127.0.0.1", "10.9.9.9", UDP, 53, OWN(), R(EGRESS_SOURCE), "loopback on a wire"},
	{"::1", "fd00:20::5", UDP, 53, OWN(), R(EGRESS_SOURCE), "loopback on a wire"},
	{ME4, "203.0.113.9", TCP, 9, OWN(.answer = true), R(ANSWER), "answers need no rule"},
	{ME4, "203.0.113.9", TCP, 9, OWN(.flow = true), R(FLOW), "flows were judged before"},
	{ME4, "203.0.113.9", TCP, 9, STACK(.tcp_flags = 4), R(ANSWER), "a reset by the stack"},
	{ME4, "203.0.113.9", TCP, 9, OWN(.tcp_flags = 4), R(EGRESS), "a reset by a raw socket"},
	{ME4, "203.0.113.9", UDP, 9, STACK(), R(EGRESS), "the stack has no data of its own"},
	{ME4, "203.0.113.9", ICMP, ICMP_DEST_UNREACH, STACK(), R(ANSWER), "error by the stack"},
	{ME4, "203.0.113.9", ICMP, ICMP_DEST_UNREACH, OWN(), R(EGRESS), "error by a raw socket"},
	{ME4, "203.0.113.9", ICMP, ICMP_ECHOREPLY, STACK(), R(EGRESS), "no error"},
	{ME6, "2001:db8::9", ICM6, 1, STACK(), R(ICMPV6), "error by the stack"},
	{ME6, "2001:db8::9", ICM6, 1, OWN(), R(EGRESS), "error by a raw socket"},
	{ME4, "224.0.0.22", IPPROTO_IGMP, 0, STACK(), R(IGMP), "groups"},
	{NONE, "224.0.0.22", IPPROTO_IGMP, 0, {.stack = true}, R(IGMP), "before the address"},
	{ME4, "224.0.0.22", IPPROTO_IGMP, 0, OWN(), R(EGRESS), "by a raw socket"},
};

static const struct row unspecified[] = {
	{NONE, "255.255.255.255", UDP, 67, {.src_port = 68}, R(EGRESS), "DHCP needs a rule"},
	{NONE, "255.255.255.255", UDP, 67, {.src_port = 69}, R(EGRESS_SOURCE), "not DHCP"},
	{NONE, "255.255.255.255", UDP, 53, {.src_port = 68}, R(EGRESS_SOURCE), "not DHCP"},
	{NONE, "10.20.0.5", TCP, 6514, {.exes = 1}, R(EGRESS_SOURCE), "no address, no connection"},
	{"::", "ff02::1:ff00:1", ICM6, 135, {.hop_limit = 255}, R(ICMPV6), "duplicate address"},
	{"::", "fd00:20::5", UDP, 9, {}, R(EGRESS_SOURCE), "no address"},
};

static const struct row neighbours[] = {
	{ME6, "fd00::2", ICM6, 135, STACK(.hop_limit = 255), R(ICMPV6), "is a neighbour there?"},
	{ME6, "fd00::2", ICM6, 135, OWN(.hop_limit = 255), R(EGRESS), "a router would pass it on"},
	{ME6, "ff02::2", ICM6, 133, OWN(.hop_limit = 255), R(ICMPV6), "who looks for routers"},
	{ME6, "fe80::2", ICM6, 136, OWN(.hop_limit = 255), R(ICMPV6), "to a neighbour"},
	{ME6, "ff02::2", ICM6, 133, OWN(.hop_limit = 64), R(EGRESS), "hop limit"},
	{ME6, "ff05::2", ICM6, 133, OWN(.hop_limit = 255), R(EGRESS), "beyond the link"},
	{ME6, "ff02::1", ICM6, 134, STACK(.hop_limit = 255), R(EGRESS), "a camera is no router"},
	{ME6, "ff02::16", ICM6, 143, STACK(.hop_limit = 1), R(ICMPV6), "listener report"},
	{ME6, "ff02::16", ICM6, 143, STACK(.hop_limit = 255), R(EGRESS), "hop limit"},
	{ME4, "10.9.9.9", ICM6, 135, STACK(.hop_limit = 255), R(EGRESS), "ICMPv6 in IPv4"},
};

static const struct row without[] = {
	{ME4, "10.20.0.5", TCP, 6514, OWN(.exes = 1), R(NO_POLICY), "closed"},
	{ME4, "10.20.0.5", TCP, 6514, OWN(.answer = true), R(ANSWER), "answers"},
	{ME4, "10.20.0.5", TCP, 6514, STACK(), R(ANSWER), "resets"},
	{"127.0.0.1", "127.0.0.1", TCP, 1, {.loopback = true}, R(LOOPBACK), "loopback"},
	{"::", "ff02::1:ff00:1", ICM6, 135, {.hop_limit = 255}, R(ICMPV6), "neighbours"},
};

static const struct row none_allowed[] = {
	{ME4, "10.20.0.5", TCP, 6514, OWN(.exes = ~0ULL, .names = ~0ULL), R(EGRESS), "no rule"},
};

static const struct row all_allowed[] = {
	{ME4, "203.0.113.9", TCP, 1, OWN(), R(EGRESS_RULE), "TCP"},
	{ME6, "2001:db8::9", UDP, 1, OWN(), R(EGRESS_RULE), "UDP"},
	{ME4, "203.0.113.9", ICMP, ICMP_ECHOREPLY, OWN(), R(EGRESS_RULE), "whatever of ICMP"},
	{ME4, "203.0.113.9", 47, 0, OWN(), R(EGRESS_RULE), "any protocol"},
	{"::", "::", 0, 0, OWN(), R(EGRESS_RULE), "a frame that is not IP"},
	{"192.0.2.9", "203.0.113.9", TCP, 1, {}, R(EGRESS_SOURCE), "but not from others"},
};

Test(egress, rules)
{
	check(&policy, rules, ARRAY_SIZE(rules));
}

Test(egress, order_and_sources)
{
	check(&policy, order, ARRAY_SIZE(order));
	check(&policy, unspecified, ARRAY_SIZE(unspecified));
}

Test(egress, neighbours)
{
	check(&policy, neighbours, ARRAY_SIZE(neighbours));
}

Test(egress, closed_without_a_policy_or_a_rule)
{
	check(NULL, without, ARRAY_SIZE(without));
	check(&silent, none_allowed, ARRAY_SIZE(none_allowed));
}

Test(egress, a_rule_with_nothing_allows_all)
{
	check(&any, all_allowed, ARRAY_SIZE(all_allowed));
}

Test(egress, says_which_rule_it_was)
{
	const struct row row = {ME4, "10.9.9.9", UDP, 53, OWN(), R(EGRESS_RULE), ""};
	struct vdt_packet packet = make_packet(&row);
	struct vdt_rules of = {};
	const char *why;

	cr_assert_eq(vdt_rules_init(&of, &policy, NULL, 0, NULL, &why), 0, "%s", why);
	cr_expect_eq(vdt_eval_out(&of, &packet).rule, 2);
	vdt_rules_done(&of);
}

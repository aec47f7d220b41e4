// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <stdio.h>

#include "kmod/eval.h"
#include "kmod/feed.h"
#include "kmod/policy_parse.h"
#include "kmod/rules.h"
#include "tests/unit/kmod/address.h"
#include "tests/unit/kmod/blob.h"

static struct blob b;

struct row {
	const char *src; /* and, unless it is the camera, the destination */
	u8 proto;
	u16 port; /* destination; ICMP: type */
	struct vdt_packet rest;
	u8 reason;
	const char *why;
};

static struct vdt_packet make_packet(const struct row *row)
{
	struct vdt_packet packet = row->rest;
	char src[64], dst[64];

	packet.ipv6 = strchr(row->src, ':');
	if (sscanf(row->src, "%63s %63s", src, dst) < 2)
		snprintf(dst, sizeof(dst), "%s", packet.ipv6 ? "fd00::1" : "10.0.0.1");
	packet.src = address(src);
	packet.dst = address(dst);
	packet.proto = row->proto;
	if (row->proto == IPPROTO_TCP || row->proto == IPPROTO_UDP)
		packet.dst_port = row->port;
	else
		packet.icmp_type = (u8)row->port;
	return packet;
}

static bool is_pass(u8 reason)
{
	return reason <= VEDETTE_REASON_SERVICE || reason == VEDETTE_REASON_IGMP;
}

static void check(const struct vdt_rules *rules, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct vdt_packet packet = make_packet(&rows[i]);
		struct vdt_verdict verdict = vdt_eval_in(rules, &packet);

		cr_expect_eq(verdict.reason, rows[i].reason, "%s %s: got %u", rows[i].src,
			     rows[i].why, verdict.reason);
		cr_expect_eq(verdict.pass, is_pass(rows[i].reason), "%s", rows[i].why);
	}
}

/* Ended by free_rules(). */
static struct vdt_rules full_rules(u8 fragments)
{
	static const struct vdt_feed threats = {.name = "threats", .version = 7};
	static const u8 digest[VDT_FEED_DIGEST];
	const struct vdt_rules_feed feeds[] = {{&threats, digest}};
	struct vdt_policy *policy = NULL;
	struct vdt_rules rules;
	struct vdt_fault fault;
	const char *why = NULL;

	blob_full(&b);
	cr_assert_eq(vdt_policy_parse(b.data, b.len, &policy, &fault), 0, "%s", fault.text);
	policy->fragments = fragments;
	cr_assert_eq(vdt_rules_init(&rules, policy, feeds, 1, NULL, &why), 0, "%s", why);
	return rules;
}

static void free_rules(struct vdt_rules *rules)
{
	struct vdt_policy *policy = (struct vdt_policy *)rules->policy;

	vdt_rules_done(rules);
	vdt_policy_free(policy);
}

#define TCP  IPPROTO_TCP
#define UDP  IPPROTO_UDP
#define ICMP IPPROTO_ICMP
#define ICM6 IPPROTO_ICMPV6
#define IGMP IPPROTO_IGMP
#define R(x) VEDETTE_REASON_##x

/*
 * What blob_full() says. Sets: lan 10/8 192.168/16 fd00::/8, bad 10.0.0.66. Services: https tcp 443
 * from lan, open udp 5000, encoder tcp 8554 on loopback.
 */
static const struct row with_policy[] = {
	{"10.0.0.66", TCP, 22, {.loopback = true}, R(LOOPBACK), "loopback before all"},
	{"10.0.0.2", TCP, 443, {.fault = R(MALFORMED)}, R(MALFORMED), "headers cut off"},
	{"fd00::2", TCP, 443, {.fault = R(FRAGMENT)}, R(FRAGMENT), "IPv6 fragment"},
	{"10.0.0.66", TCP, 443, {.syn = true}, R(DENY_SET), "denied before services"},
	{"10.0.0.66", TCP, 443, {.flow = true}, R(DENY_SET), "denied before flows"},
	{"203.0.113.1", UDP, 5000, {.banned = true}, R(BAN), "banned before services"},
	{"10.0.0.66", TCP, 443, {.banned = true, .flow = true}, R(BAN), "banned before flows"},
	{"127.0.0.1", TCP, 443, {.fault = R(TCP_FLAGS)}, R(TCP_FLAGS), "fault before source"},
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

/* The service "open" takes everyone, so only the address is in the way. */
static const struct row spoofed[] = {
	{"127.0.0.1", UDP, 5000, {}, R(SPOOFED), "loopback"},
	{"127.8.8.8", UDP, 5000, {.flow = true}, R(SPOOFED), "loopback, whatever socket it hits"},
	{"::1", UDP, 5000, {}, R(SPOOFED), "loopback"},
	{"203.0.113.1 127.0.0.1", UDP, 5000, {}, R(SPOOFED), "to loopback"},
	{"2001:db8::1 ::1", UDP, 5000, {}, R(SPOOFED), "to loopback"},
	{"10.0.0.1", UDP, 5000, {.own_src = true}, R(SPOOFED), "our own address"},
	{"fd00::1", UDP, 5000, {.own_src = true}, R(SPOOFED), "our own address"},
	{"fd00::1", ICM6, 135, {.own_src = true, .hop_limit = 255}, R(ICMPV6), "namesake asks"},
	{"fd00::1", ICM6, 136, {.own_src = true, .hop_limit = 255}, R(ICMPV6), "namesake defends"},
	{"fd00::1", ICM6, 136, {.own_src = true, .hop_limit = 1}, R(NEIGHBOUR), "no namesake"},
	{"fd00::1", ICM6, 1, {.own_src = true}, R(SPOOFED), "an error from ourselves"},
	{"0.0.0.0", UDP, 5000, {}, R(SPOOFED), "nobody"},
	{"::", UDP, 5000, {}, R(SPOOFED), "nobody"},
	{"0.0.0.0 255.255.255.255", UDP, 67, {.group_dst = true}, R(GROUP), "others look for DHCP"},
	{"0.0.0.0", UDP, 67, {}, R(SPOOFED), "nobody looks for DHCP here"},
	{"0.1.2.3", UDP, 5000, {}, R(SPOOFED), "this network"},
	{"224.0.0.1", UDP, 5000, {}, R(SPOOFED), "a group"},
	{"240.0.0.1", UDP, 5000, {}, R(SPOOFED), "reserved"},
	{"255.255.255.255", UDP, 5000, {}, R(SPOOFED), "broadcast"},
	{"223.255.255.255", UDP, 5000, {}, R(SERVICE), "the last address there is"},
	{"ff02::1", UDP, 5000, {}, R(SPOOFED), "a group"},
	{"::ffff:203.0.113.1", UDP, 5000, {}, R(SPOOFED), "IPv4-mapped"},
	{"::ffff:0.0.0.0", ICM6, 135, {.hop_limit = 255}, R(SPOOFED), "IPv4-mapped nobody"},
	{"2001:db8::1 ::ffff:10.0.0.1", UDP, 5000, {}, R(SPOOFED), "to IPv4-mapped"},
	{"::203.0.113.1", UDP, 5000, {}, R(SPOOFED), "IPv4-compatible"},
	{"::ffff:0:203.0.113.1", UDP, 5000, {}, R(SPOOFED), "IPv4-translated"},
	{"64:ff9b::203.0.113.1", UDP, 5000, {}, R(SERVICE), "behind a NAT64 (RFC 6052)"},
	{"fe80::1", UDP, 5000, {}, R(SERVICE), "link-local, to a service for all"},
	{"fe80::1", TCP, 443, {.syn = true}, R(SOURCE), "link-local is in no set by itself"},
};

static const struct row groups[] = {
	{"10.0.0.2 239.255.255.250", UDP, 5000, {.group_dst = true}, R(SERVICE), "a group"},
	{"fe80::2 ff02::c", UDP, 5000, {.group_dst = true}, R(SERVICE), "a group"},
	{"10.0.0.2 239.255.255.250", UDP, 5001, {.group_dst = true}, R(GROUP), "nobody listens"},
	{"10.0.0.2 10.255.255.255", UDP, 5001, {.group_dst = true}, R(GROUP), "broadcast"},
	{"fe80::2 ff02::fb", UDP, 5353, {.group_dst = true}, R(GROUP), "nobody listens"},
	{"10.0.0.2 224.0.0.251", UDP, 5353, {.group_dst = true, .flow = true}, R(FLOW), "mDNS"},
	{"10.0.0.2 224.0.0.1", TCP, 443, {.group_dst = true, .syn = true}, R(GROUP), "TCP"},
	{"fd00::2 ff02::1", TCP, 443, {.group_dst = true, .syn = true}, R(GROUP), "TCP"},
	{"10.0.0.2 10.255.255.255", TCP, 443, {.group_dst = true, .flow = true}, R(GROUP), "TCP"},
	{"10.0.0.2 10.255.255.255", ICMP, ICMP_ECHO, {.group_dst = true}, R(GROUP), "smurf"},
	{"10.0.0.2 224.0.0.1", ICMP, ICMP_DEST_UNREACH, {.group_dst = true}, R(GROUP), "error"},
	{"fe80::2 ff02::1", ICM6, 128, {.group_dst = true}, R(GROUP), "ping"},
	{"10.0.0.66 239.255.255.250", UDP, 5000, {.group_dst = true}, R(DENY_SET), "denied"},
};

/* Of each kind that vdt_control_judge() knows. */
static const struct row control[] = {
	{"fe80::1", ICM6, 135, {.hop_limit = 255}, R(ICMPV6), "neighbour"},
	{"fe80::1", ICM6, 135, {.hop_limit = 255, .banned = true}, R(ICMPV6), "banned"},
	{"fe80::1", ICM6, 135, {.hop_limit = 255, .fault = R(FRAGMENT)}, R(FRAGMENT), "fragment"},
	{"fe80::1", ICM6, 134, {.hop_limit = 254}, R(NEIGHBOUR), "came over a router"},
	{"fe80::1", ICM6, 128, {.hop_limit = 64}, R(NO_SERVICE), "ping"},
	{"fe80::1", ICM6, 129, {.hop_limit = 64, .flow = true}, R(FLOW), "asked reply"},
	{"10.0.0.66 224.0.0.1", IGMP, 0, {.hop_limit = 1, .group_dst = true}, R(IGMP), "query"},
	{"10.0.0.2 224.0.0.1", IGMP, 0, {.hop_limit = 2, .group_dst = true}, R(NEIGHBOUR), "far"},
};

static const struct row without_policy[] = {
	{"10.0.0.2", TCP, 443, {.loopback = true}, R(LOOPBACK), "loopback"},
	{"fe80::1", ICM6, 135, {.hop_limit = 255}, R(ICMPV6), "neighbours"},
	{"10.0.0.2 224.0.0.1", IGMP, 0, {.hop_limit = 1, .group_dst = true}, R(IGMP), "query"},
	{"10.0.0.2", TCP, 443, {.flow = true}, R(FLOW), "own connection"},
	{"10.0.0.2", TCP, 443, {.flow = true, .syn = true}, R(NO_POLICY), "new connection"},
	{"127.0.0.1", TCP, 443, {.flow = true}, R(SPOOFED), "loopback on a wire"},
	{"10.0.0.2", UDP, 5000, {.banned = true}, R(BAN), "bans do not need one"},
	{"10.0.0.2", UDP, 5000, {}, R(NO_POLICY), "everything else"},
};

Test(eval, with_policy)
{
	struct vdt_rules rules = full_rules(VEDETTE_FRAGMENTS_DROP);

	check(&rules, with_policy, ARRAY_SIZE(with_policy));
	check(&rules, spoofed, ARRAY_SIZE(spoofed));
	check(&rules, groups, ARRAY_SIZE(groups));
	check(&rules, control, ARRAY_SIZE(control));
	free_rules(&rules);
}

Test(eval, without_policy_fails_closed)
{
	static const struct vdt_rules none;

	check(&none, without_policy, ARRAY_SIZE(without_policy));
}

Test(eval, names_the_service_that_decided)
{
	static const struct {
		u8 proto;
		u16 port;
		int service;
	} rows[] = {{TCP, 443, 0}, {UDP, 5000, 1}, {TCP, 8554, 2}, {TCP, 23, -1}};
	struct vdt_rules rules = full_rules(VEDETTE_FRAGMENTS_DROP);

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vdt_packet packet = {.src = address("203.0.113.1"),
					    .dst = address("10.0.0.1"),
					    .proto = rows[i].proto,
					    .dst_port = rows[i].port};

		cr_expect_eq(vdt_eval_in(&rules, &packet).service, rows[i].service);
	}
	free_rules(&rules);
}

/* Putting fragments together costs memory, so whoever is dropped anyway gets none. */
Test(eval, judges_fragments)
{
	static const struct {
		const char *src;
		struct vdt_packet rest;
		u8 when_dropped, when_reassembled;
	} rows[] = {
		{"10.0.0.2", {.loopback = true}, 0, 0},
		{"10.0.0.2", {}, R(FRAGMENT), 0},
		{"203.0.113.1", {}, R(FRAGMENT), 0},
		{"10.0.0.66", {}, R(FRAGMENT), R(DENY_SET)},
		{"10.0.0.2", {.banned = true}, R(FRAGMENT), R(BAN)},
		{"127.0.0.1", {}, R(SPOOFED), R(SPOOFED)},
	};
	static const struct vdt_rules none;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vdt_packet packet = rows[i].rest;
		struct vdt_rules rules = full_rules(VEDETTE_FRAGMENTS_DROP);

		packet.src = address(rows[i].src);
		packet.fault = R(FRAGMENT);
		cr_expect_eq(vdt_eval_fragment(&none, &packet), rows[i].when_dropped, "row %zu", i);
		cr_expect_eq(vdt_eval_fragment(&rules, &packet), rows[i].when_dropped, "row %zu",
			     i);
		free_rules(&rules);
		rules = full_rules(VEDETTE_FRAGMENTS_REASSEMBLE);
		cr_expect_eq(vdt_eval_fragment(&rules, &packet), rows[i].when_reassembled,
			     "row %zu", i);
		free_rules(&rules);
	}
}

static int asked;

static bool find_flow(const struct vdt_packet *packet)
{
	asked++;
	return packet->dst_port == 40000;
}

Test(eval, looks_for_a_flow_only_where_all_depends_on_it)
{
	static const struct {
		struct row row;
		int asked;
	} rows[] = {
		{{"203.0.113.1", TCP, 40000, {}, R(FLOW), "an answer"}, 1},
		{{"203.0.113.1", TCP, 40001, {}, R(NO_SERVICE), "no answer"}, 1},
		{{"203.0.113.1", TCP, 40000, {.flow = true}, R(FLOW), "known already"}, 0},
		{{"203.0.113.1", TCP, 40000, {.syn = true}, R(NO_SERVICE), "a SYN"}, 0},
		{{"10.0.0.66", TCP, 40000, {}, R(DENY_SET), "denied"}, 0},
		{{"203.0.113.1", TCP, 40000, {.banned = true}, R(BAN), "banned"}, 0},
		{{"127.0.0.1", TCP, 40000, {}, R(SPOOFED), "spoofed"}, 0},
		{{"203.0.113.1", UDP, 40000, {}, R(FLOW), "an answer of UDP"}, 1},
		{{"203.0.113.1", UDP, 5000, {}, R(SERVICE), "a service of UDP"}, 0},
		{{"203.0.113.1", UDP, 322, {}, R(SERVICE), "one that has limits to ask"}, 0},
		{{"10.0.0.2", TCP, 443, {}, R(SERVICE), "one that counts connections"}, 1},
	};
	struct vdt_rules rules = full_rules(VEDETTE_FRAGMENTS_DROP);

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct row row = rows[i].row;

		asked = 0;
		row.rest.find_flow = find_flow;
		check(&rules, &row, 1);
		cr_expect_eq(asked, rows[i].asked, "%s", row.why);
	}
	free_rules(&rules);
}

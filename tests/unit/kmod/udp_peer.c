// SPDX-License-Identifier: BSD-3-Clause
#include <stdio.h>

#include <criterion/criterion.h>

#include "kmod/eval.h"
#include "kmod/limits.h"
#include "kmod/policy_parse.h"
#include "kmod/udp_peer.h"

#include "tests/unit/kmod/addresses.h"

static const hsiphash_key_t key = {{1, 2}};

enum { PORT = 3702, LEN = 100 };

#define START (1000 * VDT_SECOND)

static struct vdt_policy policy;

static struct vdt_service *one_service(void)
{
	policy = (struct vdt_policy){.n_services = 1};
	policy.services[0] = (struct vdt_service){.proto = IPPROTO_UDP, .port = PORT};
	return &policy.services[0];
}

static u8 ask(struct vdt_udp_table *table, const char *source, u16 port, u64 now)
{
	const struct vdt_packet packet = {
		.src = address(source),
		.src_port = port,
		.dst_port = PORT,
		.proto = IPPROTO_UDP,
		.len = LEN,
	};

	return vdt_udp_ask(table, &policy, 0, &packet, now);
}

static enum vdt_udp_answer answer(struct vdt_udp_table *table, const char *to, u32 len,
				  bool verified, u64 now)
{
	const struct vdt_packet packet = {
		.dst = address(to), .src_port = PORT, .proto = IPPROTO_UDP, .len = len};

	return vdt_udp_answer(table, &policy, &packet, verified, now);
}

Test(udp_peer, answers_no_more_than_was_asked)
{
	struct vdt_udp_table *table = vdt_udp_table_new(&key);

	one_service();
	cr_assert_eq(answer(table, "192.0.2.1", 1, false, START), VDT_UDP_UNASKED);
	cr_assert_eq(ask(table, "192.0.2.1", 5000, START), 0);
	cr_assert_eq(answer(table, "192.0.2.1", LEN + 1, false, START), VDT_UDP_TOO_LARGE);
	cr_assert_eq(answer(table, "192.0.2.1", LEN - 1, false, START), VDT_UDP_ANSWER);
	cr_assert_eq(answer(table, "192.0.2.1", 2, false, START), VDT_UDP_TOO_LARGE, "1 is left");
	cr_assert_eq(answer(table, "192.0.2.1", 1000, true, START), VDT_UDP_ANSWER, "no forgery");
	cr_assert_eq(ask(table, "192.0.2.1", 5001, START), 0);
	cr_assert_eq(answer(table, "192.0.2.1", LEN + 1, false, START), VDT_UDP_ANSWER,
		     "what it sends adds up");
	cr_assert_eq(answer(table, "192.0.2.2", 1, false, START), VDT_UDP_UNASKED, "another peer");
	cr_assert_eq(ask(table, "192.0.2.1", 5000, START), 0);
	cr_assert_eq(answer(table, "192.0.2.1", 1, false, START + VDT_UDP_PEER_NS), VDT_UDP_UNASKED,
		     "too late");
	vdt_udp_table_free(table);
}

Test(udp_peer, the_policy_may_let_answers_be_larger)
{
	struct vdt_udp_table *table = vdt_udp_table_new(&key);

	one_service()->flags = VEDETTE_SERVICE_FLAG_ANSWER_ANY;
	cr_assert_eq(answer(table, "192.0.2.1", 1000, false, START), VDT_UDP_UNASKED);
	cr_assert_eq(ask(table, "192.0.2.1", 5000, START), 0);
	cr_assert_eq(answer(table, "192.0.2.1", 1000, false, START), VDT_UDP_ANSWER);
	vdt_udp_table_free(table);
}

Test(udp_peer, is_about_udp_services_only)
{
	struct vdt_udp_table *table = vdt_udp_table_new(&key);
	struct vdt_packet packet = {.dst = address("192.0.2.1"), .src_port = PORT, .len = 1};

	one_service();
	ask(table, "192.0.2.1", 5000, START);
	packet.proto = IPPROTO_TCP;
	cr_assert_eq(vdt_udp_answer(table, &policy, &packet, false, START), VDT_UDP_UNASKED);
	packet.proto = IPPROTO_UDP;
	packet.src_port = PORT + 1;
	cr_assert_eq(vdt_udp_answer(table, &policy, &packet, false, START), VDT_UDP_UNASKED);
	packet.src_port = PORT;
	packet.net = 7;
	cr_assert_eq(vdt_udp_answer(table, &policy, &packet, false, START), VDT_UDP_UNASKED,
		     "a peer of another namespace");
	vdt_udp_table_free(table);
}

Test(udp_peer, packets_of_a_source_keep_to_the_rate)
{
	struct vdt_udp_table *table = vdt_udp_table_new(&key);
	struct vdt_service *service = one_service();
	u32 taken = 0;

	service->rate = 10;
	service->period = 60;
	for (u32 i = 0; i < 100; i++)
		taken += !ask(table, i % 2 ? "2001:db8::1" : "2001:db8::2", 5000, START);
	cr_assert_eq(taken, 10, "the /64 is one source");
	cr_assert_eq(ask(table, "2001:db8::1", 5000, START), VEDETTE_REASON_RATE);
	cr_assert_eq(ask(table, "2001:db8:0:1::1", 5000, START), 0, "another source");
	cr_assert_eq(ask(table, "2001:db8::1", 5000, START + 6 * VDT_SECOND), 0, "one has grown");
	cr_assert_eq(ask(table, "2001:db8::1", 5000, START + 40 * VDT_SECOND), 0);
	taken = 0;
	for (u32 i = 0; i < 100; i++)
		taken += !ask(table, "2001:db8::1", 5000, START + 40 * VDT_SECOND);
	cr_assert_eq(taken, 4, "a pause shorter than the period does not make it full");
	vdt_udp_table_free(table);
}

Test(udp_peer, flows_of_a_source_are_bounded)
{
	struct vdt_udp_table *table = vdt_udp_table_new(&key);

	one_service()->per_source = 2;
	cr_assert_eq(ask(table, "192.0.2.1", 5000, START), 0);
	cr_assert_eq(ask(table, "192.0.2.1", 5001, START), 0);
	cr_assert_eq(ask(table, "192.0.2.1", 5002, START), VEDETTE_REASON_LIMIT_SOURCE);
	cr_assert_eq(ask(table, "192.0.2.1", 5000, START + VDT_UDP_PEER_NS - 1), 0, "it is one");
	cr_assert_eq(ask(table, "192.0.2.1", 5002, START + VDT_UDP_PEER_NS), 0, "5001 has ended");
	cr_assert_eq(ask(table, "192.0.2.1", 5003, START + VDT_UDP_PEER_NS),
		     VEDETTE_REASON_LIMIT_SOURCE);
	cr_assert_eq(ask(table, "192.0.2.2", 5003, START), 0);
	vdt_udp_table_free(table);
}

Test(udp_peer, more_flows_than_are_told_apart_are_refused)
{
	struct vdt_udp_table *table = vdt_udp_table_new(&key);
	u32 taken = 0;

	one_service()->per_source = 1000;
	for (u16 port = 5000; port < 5100; port++)
		taken += !ask(table, "192.0.2.1", port, START);
	cr_assert_eq(taken, VDT_UDP_FLOWS_MAX);
	vdt_udp_table_free(table);
}

Test(udp_peer, peers_of_a_service_are_bounded)
{
	struct vdt_udp_table *table = vdt_udp_table_new(&key);
	struct vdt_service *service = one_service();

	service->connections = 2;
	cr_assert_eq(ask(table, "192.0.2.1", 5000, START), 0);
	cr_assert_eq(ask(table, "192.0.2.2", 5000, START + 1), 0);
	cr_assert_eq(ask(table, "192.0.2.3", 5000, START + 2), VEDETTE_REASON_LIMIT_SERVICE);
	cr_assert_eq(ask(table, "192.0.2.1", 5001, START + 3), 0, "the peer is one, by any port");
	cr_assert_eq(ask(table, "192.0.2.3", 5000, START + VDT_UDP_PEER_NS),
		     VEDETTE_REASON_LIMIT_SERVICE, "the first came again");
	cr_assert_eq(ask(table, "192.0.2.3", 5000, START + VDT_UDP_PEER_NS + 1), 0);
	service->connections = 3;
	cr_assert_eq(ask(table, "192.0.2.4", 5000, START + VDT_UDP_PEER_NS + 1), 0,
		     "a new policy has room for more");
	vdt_udp_table_free(table);
}

Test(udp_peer, a_flood_of_sources_is_bounded_and_forgets_nothing_that_counts)
{
	enum { FLOOD = 20000, PLACES = VDT_UDP_BUCKETS * VDT_UDP_WAYS };
	struct vdt_udp_table *table = vdt_udp_table_new(&key);
	struct vdt_service *service = one_service();
	char source[32];
	u32 taken = 0;

	service->rate = 1;
	service->period = 3600;
	cr_assert_eq(ask(table, "192.0.2.1", 5000, START), 0);
	for (u32 i = 0; i < FLOOD; i++) {
		snprintf(source, sizeof(source), "10.0.%u.%u", i >> 8, i & 0xff);
		taken += !ask(table, source, 5000, START);
	}
	cr_assert_eq(taken, PLACES - 1);
	cr_assert_eq(ask(table, "192.0.2.1", 5000, START), VEDETTE_REASON_RATE);
	vdt_udp_table_free(table);
}

Test(udp_peer, a_service_without_limits_outlives_a_flood)
{
	enum { FLOOD = 20000 };
	struct vdt_udp_table *table = vdt_udp_table_new(&key);
	char source[32];

	one_service();
	for (u32 i = 0; i < FLOOD; i++) {
		snprintf(source, sizeof(source), "10.0.%u.%u", i >> 8, i & 0xff);
		cr_assert_eq(ask(table, source, 5000, START + i), 0);
	}
	cr_assert_eq(ask(table, "192.0.2.1", 5000, START + FLOOD), 0);
	cr_assert_eq(answer(table, "192.0.2.1", LEN, false, START + FLOOD), VDT_UDP_ANSWER);
	vdt_udp_table_free(table);
}

Test(udp_peer, a_flood_takes_the_places_of_those_that_came_first)
{
	enum { FLOOD = VDT_UDP_WAYS * VDT_UDP_BUCKETS * 64 };
	struct vdt_udp_table *table = vdt_udp_table_new(&key);
	char source[32];
	u32 lost = 0;

	one_service();
	for (u32 i = 0; i < FLOOD; i++) {
		snprintf(source, sizeof(source), "10.%u.%u.%u", i >> 16, i >> 8 & 0xff, i & 0xff);
		cr_assert_eq(ask(table, source, 5000, START), 0);
		if (i < VDT_UDP_WAYS)
			continue;
		/* The last newcomers, as many as a bucket has places, are all still there. */
		snprintf(source, sizeof(source), "10.%u.%u.%u", (i - VDT_UDP_WAYS + 1) >> 16,
			 (i - VDT_UDP_WAYS + 1) >> 8 & 0xff, (i - VDT_UDP_WAYS + 1) & 0xff);
		lost += answer(table, source, 1, false, START) != VDT_UDP_ANSWER;
	}
	cr_assert_eq(lost, 0);
	vdt_udp_table_free(table);
}

Test(udp_peer, a_newcomer_inherits_no_flows)
{
	enum { FLOOD = 20000, PLACES = VDT_UDP_BUCKETS * VDT_UDP_WAYS };
	struct vdt_udp_table *table = vdt_udp_table_new(&key);
	struct vdt_service *service = one_service();
	char source[32];
	u32 taken = 0;

	service->per_source = 1;
	for (u32 i = 0; i < FLOOD; i++) {
		snprintf(source, sizeof(source), "10.0.%u.%u", i >> 8, i & 0xff);
		ask(table, source, 5000, START);
	}
	for (u32 i = 0; i < FLOOD; i++) {
		snprintf(source, sizeof(source), "10.1.%u.%u", i >> 8, i & 0xff);
		taken += !ask(table, source, 5001, START + VDT_UDP_PEER_NS);
	}
	cr_assert_eq(taken, PLACES);
	vdt_udp_table_free(table);
}

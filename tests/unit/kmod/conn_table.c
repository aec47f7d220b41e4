// SPDX-License-Identifier: BSD-3-Clause
#include <stdio.h>

#include <criterion/criterion.h>

#include "kmod/conn_table.h"
#include "kmod/limits.h"
#include "kmod/policy_parse.h"

#include "tests/unit/kmod/addresses.h"

static const siphash_key_t key = {{1, 2}};
static const struct vdt_limits wide = {.connections = 1000, .half_open = 1000};

#define START	  (1000 * VDT_SECOND)
#define R(reason) VEDETTE_REASON_##reason

static struct vdt_conn conn_from(const char *source, u64 sock)
{
	return (struct vdt_conn){
		.id = sock,
		.sock = sock,
		.since = START,
		.source = address(source),
		.source_port = (u16)sock,
		.port = 443,
	};
}

static struct vdt_wish wish_from(const char *source)
{
	return (struct vdt_wish){
		.source = address(source), .source_port = 9, .queue = 128, .lasts = VDT_SECOND};
}

/* Adds that many connections of the source; returns the reason of the last. */
static u8 add(struct vdt_conn_table *table, const struct vdt_conn_rules *rules, const char *source,
	      u64 first, u32 n, bool trusted)
{
	u8 reason = VEDETTE_REASON_MAX;
	struct vdt_conn conn;

	while (n--) {
		conn = conn_from(source, first++);
		reason = vdt_conn_add(table, rules, &conn, trusted);
	}
	return reason;
}

static u8 judge_wish(struct vdt_conn_table *table, const struct vdt_conn_rules *rules,
		     const struct vdt_wish *wish, u64 now)
{
	bool stateless;

	return vdt_conn_judge(table, rules, wish, now, &stateless);
}

static u8 judge(struct vdt_conn_table *table, const struct vdt_conn_rules *rules,
		const char *source, bool trusted)
{
	struct vdt_wish wish = wish_from(source);

	wish.trusted = trusted;
	return judge_wish(table, rules, &wish, START);
}

/* How many connections are there already, and what is said to one more. */
Test(conn_table, each_limit_at_its_edge)
{
	static const struct {
		u32 connections, reserved;
		struct vdt_service service;
		struct {
			const char *source;
			u32 n;
		} there[5];
		const char *source;
		bool trusted;
		u8 reason;
		const char *why;
	} cases[] = {
		{8, 0, {}, {{"10.0.0.1", 7}}, "10.0.0.1", false, R(SERVICE), "one is left"},
		{8, 0, {}, {{"10.0.0.1", 8}}, "10.0.0.2", false, R(LIMIT), "of all sources"},
		{8, 3, {}, {{"10.0.0.1", 4}}, "10.0.0.2", false, R(SERVICE), ""},
		{8, 3, {}, {{"10.0.0.1", 5}}, "10.0.0.2", false, R(LIMIT), "the reserve"},
		{8, 3, {}, {{"10.0.0.1", 5}}, "10.0.0.2", true, R(SERVICE), "is for these"},
		{8, 3, {}, {{"10.0.0.1", 8}}, "10.0.0.2", true, R(LIMIT), "and is used up"},
		{8, 9, {}, {}, "10.0.0.2", false, R(LIMIT), "all is reserved"},
		{99, 0, {.connections = 4}, {{"10.0.0.1", 3}}, "10.0.0.2", false, R(SERVICE), ""},
		{99,
		 0,
		 {.connections = 4},
		 {{"10.0.0.1", 3}, {"10.0.0.2", 1}},
		 "10.0.0.3",
		 true,
		 R(LIMIT_SERVICE),
		 "trust does not help"},
		{99, 0, {.per_source = 2}, {{"10.0.0.1", 1}}, "10.0.0.1", false, R(SERVICE), ""},
		{99,
		 0,
		 {.per_source = 2},
		 {{"10.0.0.1", 2}},
		 "::ffff:10.0.0.1",
		 false,
		 R(LIMIT_SOURCE),
		 "mapped is the same"},
		{99,
		 0,
		 {.per_source = 2},
		 {{"10.0.0.1", 2}},
		 "10.0.0.2",
		 false,
		 R(SERVICE),
		 "a neighbour"},
		{99,
		 0,
		 {.per_source = 2},
		 {{"fd00::1", 1}, {"fd00::2", 1}},
		 "fd00::3",
		 false,
		 R(LIMIT_SOURCE),
		 "a /64"},
		{99,
		 0,
		 {.per_source = 2},
		 {{"fd00::1", 2}},
		 "fd00:0:0:1::1",
		 false,
		 R(SERVICE),
		 "the next /64"},
		{99,
		 0,
		 {.per_source = 2},
		 {{"fd00::1", 2}, {"fd00:0:0:1::1", 2}, {"fd00:0:0:2::1", 2}, {"fd00:0:0:3::", 1}},
		 "fd00:0:0:4::1",
		 false,
		 R(SERVICE),
		 "not four full /64s yet"},
		{99,
		 0,
		 {.per_source = 2},
		 {{"fd00::1", 2}, {"fd00:0:0:1::1", 2}, {"fd00:0:0:2::1", 2}, {"fd00:0:0:3::", 2}},
		 "fd00:0:0:4::1",
		 false,
		 R(LIMIT_SOURCE),
		 "one guest with four /64s"},
		{99,
		 0,
		 {.per_source = 2},
		 {{"fd00::1", 2}, {"fd00:0:0:1::1", 2}, {"fd00:0:0:2::1", 2}, {"fd00:0:0:3::", 2}},
		 "fd00:0:1::1",
		 false,
		 R(SERVICE),
		 "another /48"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
		struct vdt_service service = cases[i].service;
		const struct vdt_limits limits = {
			.connections = cases[i].connections,
			.reserved = cases[i].reserved,
			.half_open = 9,
		};
		const struct vdt_conn_rules none = {&wide, NULL, false};
		const struct vdt_conn_rules rules = {&limits, &service, false};
		struct vdt_conn more;

		service.port = 443;
		for (u32 j = 0; j < 5 && cases[i].there[j].source; j++)
			add(table, &none, cases[i].there[j].source, 100 * (j + 1),
			    cases[i].there[j].n, false);
		cr_expect_eq(judge(table, &rules, cases[i].source, cases[i].trusted),
			     cases[i].reason, "SYN %zu: %s", i, cases[i].why);
		more = conn_from(cases[i].source, 1000);
		cr_expect_eq(vdt_conn_add(table, &rules, &more, cases[i].trusted), cases[i].reason,
			     "ACK %zu: %s", i, cases[i].why);
		cr_expect_eq(vdt_conn_use(table, 443).refused, cases[i].reason != R(SERVICE));
		vdt_conn_table_free(table);
	}
}

Test(conn_table, a_site_of_many_sparse_networks_is_not_suspect)
{
	struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
	const struct vdt_service service = {.port = 443, .per_source = 4};
	const struct vdt_conn_rules rules = {&wide, &service, false};
	char source[40];

	for (u32 i = 0; i < 40; i++) {
		snprintf(source, sizeof(source), "fd00:0:0:%x::1", i);
		cr_assert_eq(add(table, &rules, source, 10 * i + 1, 1, false), R(SERVICE));
	}
	vdt_conn_table_free(table);
}

static u64 held; /* the socket that was held last */
static bool holds = true;

static bool hold(u64 sock)
{
	held = sock;
	return holds;
}

Test(conn_table, what_is_over_is_cut_once_and_never_counts)
{
	struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
	const struct vdt_service service = {.port = 443, .connections = 2};
	const struct vdt_conn_rules rules = {&wide, &service, false};
	struct vdt_conn_cursor cursor = {0};
	struct vdt_conn conn;
	u64 before = 0;
	u8 reason;

	cr_assert_eq(add(table, &rules, "10.0.0.1", 1, 2, false), R(SERVICE));
	cr_assert_eq(add(table, &rules, "10.0.0.1", 3, 2, false), R(LIMIT_SERVICE));
	cr_assert_eq(vdt_conn_use(table, 443).connections, 2);
	for (u32 n = 0; n < 2; n++) {
		cr_assert(vdt_conn_next_cut(table, hold, &conn, &reason));
		cr_expect(conn.id >= 3 && held == conn.sock, "the newest, not those that live");
		cr_expect_neq(conn.id, before, "each once");
		before = conn.id;
		cr_expect_eq(reason, R(LIMIT_SERVICE));
	}
	cr_assert_not(vdt_conn_next_cut(table, hold, &conn, &reason), "no more");
	for (u32 n = 0; n < 2; n++)
		cr_assert(vdt_conn_next(table, &cursor, &conn) && conn.id < 3);
	cr_assert_not(vdt_conn_next(table, &cursor, &conn), "not listed either");
	cr_assert(vdt_conn_remove(table, 3));
	cr_assert(vdt_conn_remove(table, 4));
	cr_assert_eq(vdt_conn_use(table, 443).connections, 2, "their end is not counted");
	add(table, &rules, "10.0.0.1", 5, 1, false);
	vdt_conn_remove(table, 5);
	cr_assert_not(vdt_conn_next_cut(table, hold, &conn, &reason), "gone by itself");
	vdt_conn_table_free(table);
}

Test(conn_table, an_end_releases_once)
{
	struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
	const struct vdt_conn_rules rules = {&wide, NULL, false};
	struct vdt_conn_cursor cursor = {0};
	struct vdt_conn_source source;

	add(table, &rules, "fd00::1", 1, 3, false);
	add(table, &rules, "10.0.0.1", 7, 1, false);
	cr_assert_eq(vdt_conn_use(table, 443).connections, 4);
	cr_assert(vdt_conn_remove(table, 2));
	cr_assert_not(vdt_conn_remove(table, 2));
	cr_assert_not(vdt_conn_remove(table, 99), "a connection of our own");
	cr_assert_eq(vdt_conn_use(table, 443).connections, 3);
	cr_assert_eq(vdt_conn_use(table, 0).connections, 3);
	for (u32 n = 0; n < 2; n++) {
		cr_assert(vdt_conn_next_source(table, &cursor, &source));
		cr_expect_eq(source.connections, source.bits == 64 ? 2 : 1);
		cr_expect_eq(source.bits == 64, !vdt_addr_is_v4(&source.source));
	}
	cr_assert_not(vdt_conn_next_source(table, &cursor, &source));
	vdt_conn_remove(table, 1);
	vdt_conn_remove(table, 3);
	vdt_conn_remove(table, 7);
	cursor = (struct vdt_conn_cursor){0};
	cr_assert_not(vdt_conn_next_source(table, &cursor, &source), "nothing is left behind");
	vdt_conn_table_free(table);
}

Test(conn_table, a_reused_socket_is_another_connection)
{
	struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
	const struct vdt_conn_rules rules = {&wide, NULL, false};
	struct vdt_conn conn = conn_from("10.0.0.2", 1);

	add(table, &rules, "10.0.0.1", 1, 1, false);
	vdt_conn_add(table, &rules, &conn, false);
	cr_assert_eq(vdt_conn_use(table, 443).connections, 1);
	vdt_conn_table_free(table);
}

Test(conn_table, only_connections_cost_the_rate)
{
	struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
	const struct vdt_service service = {.port = 443, .rate = 2, .period = 60};
	const struct vdt_conn_rules rules = {&wide, &service, false};
	struct vdt_wish later = wish_from("10.0.0.1");

	for (u32 i = 0; i < 10; i++)
		cr_expect_eq(judge(table, &rules, "10.0.0.1", false), R(SERVICE), "forged SYNs");
	cr_expect_eq(add(table, &rules, "10.0.0.1", 1, 2, false), R(SERVICE));
	cr_expect_eq(judge(table, &rules, "10.0.0.1", false), R(RATE));
	cr_expect_eq(add(table, &rules, "10.0.0.1", 3, 1, false), R(RATE));
	cr_expect_eq(judge(table, &rules, "10.0.0.2", false), R(SERVICE), "another source");
	cr_expect_eq(judge_wish(table, &rules, &later, START + 30 * VDT_SECOND), R(SERVICE));
	cr_expect_eq(judge_wish(table, &rules, &later, START + 29 * VDT_SECOND), R(RATE));
	vdt_conn_table_free(table);
}

Test(conn_table, the_accept_queue_is_shared)
{
	static const struct {
		u32 queued, queue;
		bool guest, trusted;
		u8 reason;
	} cases[] = {
		{64, 128, true, false, R(SERVICE)},	{65, 128, true, false, R(ACCEPT_QUEUE)},
		{65, 128, true, true, R(ACCEPT_QUEUE)}, {65, 128, false, false, R(SERVICE)},
		{96, 128, false, false, R(SERVICE)},	{97, 128, false, false, R(ACCEPT_QUEUE)},
		{97, 128, false, true, R(SERVICE)},	{0, 0, true, false, R(SERVICE)},
		{1, 0, false, false, R(ACCEPT_QUEUE)},	{U32_MAX, U32_MAX, true, true, R(SERVICE)},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
		const struct vdt_service service = {.port = 443};
		const struct vdt_conn_rules rules = {&wide, &service, false};
		struct vdt_wish wish = wish_from("10.0.0.1");

		if (cases[i].guest)
			add(table, &rules, "10.0.0.1", 1, 1, false);
		wish.trusted = cases[i].trusted;
		wish.queued = cases[i].queued;
		wish.queue = cases[i].queue;
		cr_expect_eq(judge_wish(table, &rules, &wish, START), cases[i].reason, "case %zu",
			     i);
		vdt_conn_table_free(table);
	}
}

Test(conn_table, beyond_the_budget_of_handshakes_the_stack_must_keep_no_state)
{
	struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
	const struct vdt_limits limits = {.connections = 1, .half_open = 4};
	const struct vdt_service service = {.port = 443};
	const struct vdt_conn_rules rules = {&limits, &service, false};
	struct vdt_wish wish = wish_from("10.0.0.0");
	bool stateless;

	for (u8 i = 1; i <= 6; i++) {
		wish.source.byte[15] = i;
		cr_expect_eq(vdt_conn_judge(table, &rules, &wish, START, &stateless), R(SERVICE));
		cr_expect_eq(stateless, i > 4, "source %u", i);
	}
	cr_expect_eq(vdt_conn_use(table, 0).half_open, 4);
	wish.cookie = true;
	cr_expect_eq(vdt_conn_judge(table, &rules, &wish, START, &stateless), R(SERVICE));
	cr_expect_not(stateless, "no SYN");
	wish.cookie = false;
	add(table, &rules, "10.0.0.9", 1, 1, false);
	cr_expect_eq(vdt_conn_judge(table, &rules, &wish, START, &stateless), R(LIMIT));
	cr_expect_not(stateless, "refused");
	vdt_conn_table_free(table);
}

Test(conn_table, a_sweep_mends_and_says_how_much)
{
	struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
	const struct vdt_service service = {.port = 443, .connections = 1};
	const struct vdt_conn_rules rules = {&wide, &service, false};
	struct vdt_conn known = conn_from("10.0.0.1", 1), found = conn_from("10.0.0.1", 2);

	vdt_conn_add(table, &rules, &known, false);
	vdt_conn_sweep_begin(table);
	cr_expect(vdt_conn_sweep_see(table, &known));
	cr_expect_eq(vdt_conn_sweep_end(table, false, START), 0);

	vdt_conn_sweep_begin(table);
	vdt_conn_sweep_see(table, &known);
	cr_expect_not(vdt_conn_sweep_see(table, &found));
	vdt_conn_sweep_found(table, &found);
	cr_expect_eq(vdt_conn_sweep_end(table, false, START), 1);
	cr_expect_eq(vdt_conn_use(table, 443).connections, 2, "what is there counts, over a limit");

	vdt_conn_sweep_begin(table);
	vdt_conn_sweep_see(table, &known);
	cr_expect_eq(vdt_conn_sweep_end(table, false, START), 0, "about to close, maybe");
	vdt_conn_sweep_begin(table);
	vdt_conn_sweep_see(table, &known);
	cr_expect_eq(vdt_conn_sweep_end(table, false, START), 1, "gone");
	cr_expect_eq(vdt_conn_use(table, 443).connections, 1);

	vdt_conn_sweep_begin(table);
	cr_expect_eq(vdt_conn_sweep_end(table, true, START), 1, "not covered any more");
	cr_expect_eq(vdt_conn_use(table, 0).connections, 0);
	vdt_conn_table_free(table);
}

/* Each allocation of a first connection: the entry and its five groups. */
Test(conn_table, without_memory_nobody_gets_in_before_a_sweep)
{
	const struct vdt_service service = {.port = 443};
	const struct vdt_conn_rules rules = {&wide, &service, false};

	for (u32 fail = 1; fail <= 6; fail++) {
		struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
		struct vdt_conn conn = conn_from("fd00::1", 1);

		vdt_kshim_fail_alloc = fail;
		vdt_conn_add(table, &rules, &conn, false);
		cr_assert_eq(vdt_kshim_fail_alloc, 0);
		cr_expect(vdt_conn_is_blind(table), "allocation %u", fail);
		cr_expect_eq(vdt_conn_use(table, 443).connections, 0);
		cr_expect_eq(judge(table, &rules, "10.0.0.1", true), R(LIMIT));
		vdt_conn_sweep_begin(table);
		vdt_conn_sweep_found(table, &conn);
		vdt_conn_sweep_end(table, false, START);
		cr_expect_eq(judge(table, &rules, "10.0.0.1", false), R(SERVICE));
		cr_expect_eq(vdt_conn_use(table, 443).connections, 1);
		vdt_conn_table_free(table);
	}
}

Test(conn_table, finds_by_id_and_holds)
{
	struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
	const struct vdt_conn_rules rules = {&wide, NULL, false};
	struct vdt_conn conn;

	add(table, &rules, "10.0.0.1", 1, 9, false);
	cr_assert(vdt_conn_find(table, 5, hold, &conn));
	cr_expect_eq(held, 5);
	cr_assert_not(vdt_conn_find(table, 10, hold, &conn));
	holds = false;
	cr_assert_not(vdt_conn_find(table, 5, hold, &conn), "on its way out");
	vdt_conn_table_free(table);
}

Test(conn_table, observed_nothing_is_cut)
{
	struct vdt_conn_table *table = vdt_conn_table_new(&key, START);
	const struct vdt_service service = {.port = 443, .connections = 1};
	const struct vdt_conn_rules rules = {&wide, &service, true};
	struct vdt_conn conn;
	u8 reason;

	cr_assert_eq(add(table, &rules, "10.0.0.1", 1, 3, false), R(SERVICE));
	cr_assert_eq(vdt_conn_use(table, 443).connections, 3);
	cr_assert_eq(judge(table, &rules, "10.0.0.1", false), R(LIMIT_SERVICE), "but it is said");
	cr_assert_not(vdt_conn_next_cut(table, hold, &conn, &reason));
	vdt_conn_table_free(table);
}

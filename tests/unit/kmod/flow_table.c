// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/flow_table.h"
#include "kmod/limits.h"

static const siphash_key_t key = {{1, 2}};

static struct vdt_flow flow_to(uint8_t host)
{
	uint8_t addr[4] = {10, 0, 0, host};

	return (struct vdt_flow){
		.net = 1,
		.remote = vdt_addr_from_v4(addr),
		.local_port = 40000,
		.remote_port = 53,
		.proto = 17,
	};
}

static const struct vdt_flow_owner owner = {.socket = 7, .policy = 1, .user = 1000};

Test(flow_table, remembers_until_the_deadline)
{
	struct vdt_flow_table *table = vdt_flow_table_new(&key);
	struct vdt_flow flow = flow_to(1);

	cr_assert_not(vdt_flow_has(table, &flow, 0));
	vdt_flow_add(table, &flow, &owner, 0, 100);
	cr_assert(vdt_flow_has(table, &flow, 99));
	cr_assert_not(vdt_flow_has(table, &flow, 100));
	vdt_flow_add(table, &flow, &owner, 0, 200);
	cr_assert(vdt_flow_has(table, &flow, 199), "prolonged");
	cr_assert_eq(vdt_flow_count(table, 150), 1, "not kept twice");
	cr_assert_eq(vdt_flow_count(table, 200), 0);
	vdt_flow_table_free(table);
}

Test(flow_table, tells_flows_apart)
{
	struct vdt_flow_table *table = vdt_flow_table_new(&key);
	struct vdt_flow noted = flow_to(1), other;

	vdt_flow_add(table, &noted, &owner, 0, 100);
	other = flow_to(2);
	cr_expect_not(vdt_flow_has(table, &other, 0), "another host");
	other = noted;
	other.local_port++;
	cr_expect_not(vdt_flow_has(table, &other, 0), "another port of ours");
	other = noted;
	other.remote_port++;
	cr_expect_not(vdt_flow_has(table, &other, 0), "another port of theirs");
	/* Many, so that some share the bucket. */
	for (other = noted; other.net < 10 * VDT_FLOW_BUCKETS; other.net++)
		cr_expect_eq(vdt_flow_has(table, &other, 0), other.net == noted.net, "namespace");
	other = noted;
	other.ifindex = 3;
	cr_expect_not(vdt_flow_has(table, &other, 0), "a group asked by a device");
	other = noted;
	other.proto = 1;
	cr_expect_not(vdt_flow_has(table, &other, 0), "another protocol");
	vdt_flow_table_free(table);
}

Test(flow_table, renews_for_the_same_socket_and_policy)
{
	struct vdt_flow_table *table = vdt_flow_table_new(&key);
	struct vdt_flow flow = flow_to(1);
	struct vdt_flow_owner other = owner;

	cr_expect_not(vdt_flow_renew(table, &flow, &owner, 0, 50), "not begun");
	vdt_flow_add(table, &flow, &owner, 0, 100);
	cr_expect(vdt_flow_renew(table, &flow, &owner, 99, 200));
	cr_expect(vdt_flow_has(table, &flow, 199), "prolonged");
	other.socket++;
	cr_expect_not(vdt_flow_renew(table, &flow, &other, 99, 300), "another socket");
	other = owner;
	other.policy++;
	cr_expect_not(vdt_flow_renew(table, &flow, &other, 99, 300), "allowed by a policy before");
	cr_expect_not(vdt_flow_has(table, &flow, 200), "not prolonged by these");
	cr_expect_not(vdt_flow_renew(table, &flow, &owner, 200, 300), "ended");
	vdt_flow_table_free(table);
}

Test(flow_table, who_has_most_makes_room)
{
	enum { MANY = 4 * VDT_FLOW_BUCKETS * VDT_FLOW_WAYS };
	struct vdt_flow_table *table = vdt_flow_table_new(&key);
	const struct vdt_flow_owner greedy = {.socket = 8, .policy = 1, .user = 1001};
	struct vdt_flow flow = flow_to(1), mine = flow_to(2);

	vdt_flow_add(table, &mine, &owner, 0, 100);
	for (u32 i = 0; i < MANY; i++) {
		flow.net = i;
		vdt_flow_add(table, &flow, &greedy, 0, 1000 + i);
	}
	cr_assert(vdt_flow_has(table, &mine, 0), "though it ends before all others");
	vdt_flow_table_free(table);
}

Test(flow_table, stays_bounded_and_keeps_the_newest)
{
	enum { CAPACITY = VDT_FLOW_BUCKETS * VDT_FLOW_WAYS, MANY = 3 * CAPACITY };
	struct vdt_flow_table *table = vdt_flow_table_new(&key);
	struct vdt_flow flow = flow_to(1);

	for (u32 i = 0; i < MANY; i++) {
		flow.local_port = (u16)i;
		vdt_flow_add(table, &flow, &owner, 0, 1000 + i);
		cr_assert(vdt_flow_has(table, &flow, 0));
	}
	cr_assert_leq(vdt_flow_count(table, 0), CAPACITY);
	cr_assert_gt(vdt_flow_count(table, 0), CAPACITY * 9 / 10, "places are spread evenly");
	vdt_flow_table_free(table);
}

Test(flow_table, tells_by_the_port_that_there_is_no_flow)
{
	struct vdt_flow_table *table = vdt_flow_table_new(&key);
	struct vdt_flow flow = flow_to(1);
	u64 now = 2 * VDT_FLOW_UDP_NS;

	cr_assert_not(vdt_flow_may_be(table, flow.local_port, now));
	vdt_flow_renew(table, &flow, &owner, now, now + VDT_FLOW_UDP_NS);
	cr_assert_not(vdt_flow_may_be(table, flow.local_port, now), "there was none to prolong");
	vdt_flow_add(table, &flow, &owner, now, now + VDT_FLOW_UDP_NS);
	cr_assert(vdt_flow_may_be(table, flow.local_port, now));
	cr_assert_not(vdt_flow_may_be(table, flow.local_port + 1, now));
	now += VDT_FLOW_UDP_NS - 1;
	cr_assert(vdt_flow_may_be(table, flow.local_port, now));
	cr_assert(vdt_flow_renew(table, &flow, &owner, now, now + VDT_FLOW_UDP_NS));
	cr_assert(vdt_flow_may_be(table, flow.local_port, now + VDT_FLOW_UDP_NS - 1));
	cr_assert_not(vdt_flow_may_be(table, flow.local_port, now + VDT_FLOW_UDP_NS));
	vdt_flow_table_free(table);
}

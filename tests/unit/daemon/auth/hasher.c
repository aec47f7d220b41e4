// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/hasher.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <event2/event.h>
#include <string.h>

static struct event_base *base;
static struct vdt_hasher *hasher;
static const struct vdt_cost cheap = {.memory = 64, .passes = 1};
/* Long enough that a hundred jobs can be submitted while one is done. */
static const struct vdt_cost dear = {.memory = 19456, .passes = 8};

static struct {
	unsigned int count, users;
	uint32_t id[64];
	int result[64];
	char hash[VDT_PASSWORD_HASH];
} seen;

static void on_done(void *ctx, uint32_t id, int result, const char *hash)
{
	unsigned int n = seen.count++;

	cr_assert_eq(ctx, &seen);
	seen.id[n] = id;
	seen.result[n] = result;
	strcpy(seen.hash, hash);
}

static void set_up(void)
{
	base = event_base_new();
	cr_assert_eq(vdt_hasher_new(base, &hasher), 0);
}

static void tear_down(void)
{
	vdt_hasher_free(hasher);
	event_base_free(base);
}

TestSuite(hasher, .init = set_up, .fini = tear_down, .timeout = 300);

static int submit(enum vdt_lane lane, uint32_t id, const struct vdt_cost *cost)
{
	const struct vdt_hasher_ask ask = {.lane = lane, .done = on_done, .ctx = &seen, .id = id};
	const struct vdt_password_job job = {.cost = *cost, .password = "secret"};

	return vdt_hasher_submit(hasher, &ask, &job);
}

static void wait_for(unsigned int count)
{
	while (seen.count < count)
		event_base_loop(base, EVLOOP_ONCE);
}

Test(hasher, makes_and_verifies)
{
	struct vdt_hasher_ask ask = {.done = on_done, .ctx = &seen, .id = 2};
	struct vdt_password_job job = {.current = "secret"};

	cr_assert_eq(submit(VDT_LANE_USER, 1, &cheap), 0);
	wait_for(1);
	cr_assert_eq(seen.result[0], 0);
	strcpy(job.hash, seen.hash);
	cr_assert_eq(vdt_hasher_submit(hasher, &ask, &job), 0);
	wait_for(2);
	cr_assert_eq(seen.id[1], 2);
	cr_assert_eq(seen.result[1], 0);
	cr_assert_str_eq(seen.hash, "");
	strcpy(job.current, "guess");
	cr_assert_eq(vdt_hasher_submit(hasher, &ask, &job), 0);
	wait_for(3);
	cr_assert_eq(seen.result[2], -EACCES);
}

/* However many strangers wait, a user has a place, and waits only for what is being computed. */
Test(hasher, users_go_before_strangers)
{
	unsigned int queued = 0;

	for (uint32_t i = 0; i < 100; i++)
		queued += !submit(VDT_LANE_STRANGER, i, &dear);
	cr_assert_leq(queued, VDT_HASHER_QUEUE);
	cr_assert_geq(queued, VDT_HASHER_CALM);
	cr_assert_eq(submit(VDT_LANE_USER, 1000, &cheap), 0);
	wait_for(queued + 1);
	for (unsigned int i = 0; i <= queued; i++)
		if (seen.id[i] == 1000) {
			cr_assert_leq(i, VDT_HASHER_THREADS);
			return;
		}
	cr_assert_fail("the user was not answered");
}

Test(hasher, users_are_bounded_too)
{
	for (uint32_t i = 0; i < VDT_HASHER_USERS; i++)
		cr_assert_eq(submit(VDT_LANE_USER, i, &dear), 0);
	cr_assert_eq(submit(VDT_LANE_USER, 99, &dear), -EBUSY);
	wait_for(VDT_HASHER_USERS);
}

Test(hasher, ends_with_work_left)
{
	for (uint32_t i = 0; i < VDT_HASHER_USERS; i++)
		cr_assert_eq(submit(VDT_LANE_USER, i, &dear), 0);
}

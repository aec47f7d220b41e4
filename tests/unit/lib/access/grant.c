// SPDX-License-Identifier: BSD-3-Clause
#include "lib/access/grant.h"

#include <errno.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "lib/access/access.h"
#include "lib/base/clock.h"

static struct vdt_grants grants;
static struct vdt_msg_GRANT got;

static void give(uint32_t req, unsigned int class, uint64_t now)
{
	const struct vdt_msg_GRANT grant = {.req = req, .class = class, .account_id = req + 100};

	vdt_grant_add(&grants, &grant, now);
}

Test(grant, serves_once)
{
	give(7, VDT_CLASS_WRITE_SYSTEM, 1);
	cr_expect_eq(vdt_grant_take(&grants, 7, VDT_CLASS_WRITE_SYSTEM, 2, &got), 0);
	cr_expect_eq(got.account_id, 107);
	cr_expect_eq(vdt_grant_take(&grants, 7, VDT_CLASS_WRITE_SYSTEM, 2, &got), -EACCES);
}

Test(grant, refuses_what_was_not_granted)
{
	const uint64_t over = VDT_GRANT_TIME * VDT_NS_PER_SECOND + 1;

	cr_expect_eq(vdt_grant_take(&grants, 0, VDT_CLASS_PRE_AUTH, 1, &got), -EACCES,
		     "an empty place is no grant");
	give(1, VDT_CLASS_READ_SYSTEM, 1);
	cr_expect_eq(vdt_grant_take(&grants, 2, VDT_CLASS_READ_SYSTEM, 1, &got), -EACCES);
	cr_expect_eq(vdt_grant_take(&grants, 1, VDT_CLASS_WRITE_SYSTEM, 1, &got), -EACCES);
	cr_expect_eq(vdt_grant_take(&grants, 1, VDT_CLASS_READ_SYSTEM, 1, &got), -EACCES,
		     "asked for another class it is spent");
	give(3, VDT_CLASS_READ_SYSTEM, 1);
	cr_expect_eq(vdt_grant_take(&grants, 3, VDT_CLASS_READ_SYSTEM, over, &got), -EACCES);
}

Test(grant, the_oldest_makes_room)
{
	for (uint32_t req = 1; req <= VDT_GRANTS + 1; req++)
		give(req, VDT_CLASS_READ_SYSTEM, 1);
	cr_expect_eq(vdt_grant_take(&grants, 1, VDT_CLASS_READ_SYSTEM, 1, &got), -EACCES);
	cr_expect_eq(vdt_grant_take(&grants, 2, VDT_CLASS_READ_SYSTEM, 1, &got), 0);
	cr_expect_eq(vdt_grant_take(&grants, VDT_GRANTS + 1, VDT_CLASS_READ_SYSTEM, 1, &got), 0);
}

/* What a session was given dies with it. */
Test(grant, revoked)
{
	struct vdt_msg_GRANT mine = {
		.class = VDT_CLASS_OWN, .account_id = 5, .session_len = 1, .session = {1}};
	struct vdt_msg_GRANT other = mine, stranger = mine;

	mine.req = 1;
	other.req = 2;
	other.session[0] = 2;
	stranger.req = 3;
	stranger.account_id = 6;
	vdt_grant_add(&grants, &mine, 1);
	vdt_grant_add(&grants, &other, 1);
	vdt_grant_add(&grants, &stranger, 1);
	vdt_grant_revoke(&grants, 5, mine.session);
	cr_expect_eq(vdt_grant_take(&grants, 1, VDT_CLASS_OWN, 1, &got), -EACCES);
	cr_expect_eq(vdt_grant_take(&grants, 2, VDT_CLASS_OWN, 1, &got), 0);
	vdt_grant_add(&grants, &other, 1);
	vdt_grant_revoke(&grants, 5, NULL);
	cr_expect_eq(vdt_grant_take(&grants, 2, VDT_CLASS_OWN, 1, &got), -EACCES);
	cr_expect_eq(vdt_grant_take(&grants, 3, VDT_CLASS_OWN, 1, &got), 0);
}

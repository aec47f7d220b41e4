// SPDX-License-Identifier: BSD-3-Clause
#include "tests/unit/daemon/auth/manage_seen.h"

TestSuite(manage_password, .init = set_up, .fini = tear_down, .timeout = 300);

TestSuite(inactive, .init = set_up_empty, .fini = tear_down, .timeout = 300);

static int set_password(const char *current, const char *password)
{
	struct vdt_msg_PASSWORD msg = {0};

	snprintf(msg.current, sizeof(msg.current), "%s", current);
	snprintf(msg.password, sizeof(msg.password), "%s", password);
	ASK(vdt_manage_password(manage, &msg, &who));
	return seen.last.code;
}

Test(manage_password, password)
{
	admin->must_change = true;
	cr_assert_eq(set_password("wrong", OTHER), -EACCES);
	cr_assert_eq(seen.wrong, 1);
	cr_assert_str_eq(seen.guess, "wrong");
	cr_assert_eq(seen.record[0].result, VDT_AUDIT_REFUSED);
	cr_assert(admin->must_change);
	cr_assert_eq(set_password(GOOD, "2short"), -EINVAL);
	cr_assert_eq(set_password(GOOD, GOOD), -EEXIST, "no change");
	cr_assert_eq(seen.wrong, 0);
	cr_assert_eq(set_password(GOOD, OTHER), 0);
	cr_assert_eq(seen.right, 1);
	cr_assert_eq(seen.revoked_id, admin->id);
	cr_assert_eq(seen.kept, 1, "the session that asked goes on");
	cr_assert_eq(seen.record[0].type, VDT_AUDIT_PASSWORD_CHANGE);
	cr_assert_not(admin->must_change);
	cr_assert_eq(admin->generation, 2);
	cr_assert_eq(set_password(OTHER, GOOD), -EEXIST, "used before");
	vdt_manage_set_rules(manage, 20, 0);
	cr_assert_eq(set_password(OTHER, THIRD), -EINVAL, "a policy asks for more");
	vdt_manage_set_rules(manage, 4, 0);
	cr_assert_eq(set_password(OTHER, "zQ8 vJk"), -EINVAL, "and never for less than 8");
	cr_assert_eq(set_password(OTHER, GOOD), 0, "and forgets what was");
	seen.locked = true;
	cr_assert_eq(set_password(GOOD, THIRD), -EAGAIN);
}

Test(manage_password, reauth)
{
	cr_assert_eq(ask_again("wrong", ""), -EACCES);
	cr_assert_eq(seen.wrong, 1);
	cr_assert_eq(seen.records, 1);
	cr_assert_eq(ask_again(GOOD, ""), 0);
	cr_assert_eq(seen.right, 1);
	cr_assert_eq(seen.records, 0);
	give_second(admin);
	cr_assert_eq(ask_again(GOOD, ""), -EACCES);
	cr_assert_eq(ask_again(GOOD, "000000"), -EACCES);
	cr_assert_str_eq(seen.guess, GOOD "000000", "every code is another guess");
	cr_assert_eq(seen.wrong, 1);
	cr_assert_eq(ask_again(GOOD, code(known, 0)), 0);
	cr_assert_eq(ask_again(GOOD, code(known, 0)), -EACCES, "once");
	cr_assert_eq(ask_again("wrong", code(known, 1)), -EACCES);
	cr_assert_eq(ask_again(GOOD, code(known, 1)), 0, "a wrong password uses up no code");
	seen.locked = true;
	cr_assert_eq(ask_again(GOOD, ""), -EAGAIN);
}

static int activate(const char *unit_code, const char *name, const char *password)
{
	struct vdt_msg_ACTIVATE msg = {.source = "192.0.2.7:9"};

	snprintf(msg.code, sizeof(msg.code), "%s", unit_code);
	snprintf(msg.name, sizeof(msg.name), "%s", name);
	snprintf(msg.password, sizeof(msg.password), "%s", password);
	ASK(vdt_manage_activate(manage, &msg));
	if (seen.records)
		cr_assert_str_eq(seen.record[0].source, "192.0.2.7:9");
	return seen.last.code;
}

Test(inactive, activate)
{
	char unit_code[VDT_UNIT_CODE_ROOM];
	struct vdt_msg_DONE refused;

	cr_assert_eq(activate("", "anna", GOOD), -EACCES, "no code was drawn");
	refused = seen.last;
	cr_assert_eq(vdt_activation_draw(&activation, unit_code), 0);
	cr_assert_eq(activate("wrong", "anna", GOOD), -EACCES);
	cr_assert_eq(memcmp(&seen.last, &refused, sizeof(refused)), 0, "strangers learn nothing");
	cr_assert_eq(activate("wrong", "no name", "bad"), -EACCES);
	cr_assert_eq(memcmp(&seen.last, &refused, sizeof(refused)), 0);
	cr_assert_str_eq(seen.record[0].reason, "wrong unit code");
	cr_assert_eq(activate(unit_code, "no name", GOOD), -EINVAL);
	cr_assert_eq(activate(unit_code, "anna", "Password1234"), -EINVAL);
	cr_assert_eq(activate(unit_code, "anna", "Sm4ll"), -EINVAL);
	cr_assert_not(vdt_accounts_active(&accounts));

	cr_assert_eq(activate(unit_code, "Anna", GOOD), 0);
	cr_assert_eq(seen.activated, 1);
	cr_assert_eq(seen.record[0].type, VDT_AUDIT_ACTIVATE);
	cr_assert_eq(seen.record[1].type, VDT_AUDIT_ACCOUNT_CREATE);
	cr_assert_str_eq(seen.record[1].account, "anna");
	cr_assert_eq(vdt_accounts_load(&accounts, path[0], key), 0);
	cr_assert(vdt_accounts_active(&accounts));
	cr_assert_not(vdt_accounts_find(&accounts, "anna")->must_change);
	cr_assert_eq(activate(unit_code, "bob", OTHER), -EEXIST, "once");
	cr_assert_eq(activate("wrong", "bob", OTHER), -EEXIST);
}

/* The wait looks like a wrong code. */
Test(inactive, strangers_wait_without_knowing)
{
	struct vdt_msg_DONE refused;
	char unit_code[VDT_UNIT_CODE_ROOM];

	cr_assert_eq(vdt_activation_draw(&activation, unit_code), 0);
	for (unsigned int i = 0; i < VDT_ACTIVATION_TRIES; i++)
		cr_assert_eq(activate("wrong", "anna", GOOD), -EACCES);
	refused = seen.last;
	cr_assert_eq(activate(unit_code, "anna", GOOD), -EACCES);
	cr_assert_eq(memcmp(&seen.last, &refused, sizeof(refused)), 0);
	cr_assert_neq(strcmp(seen.record[0].reason, "wrong unit code"), 0, "the log knows");
}

/* Two who hold the code at once: one of them is first. */
Test(inactive, only_one_is_first)
{
	struct vdt_msg_ACTIVATE msg = {.name = "anna", .password = GOOD};

	cr_assert_eq(vdt_activation_draw(&activation, msg.code), 0);
	vdt_manage_activate(manage, &msg);
	strcpy(msg.name, "bob");
	vdt_manage_activate(manage, &msg);
	while (seen.done < 1)
		event_base_loop(base, EVLOOP_ONCE);
	cr_assert_eq(seen.activated, 1);
	while (seen.done < 2)
		event_base_loop(base, EVLOOP_ONCE);
	cr_assert_eq(seen.last.code, -EEXIST);
	cr_assert_eq(seen.activated, 1);
	cr_assert_eq(accounts.now.count, 1);
}

Test(manage_password, deactivate)
{
	char name[96], unit_code[VDT_UNIT_CODE_ROOM];

	snprintf(name, sizeof(name), "%s/" VDT_ERASE_KEY, dir);
	cr_assert_eq(vdt_file_write(name, key, sizeof(key), 0600), 0);
	cr_assert_eq(vdt_activation_draw(&activation, unit_code), 0);
	ASK(vdt_manage_deactivate(manage, &(struct vdt_msg_DEACTIVATE){.req = 5}, &who));
	cr_assert_eq(seen.last.code, 0);
	cr_assert_eq(seen.restarted, 1);
	cr_assert_eq(seen.record[0].type, VDT_AUDIT_KEY_DESTROY);
	cr_assert_eq(seen.record[1].type, VDT_AUDIT_DEACTIVATE);
	cr_assert_neq(access(name, F_OK), 0);
	cr_assert_eq(vdt_accounts_load(&accounts, path[0], key), 0);
	cr_assert_not(vdt_accounts_active(&accounts));
	cr_assert_eq(vdt_activation_load(&activation, path[1], &accounts, 0), 0);
	accounts.now.cost = (struct vdt_cost){.memory = 64, .passes = 1};
	cr_assert_eq(activate(unit_code, "anna", GOOD), 0, "with the same code");
}

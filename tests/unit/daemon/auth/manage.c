// SPDX-License-Identifier: BSD-3-Clause
#include "tests/unit/daemon/auth/manage_seen.h"

TestSuite(manage, .init = set_up, .fini = tear_down, .timeout = 300);

static int edit(const struct vdt_msg_ACCOUNT_EDIT *msg)
{
	ASK(vdt_manage_account_edit(manage, msg, &who));
	cr_assert_eq(seen.records, 1, "what is refused is recorded too");
	cr_assert_eq(seen.record[0].result, seen.last.code ? VDT_AUDIT_REFUSED : VDT_AUDIT_OK);
	cr_assert_str_eq(seen.record[0].reason, seen.last.reason);
	return seen.last.code;
}

static int create(const char *name, const char *password, unsigned int role, unsigned int flags)
{
	struct vdt_msg_ACCOUNT_EDIT msg = {
		.what = VDT_ACCOUNT_CREATE, .role = (uint8_t)role, .flags = (uint8_t)flags};

	snprintf(msg.name, sizeof(msg.name), "%s", name);
	if (password) {
		msg.fields = VDT_ACCOUNT_HAS_PASSWORD;
		snprintf(msg.password, sizeof(msg.password), "%s", password);
	}
	return edit(&msg);
}

static int change(const struct vdt_account *account, unsigned int fields, unsigned int role,
		  unsigned int flags, const char *text)
{
	struct vdt_msg_ACCOUNT_EDIT msg = {.what = VDT_ACCOUNT_CHANGE,
					   .id = account->id,
					   .revision = account->revision,
					   .fields = (uint8_t)fields,
					   .role = (uint8_t)role,
					   .flags = (uint8_t)flags};

	if (fields & VDT_ACCOUNT_HAS_NAME)
		snprintf(msg.name, sizeof(msg.name), "%s", text);
	if (fields & VDT_ACCOUNT_HAS_PASSWORD)
		snprintf(msg.password, sizeof(msg.password), "%s", text);
	return edit(&msg);
}

static int drop(const struct vdt_account *account)
{
	const struct vdt_msg_ACCOUNT_EDIT msg = {
		.what = VDT_ACCOUNT_DELETE, .id = account->id, .revision = account->revision};

	return edit(&msg);
}

Test(manage, create)
{
	static const struct {
		const char *name, *password, *why;
		unsigned int role, flags;
		int expected;
	} cases[] = {
		{"anna", OTHER, "good", VDT_ROLE_OPERATOR, VDT_ACCOUNT_MUST_CHANGE, 0},
		{"Anna", OTHER, "the same name", VDT_ROLE_VIEWER, 0, -EEXIST},
		{"b\xc3\xa4r", OTHER, "not ASCII", VDT_ROLE_VIEWER, 0, -EINVAL},
		{"bob", "Short-1", "short", VDT_ROLE_VIEWER, 0, -EINVAL},
		{"bob", "Password1234", "tried first", VDT_ROLE_VIEWER, 0, -EINVAL},
		{"bob", OTHER, "no role", VDT_ROLE_NONE, 0, -EINVAL},
		{"bob", NULL, "no password", VDT_ROLE_VIEWER, 0, -EINVAL},
		{"vms", OTHER, "a program with one", VDT_ROLE_VIEWER, VDT_ACCOUNT_SERVICE, -EINVAL},
		{"vms", NULL, "a program", VDT_ROLE_VIEWER, VDT_ACCOUNT_SERVICE, 0},
	};
	struct vdt_account *account;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cr_assert_eq(
			create(cases[i].name, cases[i].password, cases[i].role, cases[i].flags),
			cases[i].expected, "%s: %s", cases[i].why, seen.last.reason);
		cr_assert_eq(seen.last.reason[0] != '\0', cases[i].expected != 0, "%s",
			     cases[i].why);
		cr_assert_eq(seen.record[0].type, VDT_AUDIT_ACCOUNT_CREATE);
		cr_assert_eq(seen.revoked, 0);
	}
	cr_assert_eq(vdt_accounts_load(&accounts, path[0], key), 0);
	cr_assert_eq(accounts.now.count, 5);
	account = vdt_accounts_find(&accounts, "anna");
	cr_assert_eq(account->role, VDT_ROLE_OPERATOR);
	cr_assert(account->must_change);
	cr_assert_gt(account->created, 0);
	cr_assert_eq(vdt_password_verify(account->hash, OTHER), 0);
	cr_assert(vdt_accounts_find(&accounts, "vms")->service);
}

Test(manage, change)
{
	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_NAME, 0, 0, "Watcher"), 0);
	cr_assert_str_eq(viewer->name, "watcher");
	cr_assert_eq(viewer->revision, 2);
	cr_assert_eq(seen.revoked, 0, "another name ends nothing");
	cr_assert_str_eq(seen.record[0].object, "viewer (id 2)");
	cr_assert_not_null(strstr(seen.record[0].details, "name"));
	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_NAME, 0, 0, "admin"), -EEXIST);

	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_OPERATOR, 0, ""), 0);
	cr_assert_eq(viewer->role, VDT_ROLE_OPERATOR);
	cr_assert_eq(seen.revoked_id, viewer->id);
	cr_assert_eq(viewer->generation, 2);

	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_DISABLED, 0, VDT_ACCOUNT_DISABLED, ""), 0);
	cr_assert(viewer->disabled);
	cr_assert_eq(seen.revoked, 1);

	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_PASSWORD, 0, VDT_ACCOUNT_MUST_CHANGE, OTHER),
		     0);
	cr_assert_eq(vdt_password_verify(viewer->hash, OTHER), 0);
	cr_assert(viewer->must_change);
	cr_assert_eq(seen.revoked, 1);
	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_PASSWORD, 0, 0, GOOD), -EEXIST,
		     "it was the one before");
	cr_assert_eq(change(nvr, VDT_ACCOUNT_HAS_PASSWORD, 0, 0, OTHER), -EINVAL);
	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_END, 0, ""), -EINVAL);
}

Test(manage, revisions)
{
	struct vdt_account old = *viewer;

	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_OPERATOR, 0, ""), 0);
	cr_assert_eq(change(&old, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_VIEWER, 0, ""), -ESTALE);
	cr_assert_eq(change(&old, VDT_ACCOUNT_HAS_PASSWORD, 0, 0, OTHER), -ESTALE);
	cr_assert_eq(drop(&old), -ESTALE);
	cr_assert_eq(viewer->role, VDT_ROLE_OPERATOR);
	old.id = 99;
	cr_assert_eq(drop(&old), -ENOENT);
}

/* The account is changed while its new password is hashed. */
Test(manage, looks_again_when_the_hash_is_there)
{
	struct vdt_msg_ACCOUNT_EDIT msg = {.what = VDT_ACCOUNT_CHANGE,
					   .id = viewer->id,
					   .revision = 1,
					   .fields = VDT_ACCOUNT_HAS_PASSWORD,
					   .password = OTHER};

	ASK(vdt_manage_account_edit(manage, &msg, &who); viewer->revision++);
	cr_assert_eq(seen.last.code, -ESTALE);
	cr_assert_eq(vdt_password_verify(viewer->hash, GOOD), 0);
}

Test(manage, delete)
{
	uint32_t id = viewer->id;

	cr_assert_eq(drop(viewer), 0);
	cr_assert_eq(seen.revoked_id, id);
	cr_assert_str_eq(seen.record[0].object, "viewer (id 2)");
	cr_assert_eq(seen.record[0].account_id, admin->id, "who did it");
	cr_assert_eq(vdt_accounts_load(&accounts, path[0], key), 0);
	cr_assert_null(vdt_accounts_find(&accounts, "viewer"));
	cr_assert_eq(create("viewer", OTHER, VDT_ROLE_VIEWER, 0), 0);
	cr_assert_neq(seen.last.id, id);
}

Test(manage, the_last_administrator_stays)
{
	cr_assert_eq(create("robot", NULL, VDT_ROLE_ADMINISTRATOR, VDT_ACCOUNT_SERVICE), 0);
	cr_assert_eq(drop(admin), -EPERM);
	cr_assert_eq(change(admin, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_OPERATOR, 0, ""), -EPERM);
	cr_assert_eq(change(admin, VDT_ACCOUNT_HAS_DISABLED, 0, VDT_ACCOUNT_DISABLED, ""), -EPERM);
	cr_assert_eq(change(admin, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_ADMINISTRATOR, 0, ""), 0);
	cr_assert_eq(create("second", OTHER, VDT_ROLE_ADMINISTRATOR, 0), 0);
	cr_assert_eq(drop(admin), 0);
	cr_assert_eq(drop(vdt_accounts_find(&accounts, "second")), -EPERM);
}

Test(manage, what_cannot_be_saved_is_not_done)
{
	accounts.file.readable = 0;
	cr_assert_eq(create("anna", OTHER, VDT_ROLE_VIEWER, 0), -EIO);
	cr_assert_eq(drop(viewer), -EIO);
	cr_assert_eq(change(viewer, VDT_ACCOUNT_HAS_ROLE, VDT_ROLE_OPERATOR, 0, ""), -EIO);
	cr_assert_eq(seen.revoked, 0);
	cr_assert_eq(accounts.now.count, 3);
	cr_assert_eq(viewer->role, VDT_ROLE_VIEWER);
}

Test(manage, list)
{
	ASK(vdt_manage_account_list(manage, &(struct vdt_msg_ACCOUNT_LIST){0}, &who));
	cr_assert_eq(seen.accounts, 3);
	cr_assert_eq(seen.account[2].flags, VDT_ACCOUNT_SERVICE);
	cr_assert_str_eq(seen.account[2].name, "nvr");
	ASK(vdt_manage_account_list(manage, &(struct vdt_msg_ACCOUNT_LIST){.id = 2}, &who));
	cr_assert_eq(seen.accounts, 1);
	cr_assert_eq(seen.account[0].id, 2);
	ASK(vdt_manage_account_list(manage, &(struct vdt_msg_ACCOUNT_LIST){.id = 9}, &who));
	cr_assert_eq(seen.last.code, -ENOENT);
}

Test(manage, nobody_waits_any_more)
{
	struct vdt_msg_PASSWORD msg = {.current = GOOD, .password = OTHER};

	vdt_manage_password(manage, &msg, &who);
	vdt_manage_forget(manage);
	ASK(vdt_manage_password(manage, &msg, &who));
	cr_assert_eq(vdt_password_verify(admin->hash, OTHER), 0, "it was done all the same");
}

Test(manage, bounded)
{
	struct vdt_msg_PASSWORD msg = {.current = "wrong", .password = OTHER};
	struct vdt_cost dear = {.memory = 19456, .passes = 4};

	cr_assert_eq(vdt_password_hash(GOOD, &dear, admin->hash), 0);
	for (unsigned int i = 0; i < VDT_MANAGE_PENDING; i++)
		vdt_manage_password(manage, &msg, &who);
	cr_assert_eq(seen.done, 0);
	vdt_manage_password(manage, &msg, &who);
	cr_assert_eq(seen.done, 1);
	cr_assert_eq(seen.last.code, -EBUSY);
	while (seen.done < VDT_MANAGE_PENDING + 1)
		event_base_loop(base, EVLOOP_ONCE);
}

Test(manage, classes)
{
	static const struct vdt_msg_OTP own, others = {.account_id = 1};
	static const struct vdt_msg_TOKEN_EDIT list, make = {.what = VDT_TOKEN_CREATE};
	static const struct {
		enum vdt_msg id;
		const void *payload;
		unsigned int class;
	} cases[] = {
		{VDT_MSG_ACTIVATE, NULL, VDT_CLASS_END},
		{VDT_MSG_PASSWORD, NULL, VDT_CLASS_OWN},
		{VDT_MSG_REAUTH, NULL, VDT_CLASS_OWN},
		{VDT_MSG_OTP, &own, VDT_CLASS_OWN},
		{VDT_MSG_OTP, &others, VDT_CLASS_WRITE_SYSTEM},
		{VDT_MSG_ACCOUNT_LIST, NULL, VDT_CLASS_READ_SYSTEM_SECRET},
		{VDT_MSG_ACCOUNT_EDIT, NULL, VDT_CLASS_WRITE_SYSTEM},
		{VDT_MSG_TOKEN_EDIT, &list, VDT_CLASS_READ_SYSTEM_SECRET},
		{VDT_MSG_TOKEN_EDIT, &make, VDT_CLASS_WRITE_SYSTEM},
		{VDT_MSG_DEACTIVATE, NULL, VDT_CLASS_UNRECOVERABLE},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(vdt_manage_class(cases[i].id, cases[i].payload), cases[i].class, "%zu",
			     i);
}

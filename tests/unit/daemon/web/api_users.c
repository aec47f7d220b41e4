// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "tests/unit/daemon/web/call.h"

TestSuite(api_users, .fini = hang_up);

Test(api_users, listed)
{
	send_call(VDT_GET, "/api/v1/users", NULL, NULL);
	cr_assert_eq(SENT(AUTH, ACCOUNT_LIST)->id, 0);
	TELL(ACCOUNT, .id = 1, .role = VDT_ROLE_ADMINISTRATOR, .revision = 3, .name = "admin",
	     .flags = VDT_ACCOUNT_OTP, .created = 100, .last_login = 200);
	TELL(ACCOUNT, .id = 2, .role = VDT_ROLE_VIEWER, .name = "nvr",
	     .flags = VDT_ACCOUNT_SERVICE | VDT_ACCOUNT_DISABLED);
	cr_assert_eq(call.reply.status, 0);
	TELL(DONE, .code = 0);
	expect(200, "{\"users\":[{\"id\":1,\"name\":\"admin\",\"role\":\"administrator\","
		    "\"disabled\":false,\"must_change\":false,\"otp\":true,\"service\":false,"
		    "\"revision\":3,\"created\":100,\"last_login\":200},{\"id\":2,"
		    "\"name\":\"nvr\",\"role\":\"viewer\",\"disabled\":true,\"must_change\":false,"
		    "\"otp\":false,\"service\":true,\"revision\":0,\"created\":0,"
		    "\"last_login\":0}]}");
}

Test(api_users, an_empty_list_is_a_list)
{
	send_call(VDT_GET, "/api/v1/users", NULL, NULL);
	TELL(DONE, .code = 0);
	expect(200, "{\"users\":[]}");
}

Test(api_users, part_of_a_list_is_none)
{
	send_call(VDT_GET, "/api/v1/users", NULL, NULL);
	TELL(ACCOUNT, .id = 1, .role = VDT_ROLE_VIEWER);
	TELL(DONE, .code = -EIO);
	expect(500, NULL);
}

Test(api_users, shown_with_its_tag)
{
	send_call(VDT_GET, "/api/v1/users/4294967295", NULL, NULL);
	cr_assert_eq(SENT(AUTH, ACCOUNT_LIST)->id, UINT32_MAX);
	TELL(ACCOUNT, .id = UINT32_MAX, .role = VDT_ROLE_VIEWER, .revision = 17, .name = "ann");
	TELL(DONE, .code = 0);
	expect(200, NULL);
	expect_header("etag:", "\"17\"");
}

Test(api_users, who_is_not_there_is_not_found)
{
	send_call(VDT_GET, "/api/v1/users/9", NULL, NULL);
	TELL(DONE, .code = 0);
	expect(404, NULL);
}

Test(api_users, paths_that_name_nobody_ask_nobody)
{
	static const char *const ids[] = {"0", "01", "-1", "4294967296", "1e3", "admin", "a.b"};

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		char path[64];

		snprintf(path, sizeof(path), "/api/v1/users/%s", ids[i]);
		cr_assert_not(send_call(VDT_GET, path, NULL, NULL), "%s", ids[i]);
		expect(404, NULL);
		cr_assert_eq(sent.count, 0);
	}
}

Test(api_users, made)
{
	const struct vdt_msg_ACCOUNT_EDIT *edit;

	send_call(VDT_POST, "/api/v1/users", NULL,
		  "{\"name\":\"ann\",\"role\":\"operator\",\"password\":\"correct horse 1\"}");
	edit = SENT(AUTH, ACCOUNT_EDIT);
	cr_assert_eq(edit->what, VDT_ACCOUNT_CREATE);
	cr_assert_eq(edit->fields,
		     VDT_ACCOUNT_HAS_NAME | VDT_ACCOUNT_HAS_ROLE | VDT_ACCOUNT_HAS_PASSWORD);
	cr_assert_eq(edit->flags, 0);
	cr_assert_eq(edit->role, VDT_ROLE_OPERATOR);
	cr_assert_str_eq(edit->name, "ann");
	cr_assert_str_eq(edit->password, "correct horse 1");
	TELL(DONE, .id = 5);
	expect(201, "{\"id\":5}");
	expect_header("location:", "/api/v1/users/5");
}

Test(api_users, a_program_has_no_password_a_person_has_one)
{
	static const struct {
		const char *json;
		bool taken;
	} cases[] = {
		{"{\"name\":\"nvr\",\"role\":\"viewer\",\"service\":true}", true},
		{"{\"name\":\"nvr\",\"role\":\"viewer\",\"service\":true,\"password\":\"x\"}",
		 false},
		{"{\"name\":\"nvr\",\"role\":\"viewer\"}", false},
		{"{\"name\":\"nvr\",\"role\":\"viewer\",\"service\":false,\"password\":\"x\"}",
		 true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		send_call(VDT_POST, "/api/v1/users", NULL, cases[i].json);
		cr_assert_eq(sent.count, cases[i].taken, "%s", cases[i].json);
		if (!cases[i].taken)
			expect(422, NULL);
	}
}

Test(api_users, what_no_table_knows_reaches_nobody)
{
	static const char *const bodies[] = {
		"{}",
		"[]",
		"{\"name\":\"ann\",\"role\":\"root\",\"password\":\"x\"}",
		"{\"name\":\"ann\",\"role\":\"viewer\",\"password\":\"x\",\"id\":1}",
		"{\"name\":\"ann\",\"role\":\"viewer\",\"password\":\"x\",\"is_admin\":true}",
		"{\"name\":\"ann\\u000a\",\"role\":\"viewer\",\"password\":\"x\"}",
		"{\"name\":\"<img onerror=x>\",\"role\":\"viewer\",\"password\":\"x\"}",
		"{\"name\":\"ann;reboot\",\"role\":\"viewer\",\"password\":\"x\"}",
		"{\"name\":\"$(reboot)\",\"role\":\"viewer\",\"password\":\"x\"}",
	};

	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		cr_assert_not(send_call(VDT_POST, "/api/v1/users", NULL, bodies[i]), "%s",
			      bodies[i]);
		expect(422, NULL);
		cr_assert_eq(sent.count, 0);
	}
	cr_assert_not(send_call(VDT_POST, "/api/v1/users", NULL, NULL));
	expect(422, NULL);
}

Test(api_users, changed_only_if_it_is_what_it_was)
{
	const struct vdt_msg_ACCOUNT_EDIT *edit;

	send_call(VDT_PATCH, "/api/v1/users/3", "12", "{\"disabled\":true}");
	edit = SENT(AUTH, ACCOUNT_EDIT);
	cr_assert_eq(edit->what, VDT_ACCOUNT_CHANGE);
	cr_assert_eq(edit->id, 3);
	cr_assert_eq(edit->revision, 12);
	cr_assert_eq(edit->fields, VDT_ACCOUNT_HAS_DISABLED);
	cr_assert_eq(edit->flags, VDT_ACCOUNT_DISABLED);
	TELL(DONE, .code = 0);
	expect(204, "");

	send_call(VDT_PATCH, "/api/v1/users/3", "12", "{\"disabled\":false}");
	edit = SENT(AUTH, ACCOUNT_EDIT);
	cr_assert_eq(edit->fields, VDT_ACCOUNT_HAS_DISABLED);
	cr_assert_eq(edit->flags, 0);
	TELL(DONE, .code = -ESTALE, .reason = "changed meanwhile");
	expect(412, NULL);

	send_call(VDT_DELETE, "/api/v1/users/3", "12", NULL);
	edit = SENT(AUTH, ACCOUNT_EDIT);
	cr_assert_eq(edit->what, VDT_ACCOUNT_DELETE);
	cr_assert_eq(edit->revision, 12);
}

Test(api_users, tags_that_were_never_given_match_nothing)
{
	static const char *const tags[] = {"*", "W/12", "x", "-1", "012", "4294967296"};

	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++) {
		send_call(VDT_DELETE, "/api/v1/users/3", tags[i], NULL);
		expect(412, NULL);
		cr_assert_eq(sent.count, 0, "%s", tags[i]);
	}
}

Test(api_users, an_empty_change_is_none)
{
	send_call(VDT_PATCH, "/api/v1/users/3", "12", "{}");
	expect(422, NULL);
	cr_assert_eq(sent.count, 0);
}

Test(api_users, refusals_of_auth)
{
	static const struct {
		int code;
		unsigned int status;
		const char *why;
	} cases[] = {
		{-EEXIST, 409, "the name is there"},
		{-EINVAL, 422, "the password breaks a rule"},
		{-EPERM, 409, "the last administrator"},
		{-ENOENT, 404, "nobody has this number"},
		{-ESTALE, 412, "another revision"},
		{-ENOSPC, 409, "no room"},
		{-EACCES, 403, "no grant"},
		{-EIO, 500, "it could not be saved"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		send_call(VDT_PATCH, "/api/v1/users/3", "1", "{\"role\":\"viewer\"}");
		TELL(DONE, .code = cases[i].code, .reason = "because");
		expect(cases[i].status, NULL);
		cr_assert_not_null(strstr(answer(), "\"detail\":\"because\""), "%s", answer());
	}
}

Test(api_users, nobody_there_to_ask)
{
	send_error = -ENOTCONN;
	send_call(VDT_GET, "/api/v1/users", NULL, NULL);
	expect(503, NULL);
	send_error = 0;
}

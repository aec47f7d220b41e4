// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <errno.h>

#include "daemon/stream/login.h"

static const struct {
	const char *header;
	int expected;
	const char *name, *password;
	const char *why;
} headers[] = {
	{"Basic dmlld2VyOnNlY3JldA==", 0, "viewer", "secret", "viewer:secret"},
	{"basic  dmlld2VyOnNlY3JldA== ", 0, "viewer", "secret", "blanks and case of the scheme"},
	{"Basic YTpiOmM=", 0, "a", "b:c", "only the first colon divides"},
	{"Basic YTo=", 0, "a", "", "an empty password: auth refuses it"},
	{"Basic OmI=", -EBADMSG, "", "", "no name"},
	{"Basic YWI=", -EBADMSG, "", "", "no colon"},
	{"Basic YQA6Yg==", -EBADMSG, "", "", "a NUL in the name"},
	{"Basic YTpiAGM=", -EBADMSG, "", "", "a NUL in the password"},
	{"Basic dmlld2VyOnNlY3JldA=", -EBADMSG, "", "", "wrong padding"},
	{"Basic ====", -EBADMSG, "", "", "padding only"},
	{"Basic a-_b", -EBADMSG, "", "", "another alphabet"},
	{"Basic", -EBADMSG, "", "", "nothing"},
	{"Basic ", -EBADMSG, "", "", "nothing but the blank"},
	{"Digest username=\"viewer\"", -EBADMSG, "", "", "another scheme"},
	{"", -EBADMSG, "", "", "empty"},
};

Test(login, basic)
{
	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++) {
		struct vdt_span header = {headers[i].header, strlen(headers[i].header)};
		char name[VDT_NAME_ROOM], password[VDT_PASSWORD_ROOM];
		int got = vdt_login_basic(header, name, password);

		cr_expect(got == headers[i].expected, "%s: %d", headers[i].why, got);
		if (got)
			continue;
		cr_expect_str_eq(name, headers[i].name, "%s", headers[i].why);
		cr_expect_str_eq(password, headers[i].password, "%s", headers[i].why);
	}
}

Test(login, nothing_is_too_long)
{
	static char text[8192] = "Basic ";
	char name[VDT_NAME_ROOM], password[VDT_PASSWORD_ROOM];

	for (size_t len = 0; len < sizeof(text) - 8; len++) {
		vdt_login_basic((struct vdt_span){text, 6 + len}, name, password);
		text[6 + len] = "QUFB"[len % 4];
	}
}

static struct vdt_login judge(const char *header, const struct vdt_msg_LOGIN_RESULT *answer)
{
	struct vdt_login login = {0};
	struct vdt_child nobody = {0};

	vdt_login_judge(&login, &nobody, "192.0.2.1:1", (struct vdt_span){header, strlen(header)});
	if (answer)
		vdt_login_answer(&login, answer);
	return login;
}

Test(login, states)
{
	const struct vdt_msg_LOGIN_RESULT yes = {.outcome = VDT_OUTCOME_OK, .account = "viewer"},
					  no = {0};
	const struct vdt_msg_LOGIN_RESULT other = {.outcome = VDT_OUTCOME_OK, .account = "other"};
	const char *good = "Basic dmlld2VyOnNlY3JldA==";
	const struct vdt_span same = {good, strlen(good)}, none = {NULL, 0};
	struct vdt_child nobody = {0};
	struct vdt_login login = judge(good, NULL);

	cr_expect(login.state == VDT_LOGIN_REFUSED, "without auth nobody comes in");
	cr_expect(judge("Basic x", NULL).state == VDT_LOGIN_REFUSED, "nor with nonsense");
	cr_expect(judge(good, &no).state == VDT_LOGIN_REFUSED);
	login = judge(good, &yes);
	cr_expect(login.state == VDT_LOGIN_GRANTED);
	cr_expect(vdt_login_judge(&login, &nobody, "", same) == VDT_LOGIN_GRANTED, "asked once");
	cr_expect(vdt_login_judge(&login, &nobody, "", none) == VDT_LOGIN_GRANTED);
	vdt_login_answer(&login, &other);
	cr_expect(login.state == VDT_LOGIN_REFUSED, "a connection is one account");
}

/* Every yes of auth is one session until it is told otherwise. */
Test(login, sessions_that_are_over)
{
	struct vdt_msg_LOGIN_RESULT yes = {
		.req = 7, .outcome = VDT_OUTCOME_OK, .account = "viewer"};
	struct vdt_msg_LOGIN_RESULT other = {
		.req = 9, .outcome = VDT_OUTCOME_OK, .account = "other"};
	const struct vdt_msg_LOGIN_RESULT no = {.req = 10};
	struct vdt_login login = {0};

	cr_expect_eq(vdt_login_answer(&login, &yes), 0);
	cr_expect_eq(login.session, 7);
	yes.req = 8;
	cr_expect_eq(vdt_login_answer(&login, &yes), 7, "the new one takes the place of the old");
	cr_expect_eq(login.session, 8);
	cr_expect_eq(vdt_login_answer(&login, &other), 9, "what is not accepted is over at once");
	cr_expect_eq(vdt_login_answer(&login, &no), 0);
	cr_expect_eq(login.session, 8);
}

Test(login, ended_by_auth)
{
	static const struct {
		uint32_t session, account_id;
		struct vdt_msg_REVOKED revoked;
		bool ends;
		const char *why;
	} cases[] = {
		{7, 3, {.account_id = 3}, true, "all of its account"},
		{7, 3, {.account_id = 4}, false, "all of another account"},
		{0, 3, {.account_id = 3}, false, "not logged in"},
		{7, 3, {.session_len = 8, .session = {1, 2}}, true, "this one"},
		{7, 3, {.session_len = 8, .session = {1, 3}}, false, "another one"},
		{7, 3, {.session_len = 1, .session = {1}}, false, "not a name"},
		{7, 3, {.session_len = 0}, false, "nothing"},
	};

	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct vdt_login login = {.session = cases[i].session,
						.account_id = cases[i].account_id,
						.id = {1, 2}};

		cr_expect_eq(vdt_login_is_of(&login, &cases[i].revoked), cases[i].ends, "%s",
			     cases[i].why);
	}
}

Test(login, three_failures_end_it)
{
	struct vdt_login login = {.state = VDT_LOGIN_REFUSED}, known = {.account = "viewer"};

	cr_expect(vdt_login_retry(&login));
	cr_expect(login.state == VDT_LOGIN_NONE);
	cr_expect(vdt_login_retry(&login));
	cr_expect(!vdt_login_retry(&login));
	cr_expect(!vdt_login_retry(&known), "at once for who was logged in");
}

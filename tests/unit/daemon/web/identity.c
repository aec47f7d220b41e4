// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>

#include "daemon/web/identity.h"

#define S "__Host-session="

static const struct {
	const char *cookie, *authorization;
	int expected;
	const char *token; /* "" : none */
	enum vdt_carrier carrier;
	const char *why;
} rows[] = {
	{"", "", 0, "", VDT_CARRIER_COOKIE, "nobody"},
	{S "abc", "", 0, "abc", VDT_CARRIER_COOKIE, "a cookie"},
	{"a=b; " S "abc; c=d", "", 0, "abc", VDT_CARRIER_COOKIE, "among others"},
	{"a=b;" S "abc;", "", 0, "abc", VDT_CARRIER_COOKIE, "as HTTP/2 brings them"},
	{"uid=admin; role=administrator", "", 0, "", VDT_CARRIER_COOKIE, "others are ignored"},
	{"session=abc", "", 0, "", VDT_CARRIER_COOKIE, "not without its prefix"},
	{"x" S "abc", "", 0, "", VDT_CARRIER_COOKIE, "not as the end of another name"},
	{"__host-session=abc", "", 0, "", VDT_CARRIER_COOKIE, "names have a case"},
	{"", "Bearer abc", 0, "abc", VDT_CARRIER_BEARER, "a token"},
	{"", "bearer vdt_abc-_1", 0, "vdt_abc-_1", VDT_CARRIER_BEARER, "schemes have no case"},
	{S "abc", "Bearer abc", -EINVAL, "", 0, "both, even alike"},
	{S "abc; " S "def", "", -EINVAL, "", 0, "two cookies"},
	{S "abc; " S "abc", "", -EINVAL, "", 0, "two that are alike"},
	{S, "", -EINVAL, "", 0, "an empty cookie"},
	{S "a b", "", -EINVAL, "", 0, "a blank inside"},
	{S "a\"b", "", -EINVAL, "", 0, "a quote"},
	{"", "Bearer ", -EINVAL, "", 0, "an empty token"},
	{"", "Bearer a b", -EINVAL, "", 0, "two tokens"},
	{"", "Basic YWRtaW46MTEK", -EINVAL, "", 0, "passwords are for the login only"},
	{"", "Digest username=\"admin\"", -EINVAL, "", 0, "another scheme"},
	{"", "abc", -EINVAL, "", 0, "no scheme"},
};

Test(identity, tokens)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct vdt_head head = {};
		struct vdt_identity got;
		int err;

		snprintf(head.cookie, sizeof(head.cookie), "%s", rows[i].cookie);
		snprintf(head.authorization, sizeof(head.authorization), "%s",
			 rows[i].authorization);
		err = vdt_identity_read(&head, &got);
		cr_expect_eq(err, rows[i].expected, "%s", rows[i].why);
		if (err)
			continue;
		cr_expect_str_eq(got.token, rows[i].token, "%s", rows[i].why);
		cr_expect_eq(got.carrier, rows[i].carrier, "%s", rows[i].why);
	}
}

Test(identity, a_token_that_is_too_long)
{
	struct vdt_head head = {};
	struct vdt_identity got;

	snprintf(head.authorization, sizeof(head.authorization), "Bearer %095d", 0);
	cr_expect_eq(vdt_identity_read(&head, &got), 0);
	snprintf(head.authorization, sizeof(head.authorization), "Bearer %096d", 0);
	cr_expect_eq(vdt_identity_read(&head, &got), -EINVAL);
}

/* printf 'csrf%s' abc | sha256sum, in base64url */
#define CSRF "mbikdkyIOg9Gcx8zb8DOmNppttsR6dMiRosWJyormns"

static const struct {
	const char *token; /* of a cookie; NULL: a bearer's */
	const char *origin, *site, *csrf;
	bool expected;
	const char *why;
} sites[] = {
	{"abc", "https://cam", "same-origin", "right", true, "a page of ours"},
	{"abc", "https://CAM", "", "right", true, "names have no case"},
	{"abc", "", "", "right", false, "who has a cookie says where he is"},
	{"abc", "https://cam", "", "", false, "without the word of the page"},
	{"abc", "https://cam", "", "wrong", false, "with another"},
	{"abc", "https://cam", "", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false,
	 "with another as long"},
	{"abc", "http://cam", "", "right", false, "in clear"},
	{"abc", "https://cam.evil", "", "right", false, "a longer name"},
	{"abc", "https://evil", "", "right", false, "another site"},
	{"abc", "null", "", "right", false, "a sandbox"},
	{"abc", "https://cam", "cross-site", "right", false, "the browser says cross-site"},
	{"abc", "https://cam", "same-site", "right", false, "a neighbour is not us"},
	{"", "", "", "", true, "a login by a program"},
	{"", "https://cam", "same-origin", "", true, "a login by our page"},
	{"", "https://evil", "", "", false, "a login by another's page"},
	{NULL, "", "", "", true, "a program"},
	{NULL, "https://evil", "", "", false, "a page of others with a token"},
};

Test(identity, sites)
{
	for (size_t i = 0; i < sizeof(sites) / sizeof(*sites); i++) {
		struct vdt_head head = {.host = "cam"};
		struct vdt_identity identity = {};
		char csrf[VDT_CSRF_ROOM];

		if (!sites[i].token)
			identity.carrier = VDT_CARRIER_BEARER;
		snprintf(identity.token, sizeof(identity.token), "%s",
			 sites[i].token ? sites[i].token : "abc");
		cr_assert_eq(vdt_identity_csrf("abc", csrf), 0);
		snprintf(head.origin, sizeof(head.origin), "%s", sites[i].origin);
		snprintf(head.site, sizeof(head.site), "%s", sites[i].site);
		snprintf(head.csrf, sizeof(head.csrf), "%s",
			 strcmp(sites[i].csrf, "right") ? sites[i].csrf : csrf);
		cr_expect_eq(vdt_identity_same_site(&head, &identity), sites[i].expected, "%s",
			     sites[i].why);
	}
}

Test(identity, csrf)
{
	char csrf[VDT_CSRF_ROOM];

	cr_assert_eq(vdt_identity_csrf("abc", csrf), 0);
	cr_expect_str_eq(csrf, CSRF);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/service.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static struct vdt_accounts accounts;
static struct vdt_account *nvr, *person, *got;
static struct vdt_token *token, *got_token;
static char text[VDT_SERVICE_ROOM];
static const uint8_t certificate[VDT_SHA256] = {1, 2, 3}, other[VDT_SHA256] = {1, 2, 4};

static void set_up(void)
{
	cr_assert_eq(vdt_accounts_add(&accounts, "person", VDT_ROLE_VIEWER, "h", &person), 0);
	cr_assert_eq(vdt_accounts_add(&accounts, "nvr", VDT_ROLE_OPERATOR, "", &nvr), 0);
}

TestSuite(service, .init = set_up);

static int add(const char *name, unsigned int role, uint64_t expires, const uint8_t *digest)
{
	struct vdt_token wanted = {.role = (uint8_t)role, .created = 10, .expires = expires};

	strcpy(wanted.name, name);
	return vdt_service_add(&accounts, nvr, &wanted, digest, text, &token);
}

Test(service, tokens)
{
	cr_assert_eq(add("viewer", VDT_ROLE_VIEWER, 0, NULL), 0);
	cr_assert_eq(strncmp(text, VDT_SERVICE_PREFIX, 4), 0);
	cr_assert_eq(strlen(text), 4 + 43, "256 bits");
	cr_assert_null(strpbrk(text, "+/="));
	cr_assert_null(memmem(&accounts, sizeof(accounts), text, strlen(text)), "it is not kept");
	cr_assert_eq(vdt_service_find(&accounts, text, 77, &got, &got_token), 0);
	cr_assert_eq(got, nvr);
	cr_assert_eq(got_token, token);
	cr_assert_eq(token->last_use, 77);
	cr_assert_eq(token->created, 10);
	text[20] ^= 1;
	cr_assert_eq(vdt_service_find(&accounts, text, 77, &got, &got_token), -EACCES);
	cr_assert_eq(vdt_service_find(&accounts, "", 77, &got, &got_token), -EACCES);
	cr_assert_eq(vdt_service_find(&accounts, VDT_SERVICE_PREFIX, 77, &got, &got_token),
		     -EACCES);
}

Test(service, when_a_token_counts)
{
	cr_assert_eq(add("viewer", VDT_ROLE_VIEWER, 100, NULL), 0);
	cr_assert_eq(vdt_service_find(&accounts, text, 99, &got, &got_token), 0);
	cr_assert_eq(vdt_service_find(&accounts, text, 100, &got, &got_token), -EACCES, "over");
	nvr->disabled = true;
	cr_assert_eq(vdt_service_find(&accounts, text, 99, &got, &got_token), -EACCES, "disabled");
	nvr->disabled = false;
	nvr->service = false;
	cr_assert_eq(vdt_service_find(&accounts, text, 99, &got, &got_token), -EACCES, "a person");
	nvr->service = true;
	cr_assert_eq(vdt_service_find(&accounts, text, 99, &got, &got_token), 0);
	memset(vdt_service_by_id(nvr, token->id), 0, sizeof(*token));
	cr_assert_eq(vdt_service_find(&accounts, text, 99, &got, &got_token), -EACCES, "revoked");
}

Test(service, certificates)
{
	cr_assert_eq(add("tls", VDT_ROLE_OPERATOR, 0, certificate), 0);
	cr_assert_str_eq(text, "");
	cr_assert_eq(vdt_service_find_certificate(&accounts, certificate, 5, &got, &got_token), 0);
	cr_assert_eq(got, nvr);
	cr_assert_eq(vdt_service_find_certificate(&accounts, other, 5, &got, &got_token), -EACCES);
	cr_assert_eq(add("again", VDT_ROLE_OPERATOR, 0, certificate), -EEXIST);
}

/* What proves by its digest is not good as the other kind. */
Test(service, kinds_are_not_mixed_up)
{
	uint8_t digest[VDT_SHA256];

	cr_assert_eq(add("text", VDT_ROLE_VIEWER, 0, NULL), 0);
	cr_assert_eq(vdt_sha256(text, strlen(text), digest), 0);
	cr_assert_eq(vdt_service_find_certificate(&accounts, digest, 5, &got, &got_token), -EACCES);
	cr_assert_eq(vdt_sha256("vdt_known", 9, digest), 0);
	cr_assert_eq(add("tls", VDT_ROLE_VIEWER, 0, digest), 0);
	cr_assert_eq(vdt_service_find(&accounts, "vdt_known", 5, &got, &got_token), -EACCES);
}

Test(service, what_cannot_be_made)
{
	struct vdt_token wanted = {.role = VDT_ROLE_VIEWER, .name = "x"};

	cr_assert_eq(vdt_service_add(&accounts, person, &wanted, NULL, text, &token), -EINVAL);
	cr_assert_eq(add("x", VDT_ROLE_ADMINISTRATOR, 0, NULL), -EPERM, "above the account");
	cr_assert_eq(add("x", VDT_ROLE_NONE, 0, NULL), -EINVAL);
	cr_assert_eq(add("not a name", VDT_ROLE_VIEWER, 0, NULL), -EINVAL);
	cr_assert_eq(add("x", VDT_ROLE_VIEWER, 0, NULL), 0);
	cr_assert_eq(add("X", VDT_ROLE_VIEWER, 0, NULL), -EEXIST);
	for (char name[] = "a"; name[0] < 'a' + VDT_ACCOUNT_TOKENS - 1; name[0]++)
		cr_assert_eq(add(name, VDT_ROLE_VIEWER, 0, NULL), 0);
	cr_assert_eq(add("more", VDT_ROLE_VIEWER, 0, NULL), -ENOSPC);
}

/* Demoting the account reaches its tokens. */
Test(service, role_is_the_lower_one)
{
	cr_assert_eq(add("x", VDT_ROLE_OPERATOR, 0, NULL), 0);
	cr_assert_eq(vdt_service_role(nvr, token), VDT_ROLE_OPERATOR);
	nvr->role = VDT_ROLE_VIEWER;
	cr_assert_eq(vdt_service_role(nvr, token), VDT_ROLE_VIEWER);
	nvr->role = VDT_ROLE_ADMINISTRATOR;
	cr_assert_eq(vdt_service_role(nvr, token), VDT_ROLE_OPERATOR);
}

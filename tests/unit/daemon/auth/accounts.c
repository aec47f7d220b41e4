// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/accounts.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/vdt-accounts-XXXXXX";
static char path[64], slot[2][64];
static const uint8_t key[VDT_SEAL_KEY] = {7};
static struct vdt_accounts accounts;

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/accounts", dir);
	snprintf(slot[0], sizeof(slot[0]), "%s/accounts.0", dir);
	snprintf(slot[1], sizeof(slot[1]), "%s/accounts.1", dir);
	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
}

static void tear_down(void)
{
	unlink(slot[0]);
	unlink(slot[1]);
	rmdir(dir);
}

TestSuite(accounts, .init = set_up, .fini = tear_down);

Test(accounts, come_back_after_a_reload)
{
	struct vdt_account *account;

	cr_assert_eq(accounts.count, 0);
	cr_assert_eq(
		vdt_accounts_add(&accounts, "Admin", VDT_ROLE_ADMINISTRATOR, "hash 1", &account),
		0);
	account->must_change = true;
	account->created = 1234;
	cr_assert_eq(vdt_accounts_add(&accounts, "nvr-1", VDT_ROLE_VIEWER, "hash 2", &account), 0);
	account->disabled = true;
	cr_assert_eq(vdt_accounts_save(&accounts), 0);

	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	cr_assert_eq(accounts.count, 2);
	account = vdt_accounts_find(&accounts, "ADMIN");
	cr_assert_not_null(account);
	cr_assert_str_eq(account->name, "admin");
	cr_assert_str_eq(account->hash, "hash 1");
	cr_assert_eq(account->id, 1);
	cr_assert_eq(account->role, VDT_ROLE_ADMINISTRATOR);
	cr_assert_eq(account->created, 1234);
	cr_assert(account->must_change);
	cr_assert_not(account->disabled);
	account = vdt_accounts_by_id(&accounts, 2);
	cr_assert_str_eq(account->name, "nvr-1");
	cr_assert(account->disabled);
}

Test(accounts, names_are_unique_however_they_are_written)
{
	struct vdt_account *account;

	cr_assert_eq(vdt_accounts_add(&accounts, "nvr", VDT_ROLE_VIEWER, "h", &account), 0);
	cr_assert_eq(vdt_accounts_add(&accounts, "nvr", VDT_ROLE_VIEWER, "h", &account), -EEXIST);
	cr_assert_eq(vdt_accounts_add(&accounts, "NvR", VDT_ROLE_VIEWER, "h", &account), -EEXIST);
	cr_assert_eq(accounts.count, 1);
}

Test(accounts, names)
{
	static const struct {
		const char *name, *folded; /* NULL: refused */
	} cases[] = {
		{"admin", "admin"},
		{"Admin", "admin"},
		{"a", "a"},
		{"nvr.east-2_b", "nvr.east-2_b"},
		{"a234567890123456789012345678901", "a234567890123456789012345678901"},
		{"a2345678901234567890123456789012", NULL},
		{"", NULL},
		{"1nvr", NULL},
		{".nvr", NULL},
		{"nvr east", NULL},
		{"nvr\n", NULL},
		{"adm\xc4\xb1n", NULL}, /* dotless i */
		{"\xd0\xb0"
		 "dmin",
		 NULL}, /* Cyrillic a */
		{"nvr/../x", NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char folded[VDT_ACCOUNT_NAME];
		int err = vdt_account_fold(cases[i].name, folded);

		cr_assert_eq(err, cases[i].folded ? 0 : -EINVAL, "%s", cases[i].name);
		if (cases[i].folded)
			cr_assert_str_eq(folded, cases[i].folded);
	}
}

Test(accounts, bounded)
{
	struct vdt_account *account;
	char name[16];

	for (unsigned int i = 0; i < VDT_ACCOUNTS; i++) {
		snprintf(name, sizeof(name), "user%u", i);
		cr_assert_eq(vdt_accounts_add(&accounts, name, VDT_ROLE_VIEWER, "h", &account), 0);
	}
	cr_assert_eq(vdt_accounts_add(&accounts, "more", VDT_ROLE_VIEWER, "h", &account), -ENOSPC);
	cr_assert_eq(vdt_accounts_save(&accounts), 0);
	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	cr_assert_eq(accounts.count, VDT_ACCOUNTS);
}

Test(accounts, damage_is_an_error_never_an_empty_list)
{
	struct vdt_account *account;

	cr_assert_eq(vdt_accounts_add(&accounts, "admin", VDT_ROLE_ADMINISTRATOR, "h", &account),
		     0);
	cr_assert_eq(vdt_accounts_save(&accounts), 0);
	cr_assert_eq(truncate(slot[0], 20), 0);
	cr_assert_eq(vdt_accounts_load(&accounts, path, key), -EBADMSG);
}

#define ONE(id, name, role, more) \
	"{\"id\":" id ",\"name\":\"" name "\",\"role\":\"" role "\",\"hash\":\"h\"," more \
	"\"must_change\":false,\"disabled\":false,\"created\":1}"
#define LIST(version, accounts) \
	"{\"version\":" version ",\"last_id\":2,\"accounts\":[" accounts "]}"

Test(accounts, content_is_checked)
{
	static const struct {
		const char *json, *why;
		int expected;
	} cases[] = {
		{LIST("1", ONE("1", "a", "viewer", "")), "good", 0},
		{LIST("1", ""), "no account", 0},
		{LIST("2", ""), "another version", -EBADMSG},
		{LIST("1", ONE("1", "A", "viewer", "") "," ONE("2", "a", "viewer", "")),
		 "one name twice", -EBADMSG},
		{LIST("1", ONE("1", "a", "viewer", "") "," ONE("1", "b", "viewer", "")),
		 "one id twice", -EBADMSG},
		{LIST("1", ONE("3", "a", "viewer", "")), "an id that was never given", -EBADMSG},
		{LIST("1", ONE("0", "a", "viewer", "")), "no id", -EBADMSG},
		{LIST("1", ONE("1", "a", "root", "")), "not a role", -EBADMSG},
		{LIST("1", ONE("1", "a b", "viewer", "")), "not a name", -EBADMSG},
		{LIST("1", ONE("1", "a", "viewer", "\"more\":1,")), "an unknown key", -EBADMSG},
		{"[]", "not an object", -EBADMSG},
		{"", "nothing", -EBADMSG},
	};
	struct vdt_sealed file;
	uint8_t *data;
	size_t len;

	cr_assert_eq(vdt_sealed_init(&file, path, "accounts", key), 0);
	cr_assert_eq(vdt_sealed_read(&file, &data, &len), -ENOENT);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cr_assert_eq(vdt_sealed_write(&file, cases[i].json, strlen(cases[i].json)), 0);
		cr_assert_eq(vdt_accounts_load(&accounts, path, key), cases[i].expected, "%s",
			     cases[i].why);
	}
}

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

	cr_assert_eq(accounts.now.count, 0);
	cr_assert_eq(
		vdt_accounts_add(&accounts, "Admin", VDT_ROLE_ADMINISTRATOR, "hash 1", &account),
		0);
	account->must_change = true;
	account->created = 1234;
	cr_assert_eq(vdt_accounts_add(&accounts, "nvr-1", VDT_ROLE_VIEWER, "hash 2", &account), 0);
	account->disabled = true;
	cr_assert_eq(vdt_accounts_save(&accounts), 0);

	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	cr_assert_eq(accounts.now.count, 2);
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

/* All that version 2 keeps. */
Test(accounts, everything_comes_back)
{
	struct vdt_account *account, was;
	struct vdt_token token = {.id = 3,
				  .role = VDT_ROLE_OPERATOR,
				  .is_certificate = true,
				  .created = 5,
				  .expires = 6,
				  .last_use = 7,
				  .digest = {8},
				  .name = "nvr"};

	accounts.now.cost = (struct vdt_cost){.memory = 7168, .passes = 9};
	accounts.now.activation_failures = 3;
	cr_assert_eq(vdt_accounts_add(&accounts, "a", VDT_ROLE_ADMINISTRATOR, "h0", &account), 0);
	for (unsigned int i = 1; i < 8; i++)
		vdt_account_set_password(account, (char[]){'h', (char)('0' + i), 0}, i);
	cr_assert_eq(account->generation, 8);
	cr_assert_str_eq(account->hash, "h7");
	cr_assert_str_eq(account->history[0], "h6");
	cr_assert_str_eq(account->history[4], "h2");
	account->last_login = 99;
	account->second = (struct vdt_second){
		.on = true, .secret = {1}, .step = 2, .n_codes = 2, .code = {{3}, {4}}};
	account->last_token = 4;
	account->token[0] = token;
	was = *account;
	cr_assert_eq(vdt_accounts_add(&accounts, "nvr", VDT_ROLE_VIEWER, "", &account), 0);
	cr_assert_eq(vdt_accounts_save(&accounts), 0);

	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	cr_assert_eq(accounts.now.cost.memory, 7168);
	cr_assert_eq(accounts.now.cost.passes, 9);
	cr_assert_eq(accounts.now.activation_failures, 3);
	account = vdt_accounts_find(&accounts, "a");
	cr_assert_eq(memcmp(account, &was, sizeof(was)), 0);
	cr_assert(vdt_accounts_find(&accounts, "nvr")->service);
	cr_assert_not(account->service);
}

Test(accounts, an_id_is_never_given_twice)
{
	struct vdt_account *account;

	for (unsigned int i = 1; i < 4; i++) {
		cr_assert_eq(vdt_accounts_add(&accounts, "a", VDT_ROLE_VIEWER, "h", &account), 0);
		cr_assert_eq(account->id, i);
		vdt_accounts_remove(&accounts, account);
		cr_assert_eq(accounts.now.count, 0);
		cr_assert_eq(vdt_accounts_save(&accounts), 0);
		cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	}
}

Test(accounts, what_was_not_saved_did_not_happen)
{
	struct vdt_account *account;

	cr_assert_eq(vdt_accounts_add(&accounts, "a", VDT_ROLE_VIEWER, "h", &account), 0);
	cr_assert_eq(vdt_accounts_save(&accounts), 0);
	account->role = VDT_ROLE_ADMINISTRATOR;
	cr_assert_eq(vdt_accounts_add(&accounts, "b", VDT_ROLE_VIEWER, "h", &account), 0);
	accounts.file.readable = 0; /* refuses to write */
	cr_assert_eq(vdt_accounts_save(&accounts), -EINVAL);
	cr_assert_eq(accounts.now.count, 1);
	cr_assert_null(vdt_accounts_find(&accounts, "b"));
	cr_assert_eq(vdt_accounts_find(&accounts, "a")->role, VDT_ROLE_VIEWER);
}

Test(accounts, the_last_one_who_rules)
{
	struct vdt_account *account;

	cr_assert_not(vdt_accounts_active(&accounts));
	cr_assert_eq(vdt_accounts_add(&accounts, "a", VDT_ROLE_ADMINISTRATOR, "h", &account), 0);
	cr_assert(vdt_accounts_active(&accounts));
	cr_assert(vdt_accounts_is_last(&accounts, account));
	cr_assert_eq(vdt_accounts_add(&accounts, "v", VDT_ROLE_VIEWER, "h", &account), 0);
	cr_assert_not(vdt_accounts_is_last(&accounts, account), "a viewer does not rule");
	cr_assert_eq(vdt_accounts_add(&accounts, "p", VDT_ROLE_ADMINISTRATOR, "", &account), 0);
	cr_assert_not(vdt_accounts_is_last(&accounts, account), "a program does not rule");
	account = vdt_accounts_find(&accounts, "a");
	cr_assert(vdt_accounts_is_last(&accounts, account), "nor takes its place");
	cr_assert_eq(vdt_accounts_add(&accounts, "b", VDT_ROLE_ADMINISTRATOR, "h", &account), 0);
	cr_assert_not(vdt_accounts_is_last(&accounts, account));
	account->disabled = true;
	cr_assert(vdt_accounts_is_last(&accounts, vdt_accounts_find(&accounts, "a")));
}

/* WANG Auth-a: a name has one form, so another form of it is the same name, or none. */
Test(accounts, names_are_unique_however_they_are_written)
{
	static const struct {
		const char *name, *why;
		int expected;
	} cases[] = {
		{"admin", "the same", -EEXIST},
		{"ADMIN", "upper case", -EEXIST},
		{"aDmIn", "mixed case", -EEXIST},
		{"\xef\xbd\x81\xef\xbd\x84\xef\xbd\x8d\xef\xbd\x89\xef\xbd\x8e", "full width",
		 -EINVAL},
		{"adm\xc4\xb1n", "dotless i", -EINVAL},
		{"ADM\xc4\xb0N", "dotted I, lower case i in Turkish", -EINVAL},
		{"\xd0\xb0"
		 "dmin",
		 "Cyrillic a", -EINVAL},
		{"a\xcc\x80"
		 "dmin",
		 "a combining accent (NFD)", -EINVAL},
		{"\xc3\xa0"
		 "dmin",
		 "the accented letter (NFC)", -EINVAL},
		{"admin\xe2\x80\x8b", "a space without width", -EINVAL},
		{"\xe2\x80\xae"
		 "admin",
		 "right to left", -EINVAL},
		{"a\xc2\xad"
		 "dmin",
		 "a soft hyphen", -EINVAL},
		{"\xf0\x9d\x90\x9a"
		 "dmin",
		 "a mathematical a", -EINVAL},
		{"admin ", "a space", -EINVAL},
		{"admin\xc2\xa0", "a space that does not break", -EINVAL},
		{"admin\xff", "not UTF-8", -EINVAL},
		{"admin.", "another name", 0},
	};
	struct vdt_account *account;

	cr_assert_eq(vdt_accounts_add(&accounts, "Admin", VDT_ROLE_VIEWER, "h", &account), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(
			vdt_accounts_add(&accounts, cases[i].name, VDT_ROLE_VIEWER, "h", &account),
			cases[i].expected, "%s", cases[i].why);
	cr_assert_eq(accounts.now.count, 2);
	cr_assert_eq(vdt_accounts_rename(&accounts, account, "ADMIN"), -EEXIST);
	cr_assert_eq(vdt_accounts_rename(&accounts, account, "adm\xc4\xb1n"), -EINVAL);
	cr_assert_eq(vdt_accounts_rename(&accounts, account, "Admin.2"), 0);
	cr_assert_str_eq(account->name, "admin.2");
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
	cr_assert_eq(accounts.now.count, VDT_ACCOUNTS);
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
#define TWO(name, history, second, tokens) \
	ONE("1", name, "viewer", \
	    "\"revision\":1,\"generation\":1,\"last_login\":0,\"password_changed\":0," \
	    "\"history\":" history ",\"second\":" second ",\"tokens\":" tokens ",")
#define LIST2(cost, accounts) \
	"{\"version\":2,\"last_id\":2,\"cost\":" cost ",\"activation_failures\":0," \
	"\"accounts\":[" accounts "]}"
#define COST	  "{\"memory\":19456,\"passes\":2}"
#define NO_TOKENS "{\"last\":0,\"list\":[]}"

Test(accounts, content_is_checked)
{
	static const struct {
		const char *json, *why;
		int expected;
	} cases[] = {
		{LIST("1", ONE("1", "a", "viewer", "")), "good", 0},
		{LIST("1", ""), "no account", 0},
		{LIST("2", ""), "the head of version 1", -EBADMSG},
		{LIST("3", ""), "another version", -EBADMSG},
		{LIST("1", ONE("1", "A", "viewer", "") "," ONE("2", "a", "viewer", "")),
		 "one name twice", -EBADMSG},
		{LIST("1", ONE("1", "a", "viewer", "") "," ONE("1", "b", "viewer", "")),
		 "one id twice", -EBADMSG},
		{LIST("1", ONE("3", "a", "viewer", "")), "an id that was never given", -EBADMSG},
		{LIST("1", ONE("0", "a", "viewer", "")), "no id", -EBADMSG},
		{LIST("1", ONE("1", "a", "root", "")), "not a role", -EBADMSG},
		{LIST("1", ONE("1", "a b", "viewer", "")), "not a name", -EBADMSG},
		{LIST("1", ONE("1", "a", "viewer", "\"more\":1,")), "an unknown key", -EBADMSG},
		{LIST2(COST, TWO("a", "[]", "null", NO_TOKENS)), "version 2", 0},
		{LIST2(COST, TWO("a", "[]", "null,\"more\":1", NO_TOKENS)),
		 "an unknown key in version 2", -EBADMSG},
		{LIST2("{\"memory\":0,\"passes\":2}", ""), "a hash for nothing", -EBADMSG},
		{LIST2(COST, ONE("1", "a", "viewer", "")), "an account of version 1", -EBADMSG},
		{LIST2(COST, TWO("a", "[1]", "null", NO_TOKENS)), "not a hash", -EBADMSG},
		{LIST2(COST, TWO("a", "[\"\",\"\",\"\",\"\",\"\",\"\"]", "null", NO_TOKENS)),
		 "a long history", -EBADMSG},
		{LIST2(COST, TWO("a", "[]", "{}", NO_TOKENS)), "half a second factor", -EBADMSG},
		{LIST2(COST,
		       TWO("a", "[]", "{\"secret\":\"AAAA\",\"step\":0,\"codes\":[]}", NO_TOKENS)),
		 "a short secret", -EBADMSG},
		{LIST2(COST, TWO("a", "[]", "null", "{\"last\":0,\"list\":[{}]}")), "half a token",
		 -EBADMSG},
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

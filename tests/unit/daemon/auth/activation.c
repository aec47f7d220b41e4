// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/activation.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"

#define S VDT_NS_PER_SECOND

static char dir[] = "/tmp/vdt-activation-XXXXXX";
static char path[64], file[64], slot[2][64], code[VDT_UNIT_CODE_ROOM];
static const uint8_t key[VDT_SEAL_KEY] = {6};
static struct vdt_accounts accounts;
static struct vdt_activation activation;

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/accounts", dir);
	snprintf(file, sizeof(file), "%s/unit.code", dir);
	snprintf(slot[0], sizeof(slot[0]), "%s/accounts.0", dir);
	snprintf(slot[1], sizeof(slot[1]), "%s/accounts.1", dir);
	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	cr_assert_eq(vdt_activation_load(&activation, file, &accounts, 0), 0);
	cr_assert_not(activation.has_code);
	cr_assert_eq(vdt_activation_try(&activation, &accounts, "", 0), -EACCES, "no code at all");
	accounts.now.activation_failures = 0;
	cr_assert_eq(vdt_activation_draw(&activation, code), 0);
}

static void tear_down(void)
{
	unlink(slot[0]);
	unlink(slot[1]);
	unlink(file);
	rmdir(dir);
}

TestSuite(activation, .init = set_up, .fini = tear_down);

static int try(const char *text, uint64_t now)
{
	return vdt_activation_try(&activation, &accounts, text, now);
}

Test(activation, forms_of_the_code)
{
	char text[64];
	size_t n = 0;

	cr_assert_eq(try(code, 0), 0);
	for (const char *at = code; *at; at++)
		if (*at != '-')
			text[n++] = (char)toupper(*at);
	text[n] = '\0';
	cr_assert_eq(try(text, 0), 0, "%s", text);
	text[n++] = 'A';
	text[n] = '\0';
	cr_assert_eq(try(text, 0), -EACCES, "one letter more");
	text[n - 2] = '\0';
	cr_assert_eq(try(text, 0), -EACCES, "one letter less");
}

Test(activation, only_the_digest_is_kept)
{
	struct stat st;
	uint8_t *data;
	size_t len;

	cr_assert_eq(vdt_file_read(file, 4096, &data, &len), 0);
	cr_assert_eq(len, VDT_UNIT_CODE_DIGEST);
	cr_assert_null(memmem(&activation, sizeof(activation), code, 5));
	cr_assert_eq(stat(file, &st), 0);
	cr_assert_eq(st.st_mode & 0777, 0600);
	free(data);
	cr_assert_eq(vdt_activation_load(&activation, file, &accounts, 0), 0);
	cr_assert_eq(try(code, 0), 0);
	cr_assert_eq(truncate(file, 5), 0);
	cr_assert_eq(vdt_activation_load(&activation, file, &accounts, 0), -EBADMSG);
}

Test(activation, once)
{
	struct vdt_account *account;

	cr_assert_eq(try(code, 0), 0);
	cr_assert_eq(vdt_accounts_add(&accounts, "a", VDT_ROLE_ADMINISTRATOR, "h", &account), 0);
	cr_assert_eq(try(code, 0), -EEXIST);
	cr_assert_eq(try("wrong", 0), -EEXIST);
}

Test(activation, wait)
{
	static const struct {
		uint32_t failures;
		unsigned int wait;
	} cases[] = {{0, 0},   {1, 0},	 {4, 0},   {5, 60},	     {6, 120},
		     {7, 240}, {8, 480}, {9, 900}, {UINT32_MAX, 900}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(vdt_activation_wait(cases[i].failures), cases[i].wait, "%u",
			     cases[i].failures);
}

Test(activation, wrong_codes_cost_time)
{
	for (unsigned int i = 0; i < VDT_ACTIVATION_TRIES; i++)
		cr_assert_eq(try("wrong", 0), -EACCES);
	cr_assert_eq(try(code, 59 * S), -EAGAIN, "the right one is not looked at either");
	cr_assert_eq(try("wrong", 60 * S), -EACCES);
	cr_assert_eq(try(code, 179 * S), -EAGAIN, "longer after each");
	cr_assert_eq(vdt_accounts_load(&accounts, path, key), 0);
	cr_assert_eq(accounts.now.activation_failures, 6, "a restart does not forget");
	cr_assert_eq(vdt_activation_load(&activation, file, &accounts, 5 * S), 0);
	cr_assert_eq(try(code, 124 * S), -EAGAIN);
	cr_assert_eq(try(code, 125 * S), 0);
	cr_assert_eq(accounts.now.activation_failures, 0);
}

Test(activation, tries_that_cannot_be_counted)
{
	accounts.file.readable = 0;
	cr_assert_eq(try("wrong", 0), -EACCES);
	cr_assert_eq(try("wrong", 899 * S), -EAGAIN);
}

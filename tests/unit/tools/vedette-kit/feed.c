// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/spawn.h"

#include <criterion/redirect.h>
#include <string.h>

#include "lib/base/file.h"
#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/feed_file.h"

static char folder[32];

static void enter(void)
{
	cr_redirect_stdout();
	cr_redirect_stderr();
	enter_folder(folder);
}

static void leave(void)
{
	leave_folder(folder);
}

TestSuite(feed, .init = enter, .fini = leave);

static int kit(const struct kit_command *command, const char *const *rest)
{
	char *argv[16] = {(char *)command->verb};
	int argc = 1;

	while (*rest)
		argv[argc++] = (char *)*rest++;
	return vdt_kit_run(command, argc, argv);
}

#define KIT(command, ...) kit(&(command), (const char *const[]){__VA_ARGS__, NULL})
#define BUILD(...)	  KIT(vdt_feed_build, "list", "-o", "a.feed", __VA_ARGS__)

static void write_list(const char *text)
{
	FILE *file = fopen("list", "w");

	cr_assert(file);
	fputs(text, file);
	fclose(file);
}

/* To the byte, for others write feeds too. */
Test(feed, has_the_format_that_is_documented)
{
	static const uint8_t
		expected[] =
			{
				'V',	   'D',	     'T',	'F',	  'E',	    'E',
				'D',	   0,	     0,		0,	  0,	    1,
				0,	   0,	     0,		0, /* */
				't',	   'h',	     'r',	'e',	  'a',	    't',
				's',	   [53] = 1, [55] = 2,	[59] = 2, [63] = 1, /* */
				[64] = 10, 0,	     0,		0,	  8,	    192,
				0,	   2,	     1,		32,	  0x20,	    0x01,
				0x0d,	   0xb8,     [90] = 32,
			};
	uint8_t *data;
	size_t len;

	write_list("192.0.2.1\n2001:db8::/32\n10.0.0.0/8\n10.1.0.0/16\n");
	cr_assert_eq(BUILD("--name", "threats", "--version", "65538"), KIT_DONE);
	cr_assert_eq(vdt_file_read("a.feed", 1000, &data, &len), 0);
	cr_assert_eq(len, sizeof(expected));
	cr_expect_arr_eq(data, expected, len);
	free(data);
}

Test(feed, from_list_to_signature)
{
	write_list("192.0.2.1\n");
	cr_expect_eq(BUILD("--name", "threats", "--version", "1"), KIT_DONE);
	cr_expect_eq(KIT(vdt_key_new, "--role", "policy", "--out", "keys"), KIT_DONE);
	cr_expect_eq(KIT(vdt_feed_sign, "a.feed", "--key", "keys/policy.key", "--cert",
			 "keys/certs/policy/policy.crt"),
		     KIT_DONE);
	cr_expect_eq(KIT(vdt_feed_verify, "a.feed", "--sig", "a.feed.p7s", "--cert",
			 "keys/certs/policy/policy.crt"),
		     KIT_DONE);
	cr_expect_eq(BUILD("--name", "threats", "--version", "2"), KIT_DONE);
	cr_expect_eq(KIT(vdt_feed_verify, "a.feed", "--sig", "a.feed.p7s", "--cert",
			 "keys/certs/policy/policy.crt"),
		     KIT_REFUSED, "another version");
	cr_expect_eq(KIT(vdt_feed_sign, "list", "--key", "keys/policy.key", "--cert",
			 "keys/certs/policy/policy.crt"),
		     KIT_REFUSED, "only feeds are signed");
}

Test(feed, refuses)
{
	write_list("192.0.2.1\n");
	cr_expect_eq(BUILD("--name", "Threats", "--version", "1"), KIT_REFUSED);
	cr_expect_eq(BUILD("--name", "a23456789012345678901234567890123", "--version", "1"),
		     KIT_USAGE);
	cr_expect_eq(BUILD("--name", "a", "--version", "0"), KIT_USAGE);
	cr_expect_eq(BUILD("--name", "a", "--version", "9223372036854775808"), KIT_USAGE);
	cr_expect_eq(BUILD("--name", "a"), KIT_USAGE);
	cr_expect_eq(KIT(vdt_feed_dump, "list"), KIT_REFUSED);
	write_list("192.0.2.1\nnonsense\n");
	cr_expect_eq(BUILD("--name", "a", "--version", "1"), KIT_REFUSED);
	cr_expect_neq(access("a.feed", F_OK), 0, "nothing was written");
}

Test(feed, dump_is_a_list_again)
{
	char printed[1000] = "";

	write_list("2001:db8::/32\n10.0.0.0/8\n192.0.2.1\n");
	cr_expect_eq(BUILD("--name", "a", "--version", "3"), KIT_DONE);
	cr_expect_eq(KIT(vdt_feed_dump, "a.feed"), KIT_DONE);
	fflush(stdout);
	cr_expect_gt(fread(printed, 1, sizeof(printed) - 1, cr_get_redirected_stdout()), 0);
	cr_expect(strstr(printed, "\n# a version 3\n10.0.0.0/8\n192.0.2.1/32\n2001:db8::/32\n"),
		  "%s", printed);
}

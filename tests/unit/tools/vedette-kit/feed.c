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
	/* clang-format off */
	static const char expected[] =
		"VDTFEED\0" "\0\0\0\x01" "\0\0\0\0"
		"threats\0" "\0\0\0\0\0\0\0\0" "\0\0\0\0\0\0\0\0" "\0\0\0\0\0\0\0\0"
		"\0\0\0\0\0\x01\0\x02" "\0\0\0\x02" "\0\0\0\x01"
		"\xb1\xee\xff\x18\xa0\xdd\x92\x3f\x67\xbf\x7e\x5d\x2d\xbb\x50\x53"
		"\x77\x6c\x7a\xe2\x49\x3b\xfa\x3f\xf7\xa9\xd0\xa6\x08\xcd\x0d\x1e"
		"\x0a\0\0\0\x08" "\xc0\0\x02\x01\x20"
		"\x20\x01\x0d\xb8\0\0\0\0" "\0\0\0\0\0\0\0\0" "\x20";
	/* clang-format on */
	uint8_t *data;
	size_t len;

	write_list("192.0.2.1\n2001:db8::/32\n10.0.0.0/8\n10.1.0.0/16\n");
	cr_assert_eq(BUILD("--name", "threats", "--version", "65538"), KIT_DONE);
	cr_assert_eq(vdt_file_read("a.feed", 1000, &data, &len), 0);
	cr_assert_eq(len, sizeof(expected) - 1);
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

/* The signature is over the header, so the header must answer for the rest. */
Test(feed, refuses_other_prefixes_than_its_header_is_about)
{
	FILE *file;

	write_list("192.0.2.1\n");
	cr_assert_eq(BUILD("--name", "a", "--version", "1"), KIT_DONE);
	file = fopen("a.feed", "r+");
	cr_assert(file);
	fseek(file, VDT_FEED_HEADER + 3, SEEK_SET);
	fputc(2, file);
	fclose(file);
	cr_expect_eq(KIT(vdt_feed_dump, "a.feed"), KIT_REFUSED);
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

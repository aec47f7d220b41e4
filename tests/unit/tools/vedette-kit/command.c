// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/spawn.h"

#include <criterion/redirect.h>
#include <stdio.h>
#include <sys/stat.h>

#include "tools/vedette-kit/commands.h"

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

TestSuite(command, .init = enter, .fini = leave);

static int kit(const struct kit_command *command, const char *const *rest)
{
	char *argv[16] = {(char *)command->verb};
	int argc = 1;

	while (*rest)
		argv[argc++] = (char *)*rest++;
	return vdt_kit_run(command, argc, argv);
}

#define KIT(command, ...) kit(&(command), (const char *const[]){__VA_ARGS__, NULL})

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file);
	fputs(text, file);
	fclose(file);
}

Test(command, a_policy_from_yaml_to_signature)
{
	write_text("a.yaml", "policy: {name: a, version: 1}\n");
	cr_expect_eq(KIT(vdt_key_new, "--role", "policy", "--out", "keys"), KIT_DONE);
	cr_expect_eq(KIT(vdt_policy_build, "a.yaml", "-o", "a.vdp"), KIT_DONE);
	cr_expect_eq(KIT(vdt_policy_sign, "a.vdp", "--key", "keys/policy.key", "--cert",
			 "keys/certs/policy/policy.crt"),
		     KIT_DONE);
	cr_expect_eq(KIT(vdt_policy_verify, "a.vdp", "--sig", "a.vdp.p7s", "--cert",
			 "keys/certs/policy/policy.crt"),
		     KIT_DONE);
	cr_expect_eq(RUN("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-noverify",
			 "-in", "a.vdp.p7s", "-content", "a.vdp", "-certfile",
			 "keys/certs/policy/policy.crt", "-out", "/dev/null"),
		     0);
	cr_expect_eq(RUN("openssl", "cms", "-sign", "-binary", "-outform", "DER", "-nosmimecap",
			 "-in", "a.vdp", "-signer", "keys/certs/policy/policy.crt", "-inkey",
			 "keys/policy.key", "-out", "stock.p7s"),
		     0);
	cr_expect_eq(KIT(vdt_policy_verify, "a.vdp", "--sig", "stock.p7s", "--cert",
			 "keys/certs/policy/policy.crt"),
		     KIT_DONE);
}

Test(command, another_key_does_not_verify)
{
	write_text("a.yaml", "policy: {name: a, version: 1}\n");
	cr_expect_eq(KIT(vdt_key_new, "--role", "policy", "--out", "keys"), KIT_DONE);
	cr_expect_eq(KIT(vdt_key_new, "--role", "application", "--out", "keys"), KIT_DONE);
	cr_expect_eq(KIT(vdt_policy_build, "a.yaml", "-o", "a.vdp"), KIT_DONE);
	cr_expect_eq(KIT(vdt_policy_sign, "a.vdp", "--key", "keys/policy.key", "--cert",
			 "keys/certs/application/application.crt"),
		     KIT_REFUSED, "key and certificate do not belong together");
	cr_expect_eq(KIT(vdt_policy_sign, "a.vdp", "--key", "keys/application.key", "--cert",
			 "keys/certs/application/application.crt"),
		     KIT_DONE);
	cr_expect_eq(KIT(vdt_policy_verify, "a.vdp", "--sig", "a.vdp.p7s", "--cert",
			 "keys/certs/policy/policy.crt"),
		     KIT_REFUSED);
	cr_expect_eq(KIT(vdt_policy_sign, "a.yaml", "--key", "keys/policy.key", "--cert",
			 "keys/certs/policy/policy.crt"),
		     KIT_REFUSED, "YAML is not what gets signed");
}

Test(command, a_private_key_is_never_replaced)
{
	struct stat before, after;

	cr_expect_eq(KIT(vdt_key_new, "--role", "policy", "--out", "keys", "--ec", "P-256"),
		     KIT_DONE);
	cr_assert_eq(stat("keys/policy.key", &before), 0);
	cr_expect_eq(before.st_mode & 0777, 0600);
	cr_expect_eq(KIT(vdt_key_new, "--role", "policy", "--out", "keys"), KIT_REFUSED);
	cr_assert_eq(stat("keys/policy.key", &after), 0);
	cr_expect_eq(before.st_size, after.st_size);
}

Test(command, a_wrong_policy_leaves_the_old_blob)
{
	struct stat before, after;

	write_text("a.yaml", "policy: {name: a, version: 1}\n");
	cr_expect_eq(KIT(vdt_policy_build, "a.yaml", "-o", "a.vdp"), KIT_DONE);
	cr_assert_eq(stat("a.vdp", &before), 0);
	write_text("a.yaml", "policy: {name: a}\n");
	cr_expect_eq(KIT(vdt_policy_build, "a.yaml", "-o", "a.vdp"), KIT_REFUSED);
	cr_assert_eq(stat("a.vdp", &after), 0);
	cr_expect_eq(before.st_ino, after.st_ino);
}

Test(command, exit_codes)
{
	write_text("a.yaml", "policy: {name: a, version: 1}\n");
	write_text("b.yaml", "policy: {name: a, version: 2}\n");
	cr_expect_eq(KIT(vdt_policy_check, "a.yaml"), KIT_DONE);
	cr_expect_eq(KIT(vdt_policy_check, "none.yaml"), KIT_REFUSED);
	cr_expect_eq(KIT(vdt_policy_check, "a.yaml", "b.yaml"), KIT_USAGE);
	cr_expect_eq(KIT(vdt_policy_check, "--wrong", "a.yaml"), KIT_USAGE);
	cr_expect_eq(KIT(vdt_policy_check, "--help"), KIT_DONE);
	cr_expect_eq(KIT(vdt_policy_build, "a.yaml"), KIT_USAGE, "--output is missing");
	cr_expect_eq(KIT(vdt_policy_diff, "a.yaml", "a.yaml"), KIT_DONE);
	cr_expect_eq(KIT(vdt_policy_diff, "a.yaml", "b.yaml"), KIT_REFUSED);
	cr_expect_eq(KIT(vdt_key_new, "--role", "king", "--out", "k"), KIT_USAGE);
	cr_expect_eq(KIT(vdt_policy_explain, "a.yaml", "--from", "10.0.0.1", "--tcp", "1"),
		     KIT_DONE);
	cr_expect_eq(KIT(vdt_policy_explain, "a.yaml", "--from", "10.0.0.1", "--tcp", "1",
			 "--expect", "pass"),
		     KIT_REFUSED);
	cr_expect_eq(KIT(vdt_policy_explain, "a.yaml", "--from", "10.0.0.1"), KIT_USAGE);
	cr_expect_eq(KIT(vdt_policy_explain, "a.yaml", "--from", "10.0.0.1", "--to", "::1", "--tcp",
			 "1"),
		     KIT_USAGE);
}

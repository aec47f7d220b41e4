// SPDX-License-Identifier: BSD-3-Clause
/*
 * Signatures go into manifests here, which needs no privilege; tests/system/130-app-sign is about
 * attributes.
 */

#include "tests/unit/tools/vedette-kit/app.h"
#include "tests/unit/tools/vedette-kit/token.h"

#include "tools/vedette-kit/app_xattr.h"

static char folder[32];

static void enter(void)
{
	cr_redirect_stdout();
	cr_redirect_stderr();
	enter_folder(folder);
	cr_assert_eq(mkdir("d", 0755), 0);
}

static void leave(void)
{
	leave_folder(folder);
}

TestSuite(app_sign, .init = enter, .fini = leave);

static const struct {
	const char *name, *curve;
	unsigned int rsa;
} keys[] = {
	{"rsa2048", NULL, 2048}, {"rsa3072", NULL, 3072}, {"rsa4096", NULL, 4096},
	{"p256", "P-256", 0},	 {"p384", "P-384", 0},
};

static const char *const hashes[] = {"sha256", "sha384", "sha512"};

/* d/app as evmctl signs it. */
static void sign_as_evmctl(const char *key, const char *hash, struct vdt_app_signature *ret)
{
	FILE *file;

	cr_assert_eq(RUN("evmctl", "ima_sign", "-n", "--sigfile", "--hashalgo", hash, "--key", key,
			 "d/app"),
		     0);
	file = fopen("d/app.sig", "r");
	cr_assert(file);
	ret->len = fread(ret->bytes, 1, sizeof(ret->bytes), file);
	fclose(file);
	unlink("d/app.sig");
}

/* By a manifest of one entry. */
static int verify_one(const char *cert, const struct vdt_app_signature *signature)
{
	FILE *out = fopen("theirs", "w");

	cr_assert_eq(vdt_app_manifest_write(out, "app", signature), 0);
	fclose(out);
	return KIT(vdt_app_verify, "--cert", cert, "--manifest", "theirs", "d");
}

static int evmctl_verifies(const char *cert, const struct vdt_app_signature *signature)
{
	int status;

	write_bytes("d/app.sig", signature->bytes, signature->len, 0644);
	status = RUN("evmctl", "ima_verify", "--sigfile", "--key", cert, "d/app");
	unlink("d/app.sig");
	return status;
}

static void compare(const char *name, bool is_rsa, const char *hash)
{
	char key[32], cert[32], der[32];
	struct vdt_app_manifest ours;
	struct vdt_app_signature theirs, *mine;

	snprintf(key, sizeof(key), "%s.key", name);
	snprintf(cert, sizeof(cert), "%s.crt", name);
	snprintf(der, sizeof(der), "%s.der", name);
	cr_assert_eq(
		KIT(vdt_app_sign, "--key", key, "--cert", cert, "--hash", hash, "-m", "ours", "d"),
		KIT_DONE);
	read_manifest("ours", &ours);
	cr_assert_eq(ours.count, 1);
	mine = &ours.entries[0].signature;
	sign_as_evmctl(key, hash, &theirs);
	/* ECDSA has a random part, so its length and bytes differ. */
	cr_expect_arr_eq(mine->bytes, theirs.bytes, 7);
	if (is_rsa)
		cr_expect(mine->len == theirs.len && !memcmp(mine->bytes, theirs.bytes, mine->len),
			  "%s %s", name, hash);
	cr_expect_eq(evmctl_verifies(der, mine), 0, "%s %s", name, hash);
	cr_expect_eq(verify_one(cert, &theirs), KIT_DONE, "%s %s", name, hash);
	/* Neither takes a wrong one. */
	mine->bytes[mine->len - 1] ^= 1;
	cr_expect_neq(evmctl_verifies(der, mine), 0, "%s %s", name, hash);
	cr_expect_eq(verify_one(cert, mine), KIT_REFUSED, "%s %s", name, hash);
	vdt_app_manifest_done(&ours);
}

Test(app_sign, does_as_evmctl_does)
{
	write_text("d/app", "#!/bin/sh\n", 0644);
	for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
		write_key(keys[k].name, keys[k].rsa, keys[k].curve);
		for (size_t h = 0; h < sizeof(hashes) / sizeof(*hashes); h++)
			compare(keys[k].name, keys[k].rsa, hashes[h]);
	}
}

static const char *const odd_names[] = {"d/a b",	 "d/new\nline", "d/quo\"te'",
					"d/back\\slash", "d/\303\244",	"d/ "};

/* Holes, nothing at all, odd names: the same as evmctl, in many files at once. */
Test(app_sign, signs_all_of_a_tree)
{
	struct vdt_app_manifest manifest;
	char path[32];

	write_key("k", 2048, NULL);
	for (unsigned int i = 0; i < 300; i++) {
		snprintf(path, sizeof(path), "d/%u", i);
		write_text(path, path, i % 3 ? 0755 : 0644);
		cr_assert_eq(truncate(path, i % 5 ? 1000 * i : 0), 0);
	}
	for (size_t i = 0; i < sizeof(odd_names) / sizeof(*odd_names); i++)
		write_text(odd_names[i], odd_names[i], 0755);
	cr_assert_eq(link("d/1", "d/one") | symlink("1", "d/link"), 0);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "code", "-j", "16", "d"), KIT_DONE);
	read_manifest("code", &manifest);
	cr_expect_eq(manifest.count, 200 + 6 + 1, "%zu", manifest.count);
	cr_expect_null(vdt_app_manifest_find(&manifest, "0"), "it is no code");
	cr_expect_not_null(vdt_app_manifest_find(&manifest, "new\nline"));
	cr_expect_not_null(vdt_app_manifest_find(&manifest, "one"), "a second name");
	cr_expect_null(vdt_app_manifest_find(&manifest, "link"));
	vdt_app_manifest_done(&manifest);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "all", "--all", "d"), KIT_DONE);
	read_manifest("all", &manifest);
	cr_expect_eq(manifest.count, 300 + 6 + 1);
	vdt_app_manifest_done(&manifest);
	cr_expect_eq(KIT(vdt_app_verify, "--cert", "k.crt", "-m", "code", "d"), KIT_DONE);
	cr_expect_eq(KIT(vdt_app_verify, "--cert", "k.crt", "-m", "all", "--all", "d"), KIT_DONE);
	cr_expect_eq(KIT(vdt_app_verify, "--cert", "k.crt", "-m", "code", "--all", "d"),
		     KIT_REFUSED, "data has no signature");
}

static void assert_same_files(const char *a, const char *b)
{
	cr_expect_eq(RUN("cmp", a, b), 0);
}

/* The order is that of the names, whatever the order of the threads. */
Test(app_sign, manifests_are_the_same_each_time)
{
	char path[32];

	write_key("k", 2048, NULL);
	for (unsigned int i = 0; i < 100; i++) {
		snprintf(path, sizeof(path), "d/%u", i);
		write_text(path, path, 0755);
	}
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "one", "-j", "1", "d"), KIT_DONE);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "many", "-j", "32", "d/"), KIT_DONE);
	assert_same_files("one", "many");
}

/* RSA is the same in a token as in a file, however many threads want the token. */
Test(app_sign, takes_keys_of_tokens)
{
	char path[32];

	write_key("k", 2048, NULL);
	make_token("k.key");
	for (unsigned int i = 0; i < 50; i++) {
		snprintf(path, sizeof(path), "d/%u", i);
		write_text(path, path, 0755);
	}
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "file", "d"), KIT_DONE);
	cr_expect_eq(KIT(vdt_app_sign, "--key", TOKEN_KEY, "-m", "token", "-j", "8", "d"),
		     KIT_DONE);
	assert_same_files("file", "token");
	cr_expect_eq(KIT(vdt_app_sign, "--key", TOKEN_KEY, "-c", "k.crt", "-m", "token", "d"),
		     KIT_DONE);
	assert_same_files("file", "token");
}

Test(app_sign, elliptic_keys_of_tokens_too)
{
	write_key("k", 0, "P-256");
	make_token("k.key");
	write_text("d/app", "", 0755);
	cr_expect_eq(KIT(vdt_app_sign, "--key", TOKEN_KEY, "-c", "k.crt", "-m", "m", "d"),
		     KIT_DONE);
	cr_expect_eq(KIT(vdt_app_verify, "--cert", "k.crt", "-m", "m", "d"), KIT_DONE);
}

Test(app_sign, refuses_what_no_camera_takes)
{
	write_key("k", 2048, NULL);
	write_key("other", 2048, NULL);
	write_key("odd", 0, "secp256k1");
	write_text("d/app", "", 0755);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "odd.key", "-m", "m", "d"), KIT_REFUSED);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-c", "other.crt", "-m", "m", "d"),
		     KIT_REFUSED);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "none.key", "-m", "m", "d"), KIT_REFUSED);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "m", "none"), KIT_REFUSED);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "none/m", "d"), KIT_REFUSED);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "m", "--hash", "sha1", "d"),
		     KIT_USAGE);
	cr_expect_eq(
		KIT(vdt_app_sign, "--key", "k.key", "-m", "m", "--verity", "--hash", "sha384", "d"),
		KIT_USAGE);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "m", "--jobs", "0", "d"), KIT_USAGE);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "m", "d", "d"), KIT_USAGE);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "m", "d/app"), KIT_USAGE);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key"), KIT_USAGE);
	cr_expect_eq(access("m", F_OK), -1, "nothing was written");
}

/* What a camera would refuse for its note or its size is not signed; the others are. */
Test(app_sign, one_failure_stops_no_other)
{
	struct vdt_app_manifest manifest;

	write_key("k", 2048, NULL);
	write_text("d/bad", "#!/bin/sh\n# vedette-package: camera-app many\n", 0755);
	write_text("d/good", "#!/bin/sh\n# vedette-package: camera-app 42\n", 0755);
	write_text("d/large", "#!/bin/sh\n", 0755);
	cr_assert_eq(truncate("d/large", VDT_HASH_MAX + 1), 0);
	cr_expect_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "m", "d"), KIT_REFUSED);
	read_manifest("m", &manifest);
	cr_expect_eq(manifest.count, 1);
	cr_expect_str_eq(manifest.entries[0].name, "good");
	vdt_app_manifest_done(&manifest);
}

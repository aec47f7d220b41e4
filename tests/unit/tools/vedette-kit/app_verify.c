// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/app.h"

#include <jansson.h>

static char folder[32];

static void enter(void)
{
	cr_redirect_stdout();
	cr_redirect_stderr();
	enter_folder(folder);
	cr_assert_eq(mkdir("d", 0755), 0);
	write_key("k", 2048, NULL);
	write_key("other", 2048, NULL);
}

static void leave(void)
{
	leave_folder(folder);
}

TestSuite(app_verify, .init = enter, .fini = leave);

/* What the command prints with --json. */
static json_t *verify(int code, const char *cert)
{
	int out = open("out", O_RDWR | O_CREAT | O_TRUNC, 0644), saved = dup(STDOUT_FILENO);
	json_t *document;

	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	cr_expect_eq(KIT(vdt_app_verify, "--cert", cert, "-m", "m", "--json", "d"), code);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(out);
	document = json_load_file("out", 0, NULL);
	cr_assert_not_null(document);
	return document;
}

static const char *text_of(json_t *document, const char *name, const char *member)
{
	json_t *file;
	size_t i;

	json_array_foreach(json_object_get(document, "files"), i, file)
		if (!strcmp(json_string_value(json_object_get(file, "file")), name))
			return json_string_value(json_object_get(file, member));
	return NULL;
}

/* One entry of the manifest with its bytes changed. */
static void spoil(const char *value)
{
	char text[256];

	snprintf(text, sizeof(text), "# file: app\nsecurity.ima=%s\n", value);
	write_text("m", text, 0644);
}

static const struct {
	const char *value, *reason, *why;
} values[] = {
	{"0x03", "bad-format", "cut"},
	{"0x0302040000000000020102", "unknown-key", "somebody else's"},
	{"0x0302040000000000030102", "bad-format", "a wrong length"},
	{"0x0302020000000000020102", "unsupported", "SHA-1"},
	{"0x0301040000000000020102", "unsupported", "the first version"},
	{"0x0404ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "no-signature",
	 "a digest that nobody signed"},
};

Test(app_verify, names_the_reason)
{
	json_t *document;

	write_text("d/app", "#!/bin/sh\n", 0755);
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		spoil(values[i].value);
		document = verify(KIT_REFUSED, "k.crt");
		cr_expect_str_eq(text_of(document, "app", "reason"), values[i].reason, "%s",
				 values[i].why);
		json_decref(document);
	}
}

Test(app_verify, sees_every_change)
{
	json_t *document;

	write_text("d/app", "#!/bin/sh\n# vedette-package: camera-app 42\n", 0755);
	write_text("d/data", "data", 0644);
	cr_assert_eq(KIT(vdt_app_sign, "--key", "k.key", "--all", "-m", "m", "d"), KIT_DONE);
	document = verify(KIT_DONE, "k.crt");
	cr_expect_str_eq(text_of(document, "app", "state"), "ok");
	cr_expect_str_eq(text_of(document, "app", "package"), "camera-app");
	cr_expect_str_eq(text_of(document, "data", "state"), "ok", "signed, so checked");
	json_decref(document);

	document = verify(KIT_REFUSED, "other.crt");
	cr_expect_str_eq(text_of(document, "app", "reason"), "unknown-key");
	json_decref(document);

	write_text("d/app", "#!/bin/sh\n# vedette-package: camera-app 43\n", 0755);
	write_text("d/new", "#!/bin/sh\n", 0644);
	write_text("d/more", "data", 0644);
	unlink("d/data");
	document = verify(KIT_REFUSED, "k.crt");
	cr_expect_str_eq(text_of(document, "app", "reason"), "bad-signature");
	cr_expect_str_eq(text_of(document, "new", "reason"), "no-signature");
	cr_expect_str_eq(text_of(document, "data", "state"), "failed", "it is gone");
	cr_expect_null(text_of(document, "more", "state"), "data, and not signed");
	json_decref(document);
}

/* A signature of the file is none of its fs-verity digest, and the reverse. */
Test(app_verify, tells_the_versions_apart)
{
	struct vdt_app_manifest manifest;
	struct vdt_app_signature *signature;
	FILE *out;

	write_text("d/app", "#!/bin/sh\n", 0755);
	for (int verity = 0; verity < 2; verity++) {
		cr_assert_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "m", "d",
				 verity ? "--verity" : NULL),
			     KIT_DONE);
		json_decref(verify(KIT_DONE, "k.crt"));
		read_manifest("m", &manifest);
		signature = &manifest.entries[0].signature;
		signature->bytes[0] = verity ? 3 : 6;
		signature->bytes[1] = verity ? 2 : 3;
		out = fopen("m", "w");
		cr_assert_eq(vdt_app_manifest_write(out, "app", signature), 0);
		fclose(out);
		vdt_app_manifest_done(&manifest);
		json_decref(verify(KIT_REFUSED, "k.crt"));
	}
}

/* Each of several certificates will do; more than a camera could hold are refused. */
Test(app_verify, takes_several_certificates)
{
	write_text("d/app", "", 0755);
	cr_assert_eq(KIT(vdt_app_sign, "--key", "k.key", "-m", "m", "d"), KIT_DONE);
	cr_expect_eq(KIT(vdt_app_verify, "-c", "other.crt", "-c", "k.der", "-m", "m", "d"),
		     KIT_DONE);
	cr_expect_eq(KIT(vdt_app_verify, "-c", "k.key", "-m", "m", "d"), KIT_REFUSED);
	cr_expect_eq(KIT(vdt_app_verify, "-m", "m", "d"), KIT_USAGE);
}

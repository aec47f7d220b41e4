// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/app.h"

static char folder[32];

static void enter(void)
{
	cr_redirect_stderr();
	enter_folder(folder);
}

static void leave(void)
{
	leave_folder(folder);
}

TestSuite(app_manifest, .init = enter, .fini = leave);

#define VALUE "security.ima=0sAwIE\n"

static const struct {
	const char *text;
	size_t count; /* of entries */
	int code;
	const char *why;
} texts[] = {
	{"", 0, KIT_DONE, "nothing"},
	{"# file: a\n" VALUE, 1, KIT_DONE, "one"},
	{"# file: a\nsecurity.ima=0sAwIE", 1, KIT_DONE, "no end of line"},
	{"# file: a\nsecurity.ima=0x030204\n", 1, KIT_DONE, "as getfattr -e hex writes it"},
	{"\n\n# file: a\n" VALUE "\n\n# file: b/c\n" VALUE "\n", 2, KIT_DONE, "two"},
	{"# file: ...\n" VALUE, 1, KIT_DONE, "three dots are a name"},
	{"# file: a\\012b \\134\n" VALUE, 1, KIT_DONE, "an odd name"},
	{"# file: a\n" VALUE "# file: a\n" VALUE, 0, KIT_REFUSED, "twice"},
	{"# file: a\n" VALUE "# file: \\141\n" VALUE, 0, KIT_REFUSED, "twice, once quoted"},
	{"# file: a\n", 0, KIT_REFUSED, "no signature"},
	{"# file: a\n# file: b\n" VALUE, 0, KIT_REFUSED, "none for the first"},
	{"# file: a\n" VALUE VALUE, 0, KIT_REFUSED, "two signatures"},
	{VALUE, 0, KIT_REFUSED, "no name"},
	{"# file: /a\n" VALUE, 0, KIT_REFUSED, "absolute"},
	{"# file: \n" VALUE, 0, KIT_REFUSED, "empty"},
	{"# file: ..\n" VALUE, 0, KIT_REFUSED, "the folder above"},
	{"# file: a/../../b\n" VALUE, 0, KIT_REFUSED, "out of the folder"},
	{"# file: a/\\056\\056/b\n" VALUE, 0, KIT_REFUSED, "the same in disguise"},
	{"# file: a//b\n" VALUE, 0, KIT_REFUSED, "an empty part"},
	{"# file: a/\n" VALUE, 0, KIT_REFUSED, "a folder"},
	{"# file: ./a\n" VALUE, 0, KIT_REFUSED, "a second spelling"},
	{"# file: a\\0\n" VALUE, 0, KIT_REFUSED, "too few digits"},
	{"# file: a\\000b\n" VALUE, 0, KIT_REFUSED, "a NUL"},
	{"# file: a\\400b\n" VALUE, 0, KIT_REFUSED, "more than a byte"},
	{"# file: a\nsecurity.ima=0s\n", 0, KIT_REFUSED, "an empty signature"},
	{"# file: a\nsecurity.ima=0sAwI\n", 0, KIT_REFUSED, "base64 cut off"},
	{"# file: a\nsecurity.ima=0s====\n", 0, KIT_REFUSED, "padding only"},
	{"# file: a\nsecurity.ima=0sAwJ=\n", 0, KIT_REFUSED, "a second spelling of the same bytes"},
	{"# file: a\nsecurity.ima=0s AwIE\n", 0, KIT_REFUSED, "a blank"},
	{"# file: a\nsecurity.ima=0s!!!!\n", 0, KIT_REFUSED, "no base64"},
	{"# file: a\nsecurity.ima=0x03020\n", 0, KIT_REFUSED, "half a byte"},
	{"# file: a\nsecurity.ima=\"abc\"\n", 0, KIT_REFUSED, "text"},
	{"# file: a\nuser.ima=0sAwIE\n", 0, KIT_REFUSED, "another attribute"},
	{"some text\n", 0, KIT_REFUSED, "no manifest"},
};

Test(app_manifest, takes_what_is_clear)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct vdt_app_manifest manifest;

		write_text("m", texts[i].text, 0644);
		cr_expect_eq(vdt_app_manifest_read("m", &manifest), texts[i].code, "%s",
			     texts[i].why);
		cr_expect_eq(manifest.count, texts[i].count, "%s", texts[i].why);
		vdt_app_manifest_done(&manifest);
	}
	write_bytes("m", "# file: a\n\0" VALUE, 31, 0644);
	cr_expect_eq(vdt_app_manifest_read("m", &(struct vdt_app_manifest){0}), KIT_REFUSED);
	cr_expect_eq(vdt_app_manifest_read("none", &(struct vdt_app_manifest){0}), KIT_REFUSED);
}

/* Every byte that a name can have, and every length of a signature. */
Test(app_manifest, gives_back_what_was_written)
{
	struct vdt_app_manifest manifest;
	FILE *out = fopen("m", "w");
	struct vdt_app_signature signature;
	char name[] = "n?/?";

	for (unsigned int i = 0; i < VDT_APP_SIGNATURE_MAX; i++)
		signature.bytes[i] = (uint8_t)(i * 7);
	for (unsigned int i = 255; i; i--) {
		name[1] = i == '/' ? 'x' : (char)i;
		name[3] = i == '/' || i == '.' ? 'x' : (char)i;
		signature.len = i * 4;
		if (i != 'x')
			cr_assert_eq(vdt_app_manifest_write(out, name, &signature), 0);
	}
	fclose(out);
	read_manifest("m", &manifest);
	cr_expect_eq(manifest.count, 254);
	for (size_t i = 1; i < manifest.count; i++)
		cr_expect_lt(strcmp(manifest.entries[i - 1].name, manifest.entries[i].name), 0);
	for (unsigned int i = 1; i < 256; i++) {
		struct vdt_app_entry *entry;

		name[1] = name[3] = (char)i;
		if (i == '/' || i == '.' || i == 'x')
			continue;
		entry = vdt_app_manifest_find(&manifest, name);
		cr_assert_not_null(entry, "%u", i);
		cr_expect_eq(entry->signature.len, i * 4);
		cr_expect_arr_eq(entry->signature.bytes, signature.bytes, i * 4);
	}
	cr_expect_null(vdt_app_manifest_find(&manifest, "none"));
	vdt_app_manifest_done(&manifest);
}

Test(app_manifest, names_are_plain_text)
{
	char *quoted = vdt_app_quote("a b\"'\n\\\033\303\244");

	cr_expect_str_eq(quoted, "a b\"'\\012\\134\\033\\303\\244");
	free(quoted);
}

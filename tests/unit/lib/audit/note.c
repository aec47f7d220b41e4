// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/note.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

/* The example of C2SP signed-note: its text has an empty line inside. */
static const char example[] =
	"Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n"
	"ed \xc3\xa8 subito sera.\n\n"
	"\xe2\x80\x94 quasimodo.example/salvatore "
	"NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj"
	"99ihAQwaqP3ZekRwNtIc=\n";

Test(note, example_of_the_specification)
{
	struct vdt_note note;

	cr_assert_eq(vdt_note_parse(example, strlen(example), &note), 0);
	cr_assert_eq(note.n, 1);
	cr_assert_str_eq(note.signature[0].name, "quasimodo.example/salvatore");
	cr_assert_eq(note.signature[0].len, 64);
	cr_assert_eq(note.signature[0].key_id[0], 0x36);
	cr_assert_eq(note.text[note.len - 1], '\n');
	cr_assert_eq(note.text[note.len - 2], '.');
}

Test(note, signatures_are_added)
{
	struct vdt_note_signature a = {.name = "a/b", .key_id = {1}, .len = 64},
				  b = {.name = "c", .key_id = {2}, .len = 72};
	char text[VDT_NOTE_ROOM] = "one line\n";
	struct vdt_note note;

	cr_assert_eq(vdt_note_add(text, &a), 0);
	cr_assert_eq(vdt_note_add(text, &b), 0);
	cr_assert_eq(vdt_note_parse(text, strlen(text), &note), 0);
	cr_assert_eq(note.n, 2);
	cr_assert_eq(note.len, strlen("one line\n"));
	cr_assert_str_eq(note.signature[1].name, "c");
	cr_assert_eq(note.signature[1].len, 72);
	while (!vdt_note_add(text, &b))
		;
	cr_assert_lt(strlen(text), VDT_NOTE_ROOM, "as many as there is room for");
	cr_assert_eq(vdt_note_parse(text, strlen(text), &note), -EBADMSG, "too many signatures");
}

#define DASH "\xe2\x80\x94 "

Test(note, anything_else_is_none)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{"", "nothing"},
		{"text\n", "no signature"},
		{"text\n\n", "none either"},
		{"text\n\n" DASH "name AAAAAAE=", "no newline at the end"},
		{"text\n\n" DASH "name AAAAAAE=\nmore\n", "a line that is no signature"},
		{"text\n\n" DASH " AAAAAAE=\n", "no name"},
		{"text\n\n" DASH "na+me AAAAAAE=\n", "a plus in the name"},
		{"text\n\n" DASH "name AAAAAA==\n", "a key id and no signature"},
		{"text\n\n" DASH "name AAAAAAF=\n", "not canonical"},
		{"text\n\n-- name AAAAAAE=\n", "not an em dash"},
		{"te\rxt\n\n" DASH "name AAAAAAE=\n", "a control character"},
	};
	struct vdt_note note;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_assert_eq(vdt_note_parse(cases[i].text, strlen(cases[i].text), &note), -EBADMSG,
			     "%s", cases[i].why);
	cr_assert_eq(vdt_note_parse("t\n\n" DASH "n AAAAAAE=\n", 18, &note), 0, "and this is one");
}

// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <stdio.h>
#include <vedette/package.h>

#include "kmod/package.h"

VEDETTE_PACKAGE("unit-test", 0x01020304);

struct bytes {
	const u8 *start;
	size_t len;
	int err; /* that reading gives */
};

static int read_bytes(void *ctx, u64 pos, void *ret_bytes, size_t len)
{
	const struct bytes *bytes = ctx;

	cr_assert(pos + len <= bytes->len, "it reads beyond the end");
	memcpy(ret_bytes, bytes->start + pos, len);
	return bytes->err;
}

static int read_package(const void *start, size_t len, struct vdt_package *ret_package)
{
	struct bytes bytes = {.start = start, .len = len};
	const struct vdt_package_source source = {read_bytes, &bytes, len};

	return vdt_package_read(&source, ret_package);
}

/* An ELF file of a class and byte order, which grows by program headers and notes. */
struct elf {
	bool wide, big;
	size_t len;
	u8 bytes[16384];
};

static void put_at(struct elf *elf, size_t pos, size_t len, u64 value)
{
	for (size_t i = 0; i < len; i++, value >>= 8)
		elf->bytes[elf->big ? pos + len - 1 - i : pos + i] = value;
}

static void put(struct elf *elf, size_t len, u64 value)
{
	put_at(elf, elf->len, len, value);
	elf->len += len;
}

static void put_bytes(struct elf *elf, const void *bytes, size_t len)
{
	memcpy(elf->bytes + elf->len, bytes, len);
	elf->len += len;
}

/* The head and phnum program headers, all of them empty. */
static void start_elf(struct elf *elf, bool wide, bool big, u16 phnum)
{
	size_t head = wide ? 64 : 52, phdr = wide ? 56 : 32;

	*elf = (struct elf){.wide = wide, .big = big, .len = head + phdr * phnum};
	memcpy(elf->bytes, "\177ELF", 4);
	elf->bytes[4] = wide ? 2 : 1;
	elf->bytes[5] = big ? 2 : 1;
	put_at(elf, wide ? 32 : 28, wide ? 8 : 4, head);
	put_at(elf, wide ? 54 : 42, 2, phdr);
	put_at(elf, wide ? 56 : 44, 2, phnum);
}

static void set_phdr(struct elf *elf, size_t index, u32 type, u64 offset, u64 size, u64 align)
{
	size_t pos = (elf->wide ? 64 : 52) + index * (elf->wide ? 56 : 32);

	put_at(elf, pos, 4, type);
	put_at(elf, pos + (elf->wide ? 8 : 4), elf->wide ? 8 : 4, offset);
	put_at(elf, pos + (elf->wide ? 32 : 16), elf->wide ? 8 : 4, size);
	put_at(elf, pos + (elf->wide ? 48 : 28), elf->wide ? 8 : 4, align);
}

static void put_note(struct elf *elf, const char *name, u32 type, const void *desc, size_t len,
		     size_t align)
{
	size_t start = elf->len;

	put(elf, 4, strlen(name) + 1);
	put(elf, 4, len);
	put(elf, 4, type);
	put_bytes(elf, name, strlen(name) + 1);
	elf->len = start + ALIGN(elf->len - start, align);
	put_bytes(elf, desc, len);
	elf->len = start + ALIGN(elf->len - start, align);
}

/* One PT_NOTE with the note. */
static void note_elf(struct elf *elf, const void *desc, size_t len)
{
	size_t start;

	start_elf(elf, true, false, 1);
	start = elf->len;
	put_note(elf, "Vedette", 1, desc, len, 4);
	set_phdr(elf, 0, 4, start, elf->len - start, 4);
}

Test(package, finds_the_note_on_every_machine)
{
	for (int kind = 0; kind < 8; kind++) {
		size_t align = kind & 4 ? 8 : 4, start;
		struct vdt_package package;
		struct elf elf;

		start_elf(&elf, kind & 1, kind & 2, 3);
		set_phdr(&elf, 0, 1, 0, UINT32_MAX, 4096);
		start = elf.len;
		put_note(&elf, "GNU", 3, "12345", 5, align);
		set_phdr(&elf, 1, 4, start, elf.len - start, align);
		start = elf.len;
		put_note(&elf, "VedettE", 1, "nothing", 7, align);
		put_note(&elf, "Vedette", 2, "nothing", 7, align);
		put_note(&elf, "Vedette", 1, "\x2a\0\0\1app", 8, align);
		set_phdr(&elf, 2, 4, start, elf.len - start, align);
		cr_assert_eq(read_package(elf.bytes, elf.len, &package), 0, "kind %d", kind);
		cr_assert_str_eq(package.label, "app", "kind %d", kind);
		cr_assert_eq(package.build, 0x0100002a, "kind %d", kind);
	}
}

Test(package, refuses_notes_that_make_no_sense)
{
	static const struct {
		const char *desc;
		size_t len;
		int err;
		const char *why;
	} rows[] = {
		{"\1\0\0\0a", 6, 0, "the shortest"},
		{"\1\0\0\0abcdefghijklmnopqrstuvwxyz12345", 36, 0, "the longest"},
		{"\1\0\0\0abcdefghijklmnopqrstuvwxyz123456", 37, -EBADMSG, "longer"},
		{"\1\0\0\0abc", 7, -EBADMSG, "no NUL"},
		{"\1\0\0\0a\0bc", 9, -EBADMSG, "a NUL inside"},
		{"\1\0\0\0", 5, -EBADMSG, "an empty label"},
		{"\1\0\0\0", 4, -EBADMSG, "no label"},
		{"\1\0\0", 3, -EBADMSG, "cut off in the build"},
		{"", 0, -EBADMSG, "nothing"},
		{"\1\0\0\0Abc", 8, -EBADMSG, "an upper-case letter"},
		{"\1\0\0\0a b", 8, -EBADMSG, "a space"},
		{"\1\0\0\0001a", 7, -EBADMSG, "a digit first"},
	};
	struct vdt_package package;
	struct elf elf;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		note_elf(&elf, rows[i].desc, rows[i].len);
		cr_assert_eq(read_package(elf.bytes, elf.len, &package), rows[i].err, "%s",
			     rows[i].why);
		cr_assert_eq(*package.label == '\0', rows[i].err != 0, "%s", rows[i].why);
	}
}

enum { WIDE_PHOFF = 32, WIDE_PHENTSIZE = 54, WIDE_PHNUM = 56, WIDE_PHDR = 64, WIDE_NOTE = 120 };

/* One field of a good file is another. */
Test(package, refuses_files_that_make_no_sense)
{
	static const struct {
		size_t pos, len;
		u64 value;
		const char *why;
	} rows[] = {
		{4, 1, 0, "no class"},
		{4, 1, 3, "another class"},
		{5, 1, 0, "no byte order"},
		{5, 1, 3, "another byte order"},
		{WIDE_PHOFF, 8, 4096, "program headers behind the end"},
		{WIDE_PHOFF, 8, UINT64_MAX, "program headers that would wrap"},
		{WIDE_PHENTSIZE, 2, 32, "program headers of another size"},
		{WIDE_PHNUM, 2, 9, "more program headers than there are"},
		{WIDE_PHDR + 8, 8, UINT64_MAX, "a segment that would wrap"},
		{WIDE_PHDR + 8, 8, 4096, "a segment behind the end"},
		{WIDE_PHDR + 32, 8, UINT64_MAX, "a segment beyond the end"},
		{WIDE_PHDR + 32, 8, 11, "less than the head of a note"},
		{WIDE_PHDR + 32, 8, 20, "less than the note"},
		{WIDE_NOTE, 4, UINT32_MAX, "a name beyond the segment"},
		{WIDE_NOTE + 4, 4, UINT32_MAX, "a description beyond the segment"},
	};
	struct vdt_package package;
	struct elf elf;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		note_elf(&elf, "\1\0\0\0app", 8);
		put_at(&elf, rows[i].pos, rows[i].len, rows[i].value);
		cr_assert_eq(read_package(elf.bytes, elf.len, &package), -EBADMSG, "%s",
			     rows[i].why);
		cr_assert_eq(*package.label, '\0', "%s", rows[i].why);
	}
}

Test(package, refuses_a_file_that_is_cut_off)
{
	struct vdt_package package;
	struct elf elf;

	note_elf(&elf, "\1\0\0\0app", 8);
	for (size_t len = 16; len < elf.len; len++)
		cr_assert_eq(read_package(elf.bytes, len, &package), -EBADMSG, "%zu bytes", len);
}

Test(package, refuses_two_labels)
{
	struct vdt_package package;
	struct elf elf;
	size_t start;

	start_elf(&elf, true, false, 1);
	start = elf.len;
	put_note(&elf, "Vedette", 1, "\1\0\0\0app", 8, 4);
	put_note(&elf, "Vedette", 1, "\1\0\0\0app", 8, 4);
	set_phdr(&elf, 0, 4, start, elf.len - start, 4);
	cr_assert_eq(read_package(elf.bytes, elf.len, &package), -EBADMSG);
}

Test(package, looks_at_so_many_program_headers)
{
	struct vdt_package package;
	struct elf elf;

	start_elf(&elf, true, false, VDT_ELF_PHDRS_MAX);
	cr_assert_eq(read_package(elf.bytes, elf.len, &package), 0);
	start_elf(&elf, true, false, VDT_ELF_PHDRS_MAX + 1);
	cr_assert_eq(read_package(elf.bytes, elf.len, &package), -EBADMSG);
}

Test(package, looks_at_so_many_notes)
{
	struct vdt_package package;
	struct elf elf;

	/* Two segments share all notes but one, so both together have one too many. */
	start_elf(&elf, true, false, 2);
	for (int i = 0; i < VDT_ELF_NOTES_MAX / 2; i++)
		put_note(&elf, "", 0, "", 0, 4);
	set_phdr(&elf, 0, 4, 176, 16 * VDT_ELF_NOTES_MAX / 2, 4);
	set_phdr(&elf, 1, 4, 176, 16 * VDT_ELF_NOTES_MAX / 2, 4);
	cr_assert_eq(read_package(elf.bytes, elf.len, &package), 0);
	put_note(&elf, "", 0, "", 0, 4);
	set_phdr(&elf, 1, 4, 176, 16 * (VDT_ELF_NOTES_MAX / 2 + 1), 4);
	cr_assert_eq(read_package(elf.bytes, elf.len, &package), -EBADMSG);
}

Test(package, finds_no_label_where_there_is_none)
{
	struct vdt_package package;
	struct elf elf;

	start_elf(&elf, true, false, 0);
	put_note(&elf, "Vedette", 1, "\1\0\0\0app", 8, 4);
	cr_assert_eq(read_package(elf.bytes, elf.len, &package), 0, "no program headers");
	cr_assert_eq(*package.label, '\0');
	cr_assert_eq(read_package("", 0, &package), 0, "an empty file");
	cr_assert_eq(read_package("\177ELF", 4, &package), 0, "too short for ELF");
}

Test(package, reads_the_line_of_a_script)
{
	static const struct {
		const char *text, *label;
		u32 build;
		int err;
		const char *why;
	} rows[] = {
		{"#!/bin/sh\n# vedette-package: app 42\n", "app", 42, 0, "as it should be"},
		{"# vedette-package: app 42", "app", 42, 0, "no end of the last line"},
		{"# vedette-package: a 4294967295\n", "a", UINT32_MAX, 0, "the last build"},
		{"# vedette-package: a 4294967296\n", "", 0, -EBADMSG, "beyond the last"},
		{"# vedette-package: a 99999999999999999999999\n", "", 0, -EBADMSG, "far beyond"},
		{"# vedette-package: a -1\n", "", 0, -EBADMSG, "negative"},
		{"# vedette-package: a \n", "", 0, -EBADMSG, "no build"},
		{"# vedette-package: a\n", "", 0, -EBADMSG, "no build, no space"},
		{"# vedette-package: a", "", 0, -EBADMSG, "ends in the label"},
		{"# vedette-package: \n", "", 0, -EBADMSG, "no label"},
		{"# vedette-package:  1\n", "", 0, -EBADMSG, "two spaces"},
		{"# vedette-package: a 1 \n", "", 0, -EBADMSG, "something follows"},
		{"# vedette-package: a 1\r\n", "", 0, -EBADMSG, "a carriage return"},
		{"# vedette-package: A 1\n", "", 0, -EBADMSG, "an upper-case letter"},
		{"# vedette-package: abcdefghijklmnopqrstuvwxyz1234567 1\n", "", 0, -EBADMSG,
		 "a label that is too long"},
		{"# vedette-package: a 1\n# vedette-package: a 1\n", "", 0, -EBADMSG, "twice"},
		{" # vedette-package: a 1\n", "", 0, 0, "not at the start of the line"},
		{"# vedette-package:\n", "", 0, 0, "not the start"},
		{"#!/bin/sh\necho\n", "", 0, 0, "no such line"},
		{"\n\n\n", "", 0, 0, "empty lines"},
	};
	struct vdt_package package;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		cr_assert_eq(read_package(rows[i].text, strlen(rows[i].text), &package),
			     rows[i].err, "%s", rows[i].why);
		cr_assert_str_eq(package.label, rows[i].label, "%s", rows[i].why);
		cr_assert_eq(package.build, rows[i].build, "%s", rows[i].why);
	}
}

/* The line ends with its last byte at the bound, or one behind it, or begins behind it. */
Test(package, looks_at_the_head_of_a_script_only)
{
	static const char line[] = "# vedette-package: app 42\n";
	static const struct {
		size_t start;
		int err;
		bool found;
	} rows[] = {
		{VDT_SCRIPT_HEAD - (sizeof(line) - 1), 0, true},
		{VDT_SCRIPT_HEAD - (sizeof(line) - 1) + 1, -EBADMSG, false},
		{VDT_SCRIPT_HEAD, 0, false},
	};
	struct vdt_package package;
	char text[1024];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		memset(text, '\n', sizeof(text));
		memcpy(text + rows[i].start, line, sizeof(line) - 1);
		cr_assert_eq(read_package(text, sizeof(text), &package), rows[i].err, "%zu", i);
		cr_assert_eq(*package.label != '\0', rows[i].found, "%zu", i);
	}
}

Test(package, hands_on_what_reading_gives)
{
	struct bytes bytes = {.start = (const u8 *)"\177ELF............", .len = 16, .err = -EIO};
	const struct vdt_package_source source = {read_bytes, &bytes, bytes.len};
	struct vdt_package package;

	cr_assert_eq(vdt_package_read(&source, &package), -EIO);
}

static int read_file(void *ctx, u64 pos, void *ret_bytes, size_t len)
{
	return fseek(ctx, pos, SEEK_SET) || fread(ret_bytes, len, 1, ctx) != 1 ? -EIO : 0;
}

/* What the macro of the vendors puts into this very program. */
Test(package, reads_what_the_compiler_writes)
{
	FILE *self = fopen("/proc/self/exe", "r");
	struct vdt_package_source source = {read_file, self, 0};
	struct vdt_package package;

	cr_assert_not_null(self);
	cr_assert_eq(fseek(self, 0, SEEK_END), 0);
	source.size = ftell(self);
	cr_assert_eq(vdt_package_read(&source, &package), 0);
	cr_assert_str_eq(package.label, "unit-test");
	cr_assert_eq(package.build, 0x01020304);
	fclose(self);
}

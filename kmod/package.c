// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "package.h"
#include "policy_text.h"

enum elf {
	IDENT = 16, /* bytes, the same for all machines */
	IDENT_CLASS = 4,
	IDENT_DATA = 5,
	CLASS_32 = 1,
	CLASS_64 = 2,
	DATA_LITTLE = 1,
	DATA_BIG = 2,
	NOTE_SEGMENT = 4,
	NOTE_HEAD = 12,
	NOTE_TYPE = 1, /* of ours */
};

/* Where the fields are that are read here, by the class of the file. */
static const struct layout {
	size_t word; /* bytes of an offset, a size or an alignment */
	size_t ehdr, phoff, phentsize, phnum;
	size_t phdr, offset, filesz, align;
} layouts[] = {
	[CLASS_32] = {4, 52, 28, 42, 44, 32, 4, 16, 28},
	[CLASS_64] = {8, 64, 32, 54, 56, 56, 8, 32, 48},
};

enum { EHDR_MAX = 64, PHDR_MAX = 56 };

static const char note_name[] = "Vedette";

/* What is looked through, how, and what was found. */
struct search {
	const struct vdt_package_source *source;
	const struct layout *layout;
	bool big;
	unsigned int notes; /* that were looked at */
	struct vdt_package *package;
};

static bool fits(const struct search *search, u64 pos, u64 len)
{
	return pos <= search->source->size && len <= search->source->size - pos;
}

static int read_at(const struct search *search, u64 pos, void *ret_bytes, size_t len)
{
	if (!fits(search, pos, len))
		return -EBADMSG;
	return search->source->read(search->source->ctx, pos, ret_bytes, len);
}

static u64 get(const struct search *search, const u8 *bytes, size_t len)
{
	u64 value = 0;
	size_t i;

	for (i = 0; i < len; i++)
		value = value << 8 | bytes[search->big ? i : len - 1 - i];
	return value;
}

static int keep(struct vdt_package *package, const char *label, u64 build)
{
	if (*package->label || build > U32_MAX || strlen(label) > VDT_NAME_MAX ||
	    !vdt_text_is_name(label))
		return -EBADMSG;
	memcpy(package->label, label, strlen(label) + 1);
	package->build = build;
	return 0;
}

/* The build, whose lowest byte comes first on every machine, then the label with its NUL. */
static int read_desc(struct search *search, u64 pos, u32 len)
{
	u8 desc[sizeof(u32) + VDT_NAME_MAX + 1];
	const char *label = (const char *)desc + sizeof(u32);
	u32 build = 0, i;
	int err;

	if (len <= sizeof(u32) || len > sizeof(desc))
		return -EBADMSG;
	err = read_at(search, pos, desc, len);
	if (err)
		return err;
	if (!vdt_text_is_whole(label, len - sizeof(u32)))
		return -EBADMSG;
	for (i = sizeof(u32); i--;)
		build = build << 8 | desc[i];
	return keep(search->package, label, build);
}

static int read_note(struct search *search, u64 pos, u64 end, u64 align, u64 *ret_next)
{
	u8 head[NOTE_HEAD], name[sizeof(note_name)];
	u64 namesz, descsz, desc;
	int err;

	if (end - pos < NOTE_HEAD)
		return -EBADMSG;
	err = read_at(search, pos, head, NOTE_HEAD);
	if (err)
		return err;
	namesz = get(search, head, 4);
	descsz = get(search, head + 4, 4);
	desc = pos + ALIGN(NOTE_HEAD + namesz, align);
	*ret_next = desc + ALIGN(descsz, align);
	if (desc + descsz > end)
		return -EBADMSG;
	if (namesz != sizeof(name) || get(search, head + 8, 4) != NOTE_TYPE)
		return 0;
	err = read_at(search, pos + NOTE_HEAD, name, sizeof(name));
	if (err || memcmp(name, note_name, sizeof(name)))
		return err;
	return read_desc(search, desc, descsz);
}

static int read_notes(struct search *search, u64 pos, u64 len, u64 align)
{
	u64 end = pos + len;
	int err = 0;

	if (!fits(search, pos, len))
		return -EBADMSG;
	while (!err && pos < end) {
		if (search->notes++ == VDT_ELF_NOTES_MAX)
			return -EBADMSG;
		err = read_note(search, pos, end, align == 8 ? 8 : 4, &pos);
	}
	return err;
}

static int read_phdr(struct search *search, u64 pos)
{
	const struct layout *layout = search->layout;
	u8 phdr[PHDR_MAX];
	int err = read_at(search, pos, phdr, layout->phdr);

	if (err || get(search, phdr, 4) != NOTE_SEGMENT)
		return err;
	return read_notes(search, get(search, phdr + layout->offset, layout->word),
			  get(search, phdr + layout->filesz, layout->word),
			  get(search, phdr + layout->align, layout->word));
}

static int read_elf(struct search *search, const u8 *ident)
{
	const struct layout *layout;
	u8 ehdr[EHDR_MAX];
	u64 phoff, phentsize, phnum, i;
	int err;

	if ((ident[IDENT_CLASS] != CLASS_32 && ident[IDENT_CLASS] != CLASS_64) ||
	    (ident[IDENT_DATA] != DATA_LITTLE && ident[IDENT_DATA] != DATA_BIG))
		return -EBADMSG;
	layout = search->layout = &layouts[ident[IDENT_CLASS]];
	search->big = ident[IDENT_DATA] == DATA_BIG;
	err = read_at(search, 0, ehdr, layout->ehdr);
	if (err)
		return err;
	phoff = get(search, ehdr + layout->phoff, layout->word);
	phentsize = get(search, ehdr + layout->phentsize, 2);
	phnum = get(search, ehdr + layout->phnum, 2);
	if (!phnum)
		return 0; /* an object file, as kernel modules are */
	if (phentsize != layout->phdr || phnum > VDT_ELF_PHDRS_MAX)
		return -EBADMSG;
	for (i = 0; i < phnum && !err; i++)
		err = read_phdr(search, phoff + i * phentsize);
	return err;
}

/* BUILD and the end of the line. */
static int read_build(const char *text, const char *end, u64 *ret_build)
{
	const char *start = text;
	u64 build = 0;

	for (; text < end && *text >= '0' && *text <= '9' && build <= U32_MAX; text++)
		build = build * 10 + *text - '0';
	*ret_build = build;
	return text > start && text < end && *text == '\n' ? 0 : -EBADMSG;
}

static int read_line(struct search *search, const char *text, const char *end)
{
	char label[VDT_NAME_MAX + 1];
	size_t len = 0;
	u64 build;

	while (text + len < end && text[len] != ' ')
		len++;
	if (!len || len > VDT_NAME_MAX || text + len == end)
		return -EBADMSG;
	memcpy(label, text, len);
	label[len] = '\0';
	if (read_build(text + len + 1, end, &build))
		return -EBADMSG;
	return keep(search->package, label, build);
}

static const char *after_line(const char *text, const char *end)
{
	while (text < end && *text != '\n')
		text++;
	return text < end ? text + 1 : end;
}

static bool starts_with(const char *text, const char *end, const char *start, size_t len)
{
	return end - text >= len && !memcmp(text, start, len);
}

static int read_script(struct search *search)
{
	static const char start[] = "# vedette-package: ";
	char text[VDT_SCRIPT_HEAD + 1];
	const u64 most = VDT_SCRIPT_HEAD;
	size_t len = min(search->source->size, most);
	const char *line, *end;
	int err = read_at(search, 0, text, len);

	if (len == search->source->size)
		text[len++] = '\n'; /* which the last line need not have */
	end = text + len;
	for (line = text; !err && line < end; line = after_line(line, end))
		if (starts_with(line, end, start, sizeof(start) - 1))
			err = read_line(search, line + sizeof(start) - 1, end);
	return err;
}

int vdt_package_read(const struct vdt_package_source *source, struct vdt_package *ret_package)
{
	struct search search = {.source = source, .package = ret_package};
	u8 ident[IDENT];
	int err;

	*ret_package = (struct vdt_package){};
	if (source->size < IDENT)
		return read_script(&search);
	err = read_at(&search, 0, ident, IDENT);
	if (err)
		return err;
	err = memcmp(ident, "\177ELF", 4) ? read_script(&search) : read_elf(&search, ident);
	if (err)
		*ret_package = (struct vdt_package){};
	return err;
}

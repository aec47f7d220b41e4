// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "dns_reader.h"
#include "limits.h"

enum {
	HEADER = 12,
	QUESTION_TAIL = 4, /* type and class behind the name */
	RECORD_TAIL = 10,  /* type, class, time to live and length behind the name */
	NAME_ROOM = 255,   /* bytes of a name on the wire (RFC 1035 3.1) */
	LABEL_MAX = 63,
	POINTER = 0xc0,
	CLASS_IN = 1,
	TYPE_A = 1,
	TYPE_CNAME = 5,
	TYPE_AAAA = 28,

	/* The second 16 bits of the header. */
	FLAG_ANSWER = 0x8000,
	FLAG_TRUNCATED = 0x0200,
	MASK_OPCODE = 0x7800,
	MASK_ERROR = 0x000f,
};

struct message {
	const u8 *data;
	size_t len;
};

struct record {
	size_t owner; /* where its name begins */
	size_t data, len;
	u32 seconds;
	u16 type, class;
};

static u16 read16(const struct message *m, size_t at)
{
	return (u16)(m->data[at] << 8 | m->data[at + 1]);
}

static u32 read32(const struct message *m, size_t at)
{
	return (u32)read16(m, at) << 16 | read16(m, at + 2);
}

/* Walks over the labels of a name, following the pointers of compression (RFC 1035 4.1.4). */
struct walk {
	const struct message *m;
	size_t at;    /* of the next label */
	size_t end;   /* behind the name where it began; 0 until a pointer left that place */
	size_t bytes; /* of the name so far */
	u32 pointers; /* followed so far */
};

static struct walk walk_from(const struct message *m, size_t at)
{
	return (struct walk){.m = m, .at = at};
}

/* A pointer points backwards, and few are enough. */
static int follow_pointer(struct walk *walk)
{
	size_t to;

	if (walk->m->len - walk->at < 2)
		return -ENODATA;
	to = read16(walk->m, walk->at) & 0x3fff;
	if (to >= walk->at || to < HEADER || walk->pointers++ == VDT_DNS_POINTERS_MAX)
		return -EINVAL;
	if (!walk->end)
		walk->end = walk->at + 2;
	walk->at = to;
	return 0;
}

/* Returns the length of the next label, 0 at the end of the name, and where it begins. */
static int next_label(struct walk *walk, const u8 **ret_label)
{
	u8 len;
	int err;

	for (;;) {
		if (walk->at >= walk->m->len)
			return -ENODATA;
		len = walk->m->data[walk->at];
		if ((len & POINTER) != POINTER)
			break;
		err = follow_pointer(walk);
		if (err)
			return err;
	}
	walk->bytes += len + 1u;
	if (len > LABEL_MAX || walk->bytes > NAME_ROOM)
		return -EINVAL;
	if (walk->m->len - walk->at - 1 < len)
		return -ENODATA;
	*ret_label = walk->m->data + walk->at + 1;
	walk->at += len + 1u;
	if (!len && !walk->end)
		walk->end = walk->at;
	return len;
}

static int skip_name(const struct message *m, size_t *at)
{
	struct walk walk = walk_from(m, *at);
	const u8 *label;
	int len;

	do {
		len = next_label(&walk, &label);
	} while (len > 0);
	*at = walk.end;
	return len;
}

static u8 lower(u8 c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static bool same_label(const u8 *a, const u8 *b, int len)
{
	while (len--)
		if (lower(a[len]) != lower(b[len]))
			return false;
	return true;
}

/* Both names were walked before. */
static bool same_name(const struct message *m, size_t a, size_t b)
{
	struct walk one = walk_from(m, a), two = walk_from(m, b);
	const u8 *label, *other;
	int len;

	if (a == b)
		return true;
	do {
		len = next_label(&one, &label);
		if (len != next_label(&two, &other) || len < 0 || !same_label(label, other, len))
			return false;
	} while (len);
	return true;
}

static bool is_host_letter(u8 c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Other letters than those of host names could make two names one text. */
static int add_label(char *text, size_t *used, const u8 *label, int len)
{
	int i;

	if (*used + len + 1 > VDT_DNS_MAX + 1)
		return -ENOENT;
	for (i = 0; i < len; i++) {
		if (!is_host_letter(lower(label[i])))
			return -ENOENT;
		text[(*used)++] = lower(label[i]);
	}
	text[(*used)++] = '.';
	return 0;
}

/* Returns where the name ends, in *at, and its text. */
static int read_name(const struct message *m, size_t *at, char *ret_text)
{
	struct walk walk = walk_from(m, *at);
	size_t used = 0;
	const u8 *label;
	int len, err = 0;

	for (;;) {
		len = next_label(&walk, &label);
		if (len <= 0)
			break;
		if (!err)
			err = add_label(ret_text, &used, label, len);
	}
	if (len < 0)
		return len;
	if (!used)
		err = -ENOENT;
	if (!err)
		ret_text[used - 1] = '\0';
	*at = walk.end;
	return err;
}

int vdt_dns_question(const u8 *data, size_t len, bool ask, struct vdt_dns_question *ret_question)
{
	const struct message m = {data, len};
	size_t at = HEADER;
	u16 flags;
	int err;

	if (len < HEADER)
		return -ENODATA;
	flags = read16(&m, 2);
	if (!(flags & FLAG_ANSWER) != ask || flags & MASK_OPCODE || read16(&m, 4) != 1)
		return -EINVAL;
	err = read_name(&m, &at, ret_question->name);
	if (err)
		return err;
	if (len - at < QUESTION_TAIL)
		return -ENODATA;
	ret_question->id = read16(&m, 0);
	ret_question->type = read16(&m, at);
	if (read16(&m, at + 2) != CLASS_IN ||
	    (ret_question->type != TYPE_A && ret_question->type != TYPE_AAAA))
		return -ENOENT;
	return 0;
}

/* Reads the record at *at and moves on to the next. */
static int read_record(const struct message *m, size_t *at, struct record *ret_record)
{
	int err;

	ret_record->owner = *at;
	err = skip_name(m, at);
	if (err)
		return err;
	if (m->len - *at < RECORD_TAIL)
		return -ENODATA;
	ret_record->type = read16(m, *at);
	ret_record->class = read16(m, *at + 2);
	ret_record->seconds = read32(m, *at + 4);
	ret_record->len = read16(m, *at + 8);
	ret_record->data = *at + RECORD_TAIL;
	if (m->len - ret_record->data < ret_record->len)
		return -ENODATA;
	/* RFC 2181 8: as if it were zero. */
	if (ret_record->seconds >> 31)
		ret_record->seconds = 0;
	*at = ret_record->data + ret_record->len;
	return 0;
}

static bool is_address(const struct record *r)
{
	return (r->type == TYPE_A && r->len == 4) || (r->type == TYPE_AAAA && r->len == 16);
}

static void add_address(const struct message *m, const struct record *r, u32 seconds,
			struct vdt_dns_addresses *addresses)
{
	const u8 *data = m->data + r->data;

	if (addresses->n == VDT_DNS_ADDRESSES_MAX)
		return;
	addresses->each[addresses->n].addr =
		r->type == TYPE_A ? vdt_addr_from_v4(data) : vdt_addr_from_v6(data);
	addresses->each[addresses->n++].seconds = min(seconds, r->seconds);
}

/*
 * Reads all answers once. Adds the addresses of `name`, and returns in *ret_alias where the name
 * begins that it is an alias of, 0 if it is none.
 */
static int read_answers(const struct message *m, size_t at, size_t name, u32 *seconds,
			size_t *ret_alias, struct vdt_dns_addresses *addresses)
{
	struct record record;
	u32 i, n = read16(m, 6);
	size_t end;
	int err;

	*ret_alias = 0;
	for (i = 0; i < n; i++) {
		err = read_record(m, &at, &record);
		if (err)
			return err;
		if (record.class != CLASS_IN || !same_name(m, record.owner, name))
			continue;
		if (is_address(&record))
			add_address(m, &record, *seconds, addresses);
		if (record.type != TYPE_CNAME || *ret_alias)
			continue;
		end = record.data;
		err = skip_name(m, &end);
		if (err)
			return err;
		*ret_alias = record.data;
		*seconds = min(*seconds, record.seconds);
	}
	return 0;
}

int vdt_dns_answer(const u8 *data, size_t len, struct vdt_dns_addresses *ret_addresses)
{
	const struct message m = {data, len};
	size_t name = HEADER, alias, at = HEADER;
	u32 seconds = U32_MAX;
	int i, err;

	ret_addresses->n = 0;
	if (len < HEADER)
		return -ENODATA;
	if (read16(&m, 2) & (FLAG_TRUNCATED | MASK_ERROR) || read16(&m, 6) > VDT_DNS_RECORDS_MAX)
		return -EINVAL;
	err = skip_name(&m, &at);
	if (err)
		return err;
	if (len - at < QUESTION_TAIL)
		return -ENODATA;
	for (i = 0; i <= VDT_DNS_ALIASES_MAX; i++) {
		err = read_answers(&m, at + QUESTION_TAIL, name, &seconds, &alias, ret_addresses);
		if (err || !alias)
			return err;
		name = alias;
	}
	return -EINVAL;
}

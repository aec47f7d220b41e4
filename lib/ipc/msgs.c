// SPDX-License-Identifier: BSD-3-Clause
/*
 * The table of msgs.h, read four times over with the field macros redefined: once for each of
 * check, copy and the counts of descriptors and secrets.
 */

#include "lib/ipc/msgs.h"

#include <errno.h>
#include <string.h>

/* check: what the struct alone does not promise */
#define U8(n)
#define U16(n)
#define U32(n)
#define U64(n)
#define S32(n)
#define STR(n, room) \
	if (!memchr(m->n, '\0', room)) \
		return -EBADMSG;
#define SECRET(n, room) STR(n, room)
#define BYTES(n, room) \
	if (m->n##_len > (room)) \
		return -EBADMSG;
#define ENUM(n, count) \
	if (m->n >= (count)) \
		return -EBADMSG;
#define FD()
#define CHECK(name, from, to, fields) \
	static int check_##name(const void *payload) \
	{ \
		const struct vdt_msg_##name *m = payload; \
\
		(void)m; \
		fields return 0; \
	}
VDT_MSG_TABLE(CHECK)
#undef U8
#undef U16
#undef U32
#undef U64
#undef S32
#undef STR
#undef BYTES
#undef ENUM

/* copy: fields only, over zeroes */
#define U8(n)	       to->n = from->n;
#define U16(n)	       U8(n)
#define U32(n)	       U8(n)
#define U64(n)	       U8(n)
#define S32(n)	       U8(n)
#define ENUM(n, count) U8(n)
#define STR(n, room)   memcpy(to->n, from->n, strnlen(from->n, (room)-1));
#define BYTES(n, room) \
	to->n##_len = from->n##_len; \
	memcpy(to->n, from->n, from->n##_len);
#define COPY(name, from_mask, to_mask, fields) \
	static void copy_##name(const void *payload, void *ret_payload) \
	{ \
		const struct vdt_msg_##name *from = payload; \
		struct vdt_msg_##name *to = ret_payload; \
\
		memset(to, 0, sizeof(*to)); \
		fields \
	}
VDT_MSG_TABLE(COPY)
#undef U8
#undef U16
#undef U32
#undef U64
#undef S32
#undef ENUM
#undef STR
#undef SECRET
#undef BYTES
#undef FD

/* counts: each field adds 0 or 1 */
#define U8(n)
#define U16(n)
#define U32(n)
#define U64(n)
#define S32(n)
#define ENUM(n, count)
#define STR(n, room)
#define BYTES(n, room)

#define SECRET(n, room)
#define FD()			    +1
#define FDS(name, from, to, fields) FDS_##name = 0 fields,
enum { VDT_MSG_TABLE(FDS) };
#undef SECRET
#undef FD

#define SECRET(n, room) +1
#define FD()
#define SECRETS(name, from, to, fields) SECRETS_##name = 0 fields,
enum { VDT_MSG_TABLE(SECRETS) };

struct row {
	const char *text; /* the row as it is written, for the fingerprint */
	size_t size;
	unsigned int from, to; /* masks of VDT_FROM() */
	unsigned int fds, secrets;
	int (*check)(const void *payload);
	void (*copy)(const void *payload, void *ret_payload);
};

#define ROW(name, from_mask, to_mask, fields) \
	[VDT_MSG_##name] = { \
		.text = #name " " #from_mask " " #to_mask " " #fields, \
		.size = sizeof(struct vdt_msg_##name), \
		.from = (from_mask), \
		.to = (to_mask), \
		.fds = FDS_##name, \
		.secrets = SECRETS_##name, \
		.check = check_##name, \
		.copy = copy_##name, \
	},
static const struct row rows[VDT_MSG_COUNT] = {VDT_MSG_TABLE(ROW)};

#define FITS(name, from, to, fields) \
	_Static_assert(sizeof(struct vdt_msg_##name) <= VDT_MSG_ROOM && FDS_##name <= 1, #name);
VDT_MSG_TABLE(FITS)

const char *vdt_proc_name(unsigned int proc)
{
	static const char *const names[VDT_PROC_COUNT] = {
		[VDT_SUPER] = "vedetted", [VDT_AUDIT] = "audit",   [VDT_GUARD] = "guard",
		[VDT_AUTH] = "auth",	  [VDT_STREAM] = "stream", [VDT_WEB] = "web",
	};

	return proc < VDT_PROC_COUNT ? names[proc] : "?";
}

/* FNV-1a, 32 bits: against mixing builds, not against attackers. */
static uint32_t hash_bytes(uint32_t hash, const void *data, size_t len)
{
	const uint8_t *byte = data;

	while (len--)
		hash = (hash ^ *byte++) * 16777619u;
	return hash;
}

uint32_t vdt_msg_build(void)
{
	uint32_t hash = 2166136261u;
	unsigned int id;

	for (id = 0; id < VDT_MSG_COUNT; id++) {
		hash = hash_bytes(hash, rows[id].text, strlen(rows[id].text) + 1);
		hash = hash_bytes(hash, &rows[id].size, sizeof(rows[id].size));
	}
	return hash;
}

size_t vdt_msg_size(unsigned int id)
{
	return id < VDT_MSG_COUNT ? rows[id].size : 0;
}

unsigned int vdt_msg_fds(unsigned int id)
{
	return id < VDT_MSG_COUNT ? rows[id].fds : 0;
}

int vdt_msg_check(enum vdt_proc from, enum vdt_proc to, unsigned int id, const void *payload,
		  size_t len)
{
	if (id >= VDT_MSG_COUNT)
		return -ENOMSG;
	if (!(rows[id].from & (1u << from)) || !(rows[id].to & (1u << to)))
		return -EPERM;
	if (len != rows[id].size)
		return -EMSGSIZE;
	return rows[id].check(payload);
}

void vdt_msg_copy(unsigned int id, const void *payload, void *ret_payload)
{
	rows[id].copy(payload, ret_payload);
}

void vdt_msg_wipe(unsigned int id, void *payload)
{
	if (id < VDT_MSG_COUNT && rows[id].secrets)
		explicit_bzero(payload, rows[id].size);
}

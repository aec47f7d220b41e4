/* SPDX-License-Identifier: BSD-3-Clause */
/* Fields of the audit log one behind the other, numbers little endian. */
#ifndef VDT_AUDIT_CURSOR_H
#define VDT_AUDIT_CURSOR_H

#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Where the next field goes, or comes from. Reading past the end sets @over and gives zeros. */
struct vdt_cursor {
	uint8_t *at;
	size_t left; /* to read; writers know their room */
	bool over;
};

static inline void vdt_put(struct vdt_cursor *c, const void *data, size_t len)
{
	memcpy(c->at, data, len);
	c->at += len;
}

static inline void vdt_put_u8(struct vdt_cursor *c, uint8_t v)
{
	vdt_put(c, &v, sizeof(v));
}

static inline void vdt_put_u32(struct vdt_cursor *c, uint32_t v)
{
	v = htole32(v);
	vdt_put(c, &v, sizeof(v));
}

static inline void vdt_put_u64(struct vdt_cursor *c, uint64_t v)
{
	v = htole64(v);
	vdt_put(c, &v, sizeof(v));
}

/* u16 length and bytes */
static inline void vdt_put_string(struct vdt_cursor *c, const char *s)
{
	uint16_t len = (uint16_t)strlen(s), le = htole16(len);

	vdt_put(c, &le, sizeof(le));
	vdt_put(c, s, len);
}

static inline void vdt_get(struct vdt_cursor *c, void *data, size_t len)
{
	if (c->over || c->left < len) {
		c->over = true;
		memset(data, 0, len);
		return;
	}
	memcpy(data, c->at, len);
	c->at += len;
	c->left -= len;
}

static inline uint8_t vdt_get_u8(struct vdt_cursor *c)
{
	uint8_t v;

	vdt_get(c, &v, sizeof(v));
	return v;
}

static inline uint32_t vdt_get_u32(struct vdt_cursor *c)
{
	uint32_t v;

	vdt_get(c, &v, sizeof(v));
	return le32toh(v);
}

static inline uint64_t vdt_get_u64(struct vdt_cursor *c)
{
	uint64_t v;

	vdt_get(c, &v, sizeof(v));
	return le64toh(v);
}

/* Takes its bytes from @left, what its record has for strings. Returns 0 or -EBADMSG: longer than
 * that or than its @room, or a NUL inside. */
static inline int vdt_get_string(struct vdt_cursor *c, char *s, size_t room, size_t *left)
{
	uint16_t len;

	vdt_get(c, &len, sizeof(len));
	len = le16toh(len);
	if (len >= room || len > *left)
		return -EBADMSG;
	vdt_get(c, s, len);
	s[len] = '\0';
	*left -= len;
	return !c->over && memchr(s, '\0', len) ? -EBADMSG : 0;
}

#endif /* VDT_AUDIT_CURSOR_H */

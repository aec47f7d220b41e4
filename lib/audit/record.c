// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/record.h"

#include <endian.h>
#include <errno.h>
#include <string.h>

#include "lib/crypto/digest.h"

static const uint8_t magic[8] = {'V', 'D', 'T', 'A', 'U', 'D', 'I', 'T'};

/* Where the next field goes, or comes from. Reading past the end sets @over and gives zeros. */
struct cursor {
	uint8_t *at;
	size_t left;
	bool over;
};

static void put(struct cursor *c, const void *data, size_t len)
{
	memcpy(c->at, data, len);
	c->at += len;
}

static void put_u8(struct cursor *c, uint8_t v)
{
	put(c, &v, sizeof(v));
}

static void put_u32(struct cursor *c, uint32_t v)
{
	v = htole32(v);
	put(c, &v, sizeof(v));
}

static void put_u64(struct cursor *c, uint64_t v)
{
	v = htole64(v);
	put(c, &v, sizeof(v));
}

static void put_string(struct cursor *c, const char *s)
{
	uint16_t len = strlen(s), le = htole16(len);

	put(c, &le, sizeof(le));
	put(c, s, len);
}

static void get(struct cursor *c, void *data, size_t len)
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

static uint8_t get_u8(struct cursor *c)
{
	uint8_t v;

	get(c, &v, sizeof(v));
	return v;
}

static uint16_t get_u16(struct cursor *c)
{
	uint16_t v;

	get(c, &v, sizeof(v));
	return le16toh(v);
}

static uint32_t get_u32(struct cursor *c)
{
	uint32_t v;

	get(c, &v, sizeof(v));
	return le32toh(v);
}

static uint64_t get_u64(struct cursor *c)
{
	uint64_t v;

	get(c, &v, sizeof(v));
	return le64toh(v);
}

/* Takes its bytes from @left, what the record's length leaves for strings. Returns 0 or -EBADMSG:
 * longer than that or than its room, or a NUL inside. */
static int get_string(struct cursor *c, char *s, size_t room, size_t *left)
{
	uint16_t len = get_u16(c);

	if (len >= room || len > *left)
		return -EBADMSG;
	get(c, s, len);
	s[len] = '\0';
	*left -= len;
	return !c->over && memchr(s, '\0', len) ? -EBADMSG : 0;
}

int vdt_audit_put_header(struct vdt_audit_header *header, uint8_t buf[VDT_AUDIT_HEADER_SIZE])
{
	struct cursor c = {.at = buf};
	int err;

	put(&c, magic, sizeof(magic));
	put_u32(&c, VDT_AUDIT_VERSION);
	put_u32(&c, 0);
	put(&c, header->unit, sizeof(header->unit));
	put_u64(&c, header->first_seq);
	put(&c, header->prev, VDT_AUDIT_HASH);
	err = vdt_sha256(buf, c.at - buf, header->hash);
	if (err)
		return err;
	put(&c, header->hash, VDT_AUDIT_HASH);
	return 0;
}

int vdt_audit_get_header(const uint8_t buf[VDT_AUDIT_HEADER_SIZE],
			 struct vdt_audit_header *ret_header)
{
	struct cursor c = {.at = (uint8_t *)buf, .left = VDT_AUDIT_HEADER_SIZE};
	uint8_t found[sizeof(magic)], hash[VDT_AUDIT_HASH];
	uint32_t version, zero;

	get(&c, found, sizeof(found));
	version = get_u32(&c);
	zero = get_u32(&c);
	get(&c, ret_header->unit, sizeof(ret_header->unit));
	ret_header->first_seq = get_u64(&c);
	get(&c, ret_header->prev, VDT_AUDIT_HASH);
	get(&c, ret_header->hash, VDT_AUDIT_HASH);
	if (vdt_sha256(buf, VDT_AUDIT_HEADER_SIZE - VDT_AUDIT_HASH, hash))
		return -EIO;
	if (memcmp(found, magic, sizeof(magic)) || version != VDT_AUDIT_VERSION || zero ||
	    memcmp(hash, ret_header->hash, VDT_AUDIT_HASH))
		return -EBADMSG;
	return 0;
}

int vdt_audit_put_record(struct vdt_audit_record *record, uint8_t buf[VDT_AUDIT_RECORD_MAX])
{
	size_t len = VDT_AUDIT_RECORD_MIN + strlen(record->account) + strlen(record->source) +
		     strlen(record->object) + strlen(record->reason);
	struct cursor c = {.at = buf};

	put_u32(&c, len);
	put_u64(&c, record->seq);
	put(&c, record->boot_id, sizeof(record->boot_id));
	put_u64(&c, record->boottime);
	put_u64(&c, record->realtime);
	put_u8(&c, record->flags);
	put_u8(&c, record->type);
	put_u8(&c, record->result);
	put_u32(&c, record->count);
	put_u64(&c, record->kernel_seq);
	put_string(&c, record->account);
	put_string(&c, record->source);
	put_string(&c, record->object);
	put_string(&c, record->reason);
	put(&c, record->prev, VDT_AUDIT_HASH);
	if (vdt_sha256(buf, c.at - buf, record->hash))
		return -EIO;
	put(&c, record->hash, VDT_AUDIT_HASH);
	return (int)len;
}

/* With the lengths of all strings there, a flipped bit in one of them is told from a record that
 * was cut short: they fill the record exactly. */
static int get_strings(struct cursor *c, struct vdt_audit_record *record, size_t left)
{
	if (get_string(c, record->account, sizeof(record->account), &left) ||
	    get_string(c, record->source, sizeof(record->source), &left) ||
	    get_string(c, record->object, sizeof(record->object), &left) ||
	    get_string(c, record->reason, sizeof(record->reason), &left))
		return -EBADMSG;
	return !c->over && left ? -EBADMSG : 0;
}

int vdt_audit_get_record(const uint8_t *buf, size_t len, struct vdt_audit_record *ret_record)
{
	struct cursor c = {.at = (uint8_t *)buf, .left = len};
	uint8_t hash[VDT_AUDIT_HASH];
	uint32_t size = get_u32(&c);

	if (c.over)
		return -ENODATA;
	if (size < VDT_AUDIT_RECORD_MIN || size > VDT_AUDIT_RECORD_MAX)
		return -EBADMSG;
	ret_record->seq = get_u64(&c);
	get(&c, ret_record->boot_id, sizeof(ret_record->boot_id));
	ret_record->boottime = get_u64(&c);
	ret_record->realtime = get_u64(&c);
	ret_record->flags = get_u8(&c);
	ret_record->type = get_u8(&c);
	ret_record->result = get_u8(&c);
	ret_record->count = get_u32(&c);
	ret_record->kernel_seq = get_u64(&c);
	if (get_strings(&c, ret_record, size - VDT_AUDIT_RECORD_MIN))
		return -EBADMSG;
	get(&c, ret_record->prev, VDT_AUDIT_HASH);
	get(&c, ret_record->hash, VDT_AUDIT_HASH);
	if (c.over)
		return -ENODATA;
	if (vdt_sha256(buf, size - VDT_AUDIT_HASH, hash))
		return -EIO;
	return memcmp(hash, ret_record->hash, VDT_AUDIT_HASH) ? -EBADMSG : (int)size;
}

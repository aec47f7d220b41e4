// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/record.h"

#include "lib/audit/cursor.h"
#include "lib/crypto/digest.h"

static int hash_record(const uint8_t *prev, const uint8_t *buf, size_t len, uint8_t *ret_hash)
{
	const struct iovec parts[] = {{(void *)prev, VDT_AUDIT_HASH}, {(void *)buf, len}};

	return vdt_sha256_parts(parts, 2, ret_hash);
}

int vdt_audit_put_record(struct vdt_audit_record *record, uint8_t buf[VDT_AUDIT_RECORD_MAX])
{
	size_t len = VDT_AUDIT_RECORD_MIN + strlen(record->account) + strlen(record->source) +
		     strlen(record->object) + strlen(record->reason) + strlen(record->details);
	struct vdt_cursor c = {.at = buf};

	vdt_put_u32(&c, (uint32_t)len);
	vdt_put_u8(&c, VDT_AUDIT_KIND_RECORD);
	vdt_put_u64(&c, record->seq);
	vdt_put(&c, record->boot_id, sizeof(record->boot_id));
	vdt_put_u64(&c, record->boottime);
	vdt_put_u64(&c, record->realtime);
	vdt_put_u8(&c, record->flags);
	vdt_put_u8(&c, record->type);
	vdt_put_u8(&c, record->result);
	vdt_put_u8(&c, record->role);
	vdt_put_u8(&c, record->transport);
	vdt_put_u32(&c, record->count);
	vdt_put_u64(&c, record->kernel_seq);
	vdt_put_u32(&c, record->account_id);
	vdt_put(&c, record->session, sizeof(record->session));
	vdt_put_string(&c, record->account);
	vdt_put_string(&c, record->source);
	vdt_put_string(&c, record->object);
	vdt_put_string(&c, record->reason);
	vdt_put_string(&c, record->details);
	if (hash_record(record->prev, buf, (size_t)(c.at - buf), record->hash))
		return -EIO;
	vdt_put(&c, record->hash, VDT_AUDIT_HASH);
	return (int)len;
}

/* With the lengths of all strings there, a flipped bit in one of them is told from a record that
 * was cut short: they fill the record exactly. */
static int get_strings(struct vdt_cursor *c, struct vdt_audit_record *record, size_t left)
{
	if (vdt_get_string(c, record->account, sizeof(record->account), &left) ||
	    vdt_get_string(c, record->source, sizeof(record->source), &left) ||
	    vdt_get_string(c, record->object, sizeof(record->object), &left) ||
	    vdt_get_string(c, record->reason, sizeof(record->reason), &left) ||
	    vdt_get_string(c, record->details, sizeof(record->details), &left))
		return -EBADMSG;
	return !c->over && left ? -EBADMSG : 0;
}

static int get_fields(struct vdt_cursor *c, uint32_t size, struct vdt_audit_record *record)
{
	record->seq = vdt_get_u64(c);
	vdt_get(c, record->boot_id, sizeof(record->boot_id));
	record->boottime = vdt_get_u64(c);
	record->realtime = vdt_get_u64(c);
	record->flags = vdt_get_u8(c);
	record->type = vdt_get_u8(c);
	record->result = vdt_get_u8(c);
	record->role = vdt_get_u8(c);
	record->transport = vdt_get_u8(c);
	record->count = vdt_get_u32(c);
	record->kernel_seq = vdt_get_u64(c);
	record->account_id = vdt_get_u32(c);
	vdt_get(c, record->session, sizeof(record->session));
	return get_strings(c, record, size - VDT_AUDIT_RECORD_MIN);
}

int vdt_audit_get_record(const uint8_t *buf, size_t len, const uint8_t prev[VDT_AUDIT_HASH],
			 struct vdt_audit_record *ret_record)
{
	struct vdt_cursor c = {.at = (uint8_t *)buf, .left = len};
	uint8_t hash[VDT_AUDIT_HASH];
	uint32_t size = vdt_get_u32(&c);
	uint8_t kind = vdt_get_u8(&c);

	if (c.over)
		return -ENODATA;
	if (kind != VDT_AUDIT_KIND_RECORD || size < VDT_AUDIT_RECORD_MIN ||
	    size > VDT_AUDIT_RECORD_MAX || get_fields(&c, size, ret_record))
		return -EBADMSG;
	vdt_get(&c, ret_record->hash, VDT_AUDIT_HASH);
	if (c.over)
		return -ENODATA;
	if (hash_record(prev, buf, size - VDT_AUDIT_HASH, hash))
		return -EIO;
	memcpy(ret_record->prev, prev, VDT_AUDIT_HASH);
	return memcmp(hash, ret_record->hash, VDT_AUDIT_HASH) ? -EBADMSG : (int)size;
}

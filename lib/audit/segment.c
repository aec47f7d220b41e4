// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/segment.h"

#include <inttypes.h>
#include <stdio.h>

#include "lib/audit/cursor.h"

#define DIGITS 10

static const uint8_t magic[8] = {'V', 'D', 'T', 'A', 'U', 'D', 'I', 'T'};

_Static_assert((int)VDT_SEGMENT_NOTE_MAX < (int)VDT_SEGMENT_ITEM_MAX &&
		       VDT_AUDIT_RECORD_MAX < VDT_SEGMENT_ITEM_MAX,
	       "the largest item");

int vdt_segment_put_header(struct vdt_segment_header *header, uint8_t buf[VDT_SEGMENT_HEADER_MAX])
{
	size_t nodes = (size_t)header->tree.n * VDT_SHA256;
	struct vdt_cursor c = {.at = buf};
	int err;

	vdt_put(&c, magic, sizeof(magic));
	vdt_put_u32(&c, VDT_SEGMENT_VERSION);
	vdt_put_u32(&c, (uint32_t)(VDT_SEGMENT_HEADER_MIN + nodes));
	vdt_put(&c, header->log, sizeof(header->log));
	vdt_put_u32(&c, header->segment);
	vdt_put_u64(&c, header->first_seq);
	vdt_put_u64(&c, header->counter);
	vdt_put(&c, header->key, sizeof(header->key));
	vdt_put(&c, header->prev, sizeof(header->prev));
	vdt_put(&c, header->tree.node, nodes);
	err = vdt_sha256(buf, (size_t)(c.at - buf), header->hash);
	vdt_put(&c, header->hash, VDT_AUDIT_HASH);
	return err ? err : (int)(c.at - buf);
}

/* The nodes, as many as the records before have. */
static int get_tree(struct vdt_cursor *c, uint32_t size, struct vdt_segment_header *header)
{
	uint8_t nodes[VDT_RANGE_NODES][VDT_SHA256];
	uint32_t n = (size - VDT_SEGMENT_HEADER_MIN) / VDT_SHA256;

	if ((size - VDT_SEGMENT_HEADER_MIN) % VDT_SHA256 || !header->first_seq)
		return -EBADMSG;
	vdt_get(c, nodes, n * sizeof(nodes[0]));
	return vdt_range_set(&header->tree, 0, header->first_seq - 1, nodes, n);
}

static int get_fields(struct vdt_cursor *c, uint32_t size, struct vdt_segment_header *header)
{
	vdt_get(c, header->log, sizeof(header->log));
	header->segment = vdt_get_u32(c);
	header->first_seq = vdt_get_u64(c);
	header->counter = vdt_get_u64(c);
	vdt_get(c, header->key, sizeof(header->key));
	vdt_get(c, header->prev, sizeof(header->prev));
	if (c->over)
		return -ENODATA;
	if (get_tree(c, size, header))
		return -EBADMSG;
	vdt_get(c, header->hash, sizeof(header->hash));
	return c->over ? -ENODATA : 0;
}

int vdt_segment_get_header(const uint8_t *buf, size_t len, struct vdt_segment_header *ret_header)
{
	struct vdt_cursor c = {.at = (uint8_t *)buf, .left = len};
	uint8_t found[sizeof(magic)], hash[VDT_AUDIT_HASH];
	uint32_t version, size;
	int err;

	vdt_get(&c, found, sizeof(found));
	version = vdt_get_u32(&c);
	size = vdt_get_u32(&c);
	if (c.over)
		return -ENODATA;
	if (memcmp(found, magic, sizeof(magic)) || version != VDT_SEGMENT_VERSION ||
	    size < VDT_SEGMENT_HEADER_MIN || size > VDT_SEGMENT_HEADER_MAX)
		return -EBADMSG;
	err = get_fields(&c, size, ret_header);
	if (err)
		return err;
	if (vdt_sha256(buf, size - VDT_AUDIT_HASH, hash))
		return -EIO;
	return memcmp(hash, ret_header->hash, VDT_AUDIT_HASH) ? -EBADMSG : (int)size;
}

static int hash_note(const uint8_t *prev, const uint8_t *buf, size_t len, uint8_t *ret_hash)
{
	const struct iovec parts[] = {{(void *)prev, VDT_AUDIT_HASH}, {(void *)buf, len}};

	return vdt_sha256_parts(parts, 2, ret_hash);
}

int vdt_segment_put_note(const char *text, const uint8_t prev[VDT_AUDIT_HASH],
			 uint8_t buf[VDT_SEGMENT_NOTE_MAX], uint8_t ret_hash[VDT_AUDIT_HASH])
{
	size_t len = strlen(text);
	struct vdt_cursor c = {.at = buf};

	vdt_put_u32(&c, (uint32_t)(VDT_SEGMENT_NOTE_MIN + len));
	vdt_put_u8(&c, VDT_ITEM_NOTE);
	vdt_put(&c, text, len);
	if (hash_note(prev, buf, (size_t)(c.at - buf), ret_hash))
		return -EIO;
	vdt_put(&c, ret_hash, VDT_AUDIT_HASH);
	return (int)(c.at - buf);
}

int vdt_segment_get_note(const uint8_t *buf, size_t len, const uint8_t prev[VDT_AUDIT_HASH],
			 const char **ret_text, size_t *ret_len, uint8_t ret_hash[VDT_AUDIT_HASH])
{
	struct vdt_cursor c = {.at = (uint8_t *)buf, .left = len};
	uint32_t size = vdt_get_u32(&c);
	uint8_t kind = vdt_get_u8(&c);

	if (c.over)
		return -ENODATA;
	if (kind != VDT_ITEM_NOTE || size < VDT_SEGMENT_NOTE_MIN || size > VDT_SEGMENT_NOTE_MAX)
		return -EBADMSG;
	if (size > len)
		return -ENODATA;
	if (hash_note(prev, buf, size - VDT_AUDIT_HASH, ret_hash))
		return -EIO;
	*ret_text = (const char *)c.at;
	*ret_len = size - VDT_SEGMENT_NOTE_MIN;
	return memcmp(c.at + *ret_len, ret_hash, VDT_AUDIT_HASH) ? -EBADMSG : (int)size;
}

void vdt_segment_name(uint32_t segment, char name[VDT_SEGMENT_NAME])
{
	snprintf(name, VDT_SEGMENT_NAME, "%0*" PRIu32 ".seg", DIGITS, segment);
}

uint32_t vdt_segment_number(const char *name)
{
	char again[VDT_SEGMENT_NAME];
	uint32_t segment;

	if (sscanf(name, "%10" SCNu32, &segment) != 1)
		return 0;
	vdt_segment_name(segment, again);
	return strcmp(name, again) ? 0 : segment;
}

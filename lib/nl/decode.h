/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Attributes of the family "vedette" into the structs of client.h. @attrs are the attributes behind
 * the generic netlink header, @len their bytes. Nothing is taken on trust: a number has its exact
 * size, a name, digest or address fits its field, nesting is one level. Text meant for people is
 * cut to its field, unknown attributes are those of a newer module and are left alone, absent ones
 * leave zeroes. All return 0, or -EBADMSG when an attribute is not what the spec says.
 */
#ifndef VDT_NL_DECODE_H
#define VDT_NL_DECODE_H

#include "lib/nl/bans.h"
#include "lib/nl/client.h"
#include "lib/nl/integrity.h"

/* A piece of a policy dump; the pointers go into the attributes. */
struct vdt_nl_piece {
	uint64_t version;
	const uint8_t *blob, *signature; /* NULL: not in this piece */
	size_t blob_len, signature_len;
};

int vdt_nl_decode_status(const void *attrs, size_t len, struct vdt_nl_status *ret_status);
int vdt_nl_decode_identity(const void *attrs, size_t len, struct vdt_nl_identity *ret_identity);
int vdt_nl_decode_lock_item(const void *attrs, size_t len, struct vdt_nl_part *ret_item);
int vdt_nl_decode_feed(const void *attrs, size_t len, struct vdt_nl_feed *ret_feed);
int vdt_nl_decode_piece(const void *attrs, size_t len, struct vdt_nl_piece *ret_piece);
int vdt_nl_decode_service(const void *attrs, size_t len, struct vdt_nl_service *ret_service);
int vdt_nl_decode_conn(const void *attrs, size_t len, struct vdt_nl_conn *ret_conn);
int vdt_nl_decode_limit(const void *attrs, size_t len, struct vdt_nl_limit *ret_limit);
int vdt_nl_decode_source(const void *attrs, size_t len, struct vdt_nl_source *ret_source);
int vdt_nl_decode_stats(const void *attrs, size_t len, struct vdt_nl_stats *ret_stats);
int vdt_nl_decode_event(const void *attrs, size_t len, struct vdt_nl_event *ret_event);
int vdt_nl_decode_ban(const void *attrs, size_t len, struct vdt_nl_ban *ret_ban);
int vdt_nl_decode_integrity(const void *attrs, size_t len, struct vdt_nl_integrity *ret_integrity);
int vdt_nl_decode_verdict(const void *attrs, size_t len, struct vdt_nl_verdict *ret_verdict);
int vdt_nl_decode_denial(const void *attrs, size_t len, struct vdt_nl_denial *ret_denial);

#endif /* VDT_NL_DECODE_H */

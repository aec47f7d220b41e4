/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * DNS messages (RFC 1035) as far as a rule by name needs them: which name was asked for, and which
 * addresses the answer gives it. The bytes are a stranger's; every loop over them has a bound.
 */
#ifndef VDT_DNS_READER_H
#define VDT_DNS_READER_H

#include "core.h"
#include "addr.h"
#include "limits.h"

struct vdt_dns_question {
	char name[VDT_DNS_MAX + 1]; /* lower case, without the dot at the end */
	u16 id;			    /* of the message */
	u16 type;		    /* 1: A, 28: AAAA */
};

struct vdt_dns_addresses {
	u32 n;
	struct {
		struct vdt_addr addr;
		u32 seconds; /* to live, the shortest of the record and the aliases before it */
	} each[VDT_DNS_ADDRESSES_MAX];
};

/*
 * Reads the one question of a query (ask) or of the answer to one. A query may be cut off behind
 * the question. Returns 0, -ENODATA cut off before, -EINVAL not a standard query or answer, -ENOENT
 * a question for anything but the addresses of a host name: no rule can be about it.
 */
int vdt_dns_question(const u8 *data, size_t len, bool ask, struct vdt_dns_question *ret_question);

/*
 * Reads the addresses that a successful and whole answer gives for its question, through at most
 * VDT_DNS_ALIASES_MAX aliases (CNAME), the first VDT_DNS_ADDRESSES_MAX of them. Call it after
 * vdt_dns_question() has read the same bytes. Returns 0, -ENODATA cut off, -EINVAL truncated (TC),
 * an error of the server, a name that loops, or too many records.
 */
int vdt_dns_answer(const u8 *data, size_t len, struct vdt_dns_addresses *ret_addresses);

#endif /* VDT_DNS_READER_H */

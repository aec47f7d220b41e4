/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Who is banned until when: a table of fixed size for IPv4 addresses, IPv6 /64 and, on evidence,
 * /48. Every offence makes the ban longer; who was quiet for VDT_BAN_QUIET_NS after the end of a
 * ban starts anew. Where the table is full, the ban that ends first makes room for one that ends
 * later, never the other way.
 *
 * All that may be banned together lies in one bucket: an IPv4 address, or the whole /48 of an IPv6
 * address. So a packet costs one hash, and the owner of a /48 fills a part of one bucket at most.
 */
#ifndef VDT_BAN_TABLE_H
#define VDT_BAN_TABLE_H

#include "core.h"
#include "addr.h"
#include "limits.h"

struct vdt_ban_table;

struct vdt_ban {
	struct vdt_addr source; /* zero behind the prefix */
	u64 until;		/* CLOCK_BOOTTIME ns */
	u64 dropped;		/* packets, since the place in the table is this source's */
	u32 offences;		/* not forgiven, this one among them */
	u8 bits;		/* 32; 48, 64, 128 */
	bool spare;		/* a program decided; not for sources with a session */
	char text[VDT_BAN_TEXT_MAX + 1];
};

struct vdt_ban_wish {
	const struct vdt_addr *source;
	const char *text; /* why; cut to VDT_BAN_TEXT_MAX */
	u32 seconds;	  /* 0: by the number of offences */
	bool spare;
};

/* Returns an empty table, or NULL when there is no memory. The key makes the places unpredictable.
 */
struct vdt_ban_table *vdt_ban_table_new(const siphash_key_t *key);
void vdt_ban_table_free(struct vdt_ban_table *table);

/*
 * Counts an offence of the source and bans it; a ban in force never gets shorter by it. When
 * VDT_BAN_NETS of one /48 are banned by programs, one ban of the /48 takes their places, but not
 * in fc00::/7, where a /48 is no stranger but the whole site (RFC 4193). *ret_ban is the ban that
 * the source is under now. On failure *ret_why is a text for people.
 * Returns 0, -EINVAL no address that may be banned, -ENOSPC there is no room for a ban so short.
 */
int vdt_ban_add(struct vdt_ban_table *table, const struct vdt_ban_wish *wish, u64 now,
		struct vdt_ban *ret_ban, const char **ret_why);

/* Lifts one of the bans that the source is under, the widest last, and forgets the offences.
 * Returns 0, or -ENOENT when it is under none. */
int vdt_ban_lift(struct vdt_ban_table *table, const struct vdt_addr *source, u64 now,
		 struct vdt_ban *ret_ban);

/* Returns whether there is nothing to look for. One load, in any context. */
bool vdt_ban_table_empty(const struct vdt_ban_table *table);

/*
 * Returns the place of a ban that the source is under, or a negative number. *ret_spare says
 * whether every such ban is one that spares sources with a session. Takes no lock. Any context but
 * a hard interrupt.
 */
int vdt_ban_find(const struct vdt_ban_table *table, const struct vdt_addr *source, u64 now,
		 bool *ret_spare);

/* Counts a packet dropped by the ban in that place. */
void vdt_ban_count(struct vdt_ban_table *table, int place);

/* Copies the first ban in force in a place from *place on, and moves *place behind it. Returns
 * whether there was one. */
bool vdt_ban_next(const struct vdt_ban_table *table, u32 *place, u64 now, struct vdt_ban *ret_ban);

/* Bans that had to end early, or could not begin, for want of room. */
u64 vdt_ban_overflows(struct vdt_ban_table *table);

#endif /* VDT_BAN_TABLE_H */

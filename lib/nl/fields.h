/* SPDX-License-Identifier: BSD-3-Clause */
/* How attributes become members of a struct: a table for each attribute set, one walk for all. */
#ifndef VDT_NL_FIELDS_H
#define VDT_NL_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vedette/netlink.h>

enum vdt_nl_kind {
	NUMBER, /* exactly the size of the field */
	FLAG,	/* its presence is the value */
	NAME,	/* a string that must fit */
	TEXT,	/* a string for people, cut to the field */
	BYTES,	/* exactly the size of the field */
	TAKE,	/* whatever the function says */
};

struct vdt_nl_field {
	uint16_t attr;
	uint8_t kind;
	uint16_t offset, room;
	int (*take)(const uint8_t *data, size_t len, void *obj);
};

#define FIELD(ATTR, KIND, TYPE, member) \
	{ \
		VEDETTE_A_##ATTR, KIND, offsetof(TYPE, member), sizeof(((TYPE *)0)->member), NULL \
	}
#define TAKEN(ATTR, function) \
	{ \
		VEDETTE_A_##ATTR, TAKE, 0, 0, function \
	}
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/*
 * Reads @len bytes of attributes into @obj, which the caller has zeroed; those that the table does
 * not name are skipped. Returns 0, or -EBADMSG when one is not what the table says.
 */
int vdt_nl_fields_read(const void *attrs, size_t len, const struct vdt_nl_field *table,
		       size_t count, void *obj);

/* Stores a string in @room; @cut: one that does not fit is cut. Returns 0, or -EBADMSG. */
int vdt_nl_text_store(const uint8_t *data, size_t len, char *room, size_t size, bool cut);

#endif /* VDT_NL_FIELDS_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is known of a log after some of its items: each further item must follow from it. This is
 * the one place that judges a log; the reader of the folder, that of exports and the writer feed
 * it. It reads no file and no clock.
 *
 * The hashes of the items prove that nothing inside was changed, removed, added or moved by anybody
 * who did not compute a new chain. Who did is found by the checkpoints: no key is left that could
 * sign others for the segments before the last, and none but the unit's that could cosign them.
 */
#ifndef VDT_AUDIT_CHAIN_H
#define VDT_AUDIT_CHAIN_H

#include <stdbool.h>

#include "lib/audit/segment.h"

struct vdt_unit;

/* Cosigned checkpoints come when the log has gone on; so many of the last ones are remembered. */
#define VDT_CHAIN_RECENT 8

enum vdt_audit_state {
	VDT_LOG_INTACT,	     /* as it was written; its beginning may be dropped under signature */
	VDT_LOG_ALTERED,     /* an item was changed, removed, added or moved */
	VDT_LOG_CUT,	     /* the last item is incomplete: power was cut, or somebody cut it */
	VDT_LOG_BEHEADED,    /* the beginning is missing, and no record says that it was dropped */
	VDT_LOG_ROLLED_BACK, /* a checkpoint is known that is ahead of it, or of another log */
	VDT_LOG_FORKED,	     /* a checkpoint is known that it does not continue */
	VDT_LOG_UNCERTIFIED, /* the unit cosigned nothing of what the last key signed */
};

struct vdt_chain {
	/* set before the first item, may be NULL; the caller's */
	const struct vdt_unit *unit;	    /* whose cosignatures count */
	const struct vdt_checkpoint *known; /* this log must have been at that point */
	/* the end of what was read */
	uint8_t log[VDT_AUDIT_LOG_ID];
	uint32_t segment; /* 0: nothing was read */
	uint64_t first;	  /* record that was the first to be found, or would have been */
	uint64_t seq;	  /* of the last record */
	uint64_t counter; /* of the last checkpoint */
	uint8_t key[VDT_ED25519_KEY];
	uint8_t head[VDT_AUDIT_HASH]; /* hash of the last item */
	struct vdt_range tree;
	/* what was found on the way */
	uint64_t records;	       /* read */
	uint64_t signed_to;	       /* last record under a checkpoint */
	uint64_t witnessed_to;	       /* last record under a checkpoint that the unit cosigned */
	uint32_t witnessed;	       /* the last segment of which the unit saw the key */
	bool foreign;		       /* another unit than @unit cosigned */
	bool explained;		       /* a record says why the log begins with @first */
	bool matched, forked;	       /* @known was passed, and it was the same, or was not */
	uint8_t beginning[VDT_SHA256]; /* root of the tree before @first */
	struct {
		uint64_t size;
		uint8_t digest[VDT_SHA256]; /* of the text that was signed */
	} recent[VDT_CHAIN_RECENT];
	unsigned int n_recent; /* seen; the last VDT_CHAIN_RECENT are there */
};

/* An item, as far as it was understood. */
struct vdt_audit_item {
	enum vdt_item_kind kind;
	const uint8_t *bytes; /* all of it */
	size_t len;
	struct vdt_segment_header header; /* VDT_ITEM_HEADER */
	struct vdt_audit_record record;	  /* VDT_ITEM_RECORD */
	struct vdt_checkpoint checkpoint; /* VDT_ITEM_NOTE */
	const char *note;		  /* its text, not terminated */
	size_t note_len;
};

void vdt_chain_init(struct vdt_chain *chain);
/*
 * Take the next item, at the start of @buf, of which @len bytes are there; @header tells whether it
 * must be a header. Returns its length; -ENODATA: it is incomplete; -EBADMSG: it is none that may
 * follow; -EIO. After an error @chain is as before.
 */
int vdt_chain_take(struct vdt_chain *chain, bool header, const uint8_t *buf, size_t len,
		   struct vdt_audit_item *ret_item);
/* The judgement on a log that was read to its end without an error. */
enum vdt_audit_state vdt_chain_judge(const struct vdt_chain *chain);

/* What a record of type AUDIT_DROP has as details: segments up to @segment went, @first stays, and
 * @root is that of the tree over all that went. */
struct vdt_chain_drop {
	uint32_t segment;
	uint64_t first;
	uint8_t root[VDT_SHA256];
};

/* Write the details. Returns 0 or -ENOMEM. */
int vdt_chain_put_drop(const struct vdt_chain_drop *drop, char details[VDT_AUDIT_DETAILS]);
/* Read them. Returns 0 or -EBADMSG. */
int vdt_chain_get_drop(const char *details, struct vdt_chain_drop *ret_drop);

#endif /* VDT_AUDIT_CHAIN_H */

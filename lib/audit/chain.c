// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/chain.h"

#include <errno.h>
#include <string.h>

#include "lib/audit/unit.h"

#define KIND 4 /* where it stands in an item: behind the length */

void vdt_chain_init(struct vdt_chain *chain)
{
	memset(chain, 0, sizeof(*chain));
	vdt_range_init(&chain->tree, 0);
}

/* Did the log pass the checkpoint that is known where it should have? */
static int compare_known(struct vdt_chain *chain)
{
	uint8_t root[VDT_SHA256];

	if (!chain->known || chain->seq != chain->known->size)
		return 0;
	if (vdt_range_root(&chain->tree, root))
		return -EIO;
	if (memcmp(chain->log, chain->known->log, sizeof(chain->log)))
		return 0;
	chain->matched = !memcmp(root, chain->known->root, sizeof(root));
	chain->forked = !chain->matched;
	return 0;
}

/* headers */

static bool is_same_tree(const struct vdt_range *a, const struct vdt_range *b)
{
	return a->start == b->start && a->end == b->end && a->n == b->n &&
	       !memcmp(a->node, b->node, (size_t)a->n * VDT_SHA256);
}

static bool is_beginning(const struct vdt_segment_header *header)
{
	static const uint8_t zeros[VDT_AUDIT_HASH];

	return header->segment == 1 && header->first_seq == 1 && !header->counter &&
	       !memcmp(header->prev, zeros, sizeof(zeros));
}

static bool follows(const struct vdt_chain *chain, const struct vdt_segment_header *header)
{
	if (!chain->segment) /* the first that is left */
		return header->segment > 1 || is_beginning(header);
	return header->segment == chain->segment + 1 && header->first_seq == chain->seq + 1 &&
	       header->counter == chain->counter &&
	       !memcmp(header->log, chain->log, sizeof(chain->log)) &&
	       !memcmp(header->prev, chain->head, sizeof(chain->head)) &&
	       is_same_tree(&header->tree, &chain->tree);
}

static int take_header(struct vdt_chain *chain, const uint8_t *buf, size_t len,
		       struct vdt_segment_header *header)
{
	int n = vdt_segment_get_header(buf, len, header);
	uint8_t root[VDT_SHA256];

	if (n < 0)
		return n;
	if (!follows(chain, header))
		return -EBADMSG;
	if (vdt_range_root(&header->tree, root))
		return -EIO;
	if (!chain->segment) {
		chain->first = header->first_seq;
		chain->seq = chain->signed_to = header->first_seq - 1;
		chain->explained = header->segment == 1;
		memcpy(chain->beginning, root, sizeof(root));
		memcpy(chain->log, header->log, sizeof(chain->log));
		chain->tree = header->tree;
		chain->counter = header->counter;
	}
	chain->segment = header->segment;
	memcpy(chain->key, header->key, sizeof(chain->key));
	memcpy(chain->head, header->hash, sizeof(chain->head));
	return compare_known(chain) ? -EIO : n;
}

/* records */

/* A record may say that what is missing was dropped; then it must mean what is missing. */
static int take_drop(struct vdt_chain *chain, const struct vdt_audit_record *record)
{
	struct vdt_chain_drop drop;

	if (record->type != VDT_AUDIT_AUDIT_DROP || record->result != VDT_AUDIT_OK)
		return 0;
	if (vdt_chain_get_drop(record->details, &drop))
		return -EBADMSG;
	if (drop.first != chain->first)
		return 0;
	if (memcmp(drop.root, chain->beginning, sizeof(drop.root)))
		return -EBADMSG;
	chain->explained = true;
	return 0;
}

static int take_record(struct vdt_chain *chain, const uint8_t *buf, size_t len,
		       struct vdt_audit_record *record)
{
	int n = vdt_audit_get_record(buf, len, chain->head, record);

	if (n < 0)
		return n;
	if (record->seq != chain->seq + 1 || take_drop(chain, record))
		return -EBADMSG;
	if (vdt_range_append(&chain->tree, buf, (size_t)n))
		return -EIO;
	chain->seq = record->seq;
	chain->records++;
	memcpy(chain->head, record->hash, sizeof(chain->head));
	return compare_known(chain) ? -EIO : n;
}

/* checkpoints */

static bool is_recent(const struct vdt_chain *chain, const uint8_t *digest)
{
	for (unsigned int i = 0; i < chain->n_recent && i < VDT_CHAIN_RECENT; i++)
		if (!memcmp(chain->recent[i].digest, digest, VDT_SHA256))
			return true;
	return false;
}

/* A new one must tell of this very place. */
static int check_place(const struct vdt_chain *chain, const struct vdt_checkpoint *checkpoint)
{
	uint8_t root[VDT_SHA256];

	if (vdt_range_root(&chain->tree, root))
		return -EIO;
	return checkpoint->size == chain->seq && checkpoint->segment == chain->segment &&
			       checkpoint->counter == chain->counter + 1 &&
			       !memcmp(checkpoint->log, chain->log, sizeof(chain->log)) &&
			       !memcmp(checkpoint->root, root, sizeof(root)) &&
			       !memcmp(checkpoint->key, chain->key, sizeof(chain->key)) &&
			       !memcmp(checkpoint->head, chain->head, sizeof(chain->head))
		       ? 0
		       : -EBADMSG;
}

/* Returns 1 if the unit cosigned, 0 if not, or -EBADMSG or -EIO. */
static int check_unit(struct vdt_chain *chain, const struct vdt_note *note)
{
	int found = 0;

	for (unsigned int i = 0; i < note->n; i++) {
		int err;

		if (strcmp(note->signature[i].name, VDT_CHECKPOINT_UNIT))
			continue;
		err = chain->unit ? vdt_unit_check(chain->unit, note, &note->signature[i]) : 0;
		if (err && err != -ENOKEY)
			return err;
		chain->foreign |= err == -ENOKEY;
		found |= !err;
	}
	return found;
}

static void remember(struct vdt_chain *chain, const struct vdt_checkpoint *checkpoint,
		     const uint8_t *digest)
{
	unsigned int slot = chain->n_recent++ % VDT_CHAIN_RECENT;

	chain->recent[slot].size = checkpoint->size;
	memcpy(chain->recent[slot].digest, digest, VDT_SHA256);
	chain->counter = checkpoint->counter;
	chain->signed_to = checkpoint->size;
}

static int judge_note(struct vdt_chain *chain, const struct vdt_note *note,
		      const struct vdt_checkpoint *checkpoint)
{
	uint8_t digest[VDT_SHA256];
	int cosigned, err = 0;
	bool again;

	if (vdt_sha256(note->text, note->len, digest))
		return -EIO;
	again = is_recent(chain, digest);
	if (!again)
		err = check_place(chain, checkpoint);
	if (err)
		return err;
	cosigned = check_unit(chain, note);
	if (cosigned < 0)
		return cosigned;
	if (!again)
		remember(chain, checkpoint, digest);
	if (cosigned && checkpoint->size >= chain->witnessed_to) {
		chain->witnessed_to = checkpoint->size;
		chain->witnessed = checkpoint->segment;
	}
	return 0;
}

static int take_note(struct vdt_chain *chain, const uint8_t *buf, size_t len,
		     struct vdt_audit_item *item)
{
	uint8_t hash[VDT_AUDIT_HASH];
	struct vdt_note note;
	int err,
		n = vdt_segment_get_note(buf, len, chain->head, &item->note, &item->note_len, hash);

	if (n < 0)
		return n;
	err = vdt_checkpoint_read(item->note, item->note_len, &item->checkpoint, &note);
	if (!err)
		err = judge_note(chain, &note, &item->checkpoint);
	if (err)
		return err;
	memcpy(chain->head, hash, sizeof(hash));
	return n;
}

int vdt_chain_take(struct vdt_chain *chain, bool header, const uint8_t *buf, size_t len,
		   struct vdt_audit_item *ret_item)
{
	int n;

	ret_item->kind = header ? VDT_ITEM_HEADER : VDT_ITEM_RECORD;
	if (!header && len > KIND && buf[KIND] == VDT_ITEM_NOTE)
		ret_item->kind = VDT_ITEM_NOTE;
	switch (ret_item->kind) {
	case VDT_ITEM_HEADER:
		n = take_header(chain, buf, len, &ret_item->header);
		break;
	case VDT_ITEM_NOTE:
		n = take_note(chain, buf, len, ret_item);
		break;
	default:
		n = take_record(chain, buf, len, &ret_item->record);
	}
	ret_item->bytes = buf;
	ret_item->len = n > 0 ? (size_t)n : 0;
	return n;
}

static enum vdt_audit_state judge_known(const struct vdt_chain *chain)
{
	if (memcmp(chain->log, chain->known->log, sizeof(chain->log)) ||
	    chain->known->size > chain->seq)
		return VDT_LOG_ROLLED_BACK;
	return chain->forked ? VDT_LOG_FORKED : VDT_LOG_INTACT;
}

enum vdt_audit_state vdt_chain_judge(const struct vdt_chain *chain)
{
	enum vdt_audit_state state;

	if (!chain->explained)
		return VDT_LOG_BEHEADED;
	state = chain->known ? judge_known(chain) : VDT_LOG_INTACT;
	if (state != VDT_LOG_INTACT)
		return state;
	return chain->unit && chain->witnessed != chain->segment && chain->witnessed_to < chain->seq
		       ? VDT_LOG_UNCERTIFIED
		       : VDT_LOG_INTACT;
}

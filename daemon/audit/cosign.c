// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/cosign.h"

#include <errno.h>
#include <string.h>

_Static_assert((int)VDT_NOTE_TEXT == (int)VDT_NOTE_ROOM, "a note fits");
_Static_assert((int)VDT_WITNESS_NODES == VDT_RANGE_NODES * VDT_SHA256, "a range fits");

int vdt_cosign_ask(struct vdt_cosign *cosign, struct vdt_journal *journal,
		   struct vdt_msg_WITNESS *ret_question)
{
	int err;

	if (cosign->waiting)
		return 0;
	err = vdt_journal_checkpoint(journal);
	if (err)
		return err;
	if (journal->chain.signed_to != journal->chain.seq || !journal->note[0])
		return 0;
	memset(ret_question, 0, sizeof(*ret_question));
	memcpy(ret_question->note, journal->note, strlen(journal->note));
	ret_question->start = journal->since.start;
	ret_question->end = journal->since.end;
	ret_question->nodes_len = journal->since.n * VDT_SHA256;
	memcpy(ret_question->nodes, journal->since.node, ret_question->nodes_len);
	cosign->asked = journal->since;
	cosign->counter = journal->chain.counter;
	cosign->waiting = true;
	vdt_range_init(&journal->since, journal->since.end);
	return 1;
}

void vdt_cosign_forget(struct vdt_cosign *cosign, struct vdt_journal *journal)
{
	if (!cosign->waiting)
		return;
	cosign->waiting = false;
	/* What came in the meantime goes behind what was asked. */
	if (!vdt_range_join(&cosign->asked, &journal->since))
		journal->since = cosign->asked;
}

/* The range from @size on, out of the log itself. */
static int read_since(const struct vdt_journal *journal, uint64_t size, struct vdt_range *ret_range)
{
	struct vdt_audit_reader *reader;
	struct vdt_audit_item item;
	int err = vdt_audit_open(journal->path, NULL, NULL, &reader);

	if (err)
		return err;
	vdt_range_init(ret_range, size);
	while ((err = vdt_audit_next_record(reader, &item)) > 0) {
		if (item.record.seq <= size)
			continue;
		err = vdt_range_append(ret_range, item.bytes, item.len);
		if (err)
			break;
	}
	vdt_audit_close(reader);
	return err;
}

/* auth stands at @size, as after a start of this process: go on from there. */
static int resume(struct vdt_journal *journal, uint64_t size)
{
	const struct vdt_chain *chain = &journal->chain;
	int err;

	if (size > chain->seq || (size && size < chain->first - 1))
		return -ESTALE;
	if (!size) {
		journal->since = chain->tree;
		return -EAGAIN;
	}
	err = read_since(journal, size, &journal->since);
	/* The files are not what was written to them any more. */
	if (err == -EBADMSG || err == -ENODATA)
		return -ESTALE;
	return err ? err : -EAGAIN;
}

int vdt_cosign_take(struct vdt_cosign *cosign, struct vdt_journal *journal,
		    const struct vdt_msg_COSIGNATURE *answer)
{
	if (!cosign->waiting)
		return -EPROTO;
	switch (answer->verdict) {
	case VDT_VERDICT_COSIGNED:
		cosign->waiting = false;
		/* Too late: no reader remembers it so long. The next one says the same, and more.
		 */
		if (journal->chain.counter - cosign->counter >= VDT_CHAIN_RECENT)
			return 0;
		return vdt_journal_cosigned(journal, answer->note);
	case VDT_VERDICT_RESUME:
		vdt_cosign_forget(cosign, journal);
		return resume(journal, answer->size);
	case VDT_VERDICT_REFUSED:
		cosign->waiting = false;
		return -ESTALE;
	default:
		vdt_cosign_forget(cosign, journal);
		return 0;
	}
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/chain.h"

#include <errno.h>

#include "lib/audit/log.h"
#include "tests/unit/lib/audit/write.h"

static struct test_log test;

TestSuite(chain, .init = make_dir, .fini = remove_dir);

static enum vdt_audit_state judge(const struct vdt_unit *unit, const struct vdt_checkpoint *known)
{
	struct vdt_audit_report report;

	cr_assert_eq(vdt_audit_verify(test_dir, unit, known, &report), 0);
	return report.state;
}

static void drop_record(uint64_t first, const uint8_t *root)
{
	struct vdt_chain_drop drop = {.segment = 1, .first = first}, back;
	struct vdt_audit_record record = {.type = VDT_AUDIT_AUDIT_DROP};

	memcpy(drop.root, root, sizeof(drop.root));
	cr_assert_eq(vdt_chain_put_drop(&drop, record.details), 0);
	cr_assert_eq(vdt_chain_get_drop(record.details, &back), 0);
	cr_assert_eq(back.first, first);
	cr_assert_arr_eq(back.root, root, sizeof(back.root));
	add_record(&test, record);
}

/* Segment 1 has 4 records; segment 2 says that they went. */
static void make_dropped(int wrong_first, int wrong_root)
{
	uint8_t root[VDT_SHA256];

	begin_log(&test);
	add_segment(&test);
	add_records(&test, 4);
	add_checkpoint(&test, false);
	cr_assert_eq(vdt_range_root(&test.chain.tree, root), 0);
	root[0] ^= (uint8_t)wrong_root;
	add_segment(&test);
	drop_record((uint64_t)(5 + wrong_first), root);
	add_checkpoint(&test, false);
	save_segment(&test);
}

Test(chain, dropped_under_signature)
{
	make_dropped(0, 0);
	cr_assert_eq(judge(NULL, NULL), VDT_LOG_INTACT);
	make_dropped(1, 0);
	cr_assert_eq(judge(NULL, NULL), VDT_LOG_BEHEADED, "another place was named");
	make_dropped(0, 1);
	cr_assert_eq(judge(NULL, NULL), VDT_LOG_ALTERED, "other records went than it says");
}

/* Who has the key of the last segment can write what he likes in it, but not past the unit. */
Test(chain, cosigned_records_cannot_be_rewritten)
{
	struct vdt_unit *unit = make_unit();
	char cosigned[VDT_NOTE_ROOM];

	begin_log(&test);
	add_segment(&test);
	add_records(&test, 3);
	add_checkpoint(&test, true);
	save_segment(&test);
	cr_assert_eq(judge(unit, NULL), VDT_LOG_INTACT);
	memcpy(cosigned, test.note, sizeof(cosigned));

	begin_log(&test);
	add_segment(&test);
	add_records(&test, 2);
	add_record(&test, (struct vdt_audit_record){.type = VDT_AUDIT_LOGOUT});
	add_checkpoint(&test, false);
	save_segment(&test);
	cr_assert_eq(judge(NULL, NULL), VDT_LOG_INTACT, "by itself it is a log");
	cr_assert_eq(judge(unit, NULL), VDT_LOG_UNCERTIFIED, "but the unit never saw it");
	vdt_unit_free(unit);
}

/* Two cosigned checkpoints: put in the place of one another they are found. */
Test(chain, checkpoint_of_another_place)
{
	struct vdt_audit_item item;
	uint8_t buf[VDT_SEGMENT_NOTE_MAX], hash[VDT_AUDIT_HASH];
	struct vdt_chain before;
	int len;

	begin_log(&test);
	add_segment(&test);
	add_records(&test, 3);
	before = test.chain;
	add_checkpoint(&test, false);
	test.chain = before;
	add_records(&test, 1);
	len = vdt_segment_put_note(test.note, test.chain.head, buf, hash);
	cr_assert_eq(vdt_chain_take(&test.chain, false, buf, (size_t)len, &item), -EBADMSG);
}

enum lie { TRUTH, SIZE, ROOT, SEGMENT, HEAD, COUNTER, LOG, KEY, LIES };

/* Well signed, and one field of it is not what it is here. */
Test(chain, checkpoint_that_lies)
{
	begin_log(&test);
	add_segment(&test);
	add_records(&test, 3);
	for (enum lie lie = TRUTH; lie < LIES; lie++) {
		struct vdt_checkpoint checkpoint = make_checkpoint(&test);
		uint8_t seed[VDT_ED25519_SEED], buf[VDT_SEGMENT_NOTE_MAX], hash[VDT_AUDIT_HASH];
		struct vdt_chain chain = test.chain;
		struct vdt_audit_item item;
		char note[VDT_NOTE_ROOM];
		int len;

		memcpy(seed, test.seed, sizeof(seed));
		seed[1] = lie == KEY;
		cr_assert_eq(vdt_ed25519_key(seed, checkpoint.key), 0);
		checkpoint.size += lie == SIZE;
		checkpoint.root[0] ^= lie == ROOT;
		checkpoint.segment += lie == SEGMENT;
		checkpoint.head[0] ^= lie == HEAD;
		checkpoint.counter += lie == COUNTER;
		checkpoint.log[0] ^= lie == LOG;
		cr_assert_eq(vdt_checkpoint_sign(&checkpoint, seed, note), 0);
		len = vdt_segment_put_note(note, chain.head, buf, hash);
		cr_assert_eq(vdt_chain_take(&chain, false, buf, (size_t)len, &item),
			     lie ? -EBADMSG : len, "lie %d", lie);
	}
}

/* It comes back cosigned when the log has gone on. */
Test(chain, cosigned_later)
{
	struct vdt_unit *unit = make_unit();
	char note[VDT_NOTE_ROOM];

	begin_log(&test);
	add_segment(&test);
	add_records(&test, 3);
	add_checkpoint(&test, false);
	memcpy(note, test.note, sizeof(note));
	cosign_note(note);
	add_records(&test, 2);
	save_segment(&test);
	cr_assert_eq(judge(unit, NULL), VDT_LOG_UNCERTIFIED);
	add_note(&test, note);
	save_segment(&test);
	cr_assert_eq(judge(unit, NULL), VDT_LOG_INTACT);
	vdt_unit_free(unit);
}

Test(chain, segments_that_the_unit_missed_are_covered_by_what_it_saw_after)
{
	struct vdt_unit *unit = make_unit();

	begin_log(&test);
	add_segment(&test);
	add_records(&test, 2);
	add_checkpoint(&test, false);
	save_segment(&test);
	add_segment(&test);
	add_records(&test, 2);
	add_checkpoint(&test, true);
	save_segment(&test);
	cr_assert_eq(judge(unit, NULL), VDT_LOG_INTACT);
	add_segment(&test);
	add_records(&test, 1);
	add_checkpoint(&test, false);
	save_segment(&test);
	cr_assert_eq(judge(unit, NULL), VDT_LOG_UNCERTIFIED, "anybody could have begun this one");
	vdt_unit_free(unit);
}

Test(chain, another_unit)
{
	struct vdt_unit *other = make_unit(), *unit = make_unit();

	begin_log(&test);
	add_segment(&test);
	add_records(&test, 2);
	add_checkpoint(&test, true);
	save_segment(&test);
	cr_assert_eq(judge(unit, NULL), VDT_LOG_INTACT);
	cr_assert_eq(judge(other, NULL), VDT_LOG_UNCERTIFIED);
	vdt_unit_free(unit);
	vdt_unit_free(other);
}

Test(chain, known_checkpoint)
{
	struct vdt_checkpoint known, later, fork, foreign;

	begin_log(&test);
	add_segment(&test);
	add_records(&test, 4);
	known = make_checkpoint(&test);
	add_checkpoint(&test, false);
	save_segment(&test);
	cr_assert_eq(judge(NULL, &known), VDT_LOG_INTACT);
	add_records(&test, 3);
	later = make_checkpoint(&test);
	cr_assert_eq(judge(NULL, &later), VDT_LOG_ROLLED_BACK, "it is ahead of the log");
	save_segment(&test);
	cr_assert_eq(judge(NULL, &known), VDT_LOG_INTACT, "the log went on");
	fork = known;
	fork.root[5] ^= 1;
	cr_assert_eq(judge(NULL, &fork), VDT_LOG_FORKED);
	foreign = known;
	foreign.log[0] ^= 1;
	cr_assert_eq(judge(NULL, &foreign), VDT_LOG_ROLLED_BACK, "of another log");
}

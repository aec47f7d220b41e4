// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/witness.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/vdt-witness-XXXXXX";
static char path[64];
static const uint8_t seal_key[VDT_SEAL_KEY] = {1};
static struct vdt_witness witness;
static bool lost;
static struct vdt_msg_COSIGNATURE answer;

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/witness", dir);
	cr_assert_eq(vdt_witness_load(&witness, path, seal_key, &lost), 0);
}

static void tear_down(void)
{
	char slot[80];

	for (int i = 0; i < 2; i++) {
		snprintf(slot, sizeof(slot), "%s.%d", path, i);
		unlink(slot);
	}
	rmdir(dir);
}

TestSuite(witness, .init = set_up, .fini = tear_down);

/* A log of @size records, the leaf of each its number and @mark. */
struct wish {
	uint8_t log, mark, seed;
	uint64_t start, size, counter;
	uint32_t segment;
};

static struct vdt_range make_range(uint64_t start, uint64_t end, uint8_t mark)
{
	struct vdt_range range;

	vdt_range_init(&range, start);
	for (uint64_t i = start; i < end; i++) {
		uint8_t leaf[] = {(uint8_t)i, mark};

		cr_assert_eq(vdt_range_append(&range, leaf, sizeof(leaf)), 0);
	}
	return range;
}

static enum vdt_witness_verdict ask(struct wish wish)
{
	struct vdt_checkpoint checkpoint = {.log = {wish.log},
					    .size = wish.size,
					    .segment = wish.segment,
					    .counter = wish.counter};
	struct vdt_range whole = make_range(0, wish.size, wish.mark);
	struct vdt_range since = make_range(wish.start, wish.size, wish.mark);
	struct vdt_msg_WITNESS question = {
		.start = wish.start, .end = wish.size, .nodes_len = since.n * VDT_SHA256};
	uint8_t seed[VDT_ED25519_SEED] = {wish.seed};
	struct vdt_note note;

	memcpy(question.nodes, since.node, question.nodes_len);
	cr_assert_eq(vdt_range_root(&whole, checkpoint.root), 0);
	cr_assert_eq(vdt_ed25519_key(seed, checkpoint.key), 0);
	cr_assert_eq(vdt_checkpoint_sign(&checkpoint, seed, question.note), 0);
	return vdt_witness_judge(&witness, &question, &answer, &note);
}

static const struct wish first = {.log = 1, .size = 10, .counter = 1, .segment = 1, .seed = 1};

Test(witness, cosigns_what_continues)
{
	struct wish next = {
		.log = 1, .start = 10, .size = 25, .counter = 2, .segment = 2, .seed = 2};

	cr_assert_eq(ask(first), VDT_VERDICT_COSIGNED);
	cr_assert(witness.begun);
	cr_assert_eq(ask(next), VDT_VERDICT_COSIGNED);
	cr_assert_not(witness.begun);
	next.start = 25;
	cr_assert_eq(ask(next), VDT_VERDICT_COSIGNED, "the answer may have been lost");
}

Test(witness, remembers_over_a_start)
{
	cr_assert_eq(ask(first), VDT_VERDICT_COSIGNED);
	cr_assert_eq(vdt_witness_load(&witness, path, seal_key, &lost), 0);
	cr_assert(witness.known);
	cr_assert_eq(ask(first), VDT_VERDICT_RESUME);
	cr_assert_eq(answer.size, 10);
}

/* Nobody could log in to a unit that does not start. */
Test(witness, damaged_it_begins_anew)
{
	cr_assert_eq(ask(first), VDT_VERDICT_COSIGNED);
	cr_assert_not(lost);
	for (int i = 0; i < 2; i++) {
		char slot[80];
		FILE *file;

		snprintf(slot, sizeof(slot), "%s.%d", path, i);
		file = fopen(slot, "w");
		cr_assert(file && fputs("nonsense", file) >= 0 && !fclose(file));
	}
	cr_assert_eq(vdt_witness_load(&witness, path, seal_key, &lost), 0);
	cr_assert(lost);
	cr_assert_not(witness.known);
	cr_assert_eq(ask(first), VDT_VERDICT_COSIGNED);
	cr_assert_eq(vdt_witness_load(&witness, path, seal_key, &lost), 0);
	cr_assert_not(lost);
	cr_assert(witness.known, "and is remembered again");
}

Test(witness, refuses)
{
	static const struct {
		struct wish wish;
		const char *reason;
	} cases[] = {
		{{.log = 1, .start = 0, .size = 9, .counter = 3, .segment = 2, .seed = 2},
		 "older than one that was cosigned"},
		{{.log = 1, .start = 10, .size = 12, .counter = 1, .segment = 2, .seed = 2},
		 "older than one that was cosigned"},
		{{.log = 1, .start = 10, .size = 12, .counter = 3, .segment = 1, .seed = 1},
		 "segment is older"},
		{{.log = 1, .start = 10, .size = 12, .counter = 3, .segment = 2, .seed = 9},
		 "another key"},
		{{.log = 1,
		  .mark = 1,
		  .start = 10,
		  .size = 12,
		  .counter = 3,
		  .segment = 2,
		  .seed = 2},
		 "not those that were cosigned"},
	};

	cr_assert_eq(ask(first), VDT_VERDICT_COSIGNED);
	cr_assert_eq(
		ask((struct wish){
			.log = 1, .start = 10, .size = 10, .counter = 2, .segment = 2, .seed = 2}),
		VDT_VERDICT_COSIGNED);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cr_assert_eq(ask(cases[i].wish), VDT_VERDICT_REFUSED, "%s", cases[i].reason);
		cr_assert_not_null(strstr(answer.reason, cases[i].reason), "%s", answer.reason);
	}
	cr_assert_eq(witness.last.size, 10, "and remembers nothing of it");
}

/* A log that was put aside does not come back. */
Test(witness, old_logs_are_retired)
{
	struct wish second = first;

	second.log = 2;
	cr_assert_eq(ask(first), VDT_VERDICT_COSIGNED);
	cr_assert_eq(ask(second), VDT_VERDICT_COSIGNED, "a new log may begin");
	cr_assert_eq(vdt_witness_load(&witness, path, seal_key, &lost), 0);
	cr_assert_eq(ask(first), VDT_VERDICT_REFUSED);
	cr_assert_not_null(strstr(answer.reason, "older log"));
	for (uint8_t i = 3; i < 3 + 2 * VDT_WITNESS_RETIRED; i++) {
		second.log = i;
		cr_assert_eq(ask(second), VDT_VERDICT_COSIGNED);
	}
	cr_assert_eq(witness.n_retired, VDT_WITNESS_RETIRED);
}

Test(witness, not_a_checkpoint)
{
	const struct vdt_msg_WITNESS question = {.note = "text\n"};
	struct vdt_note note;

	cr_assert_eq(vdt_witness_judge(&witness, &question, &answer, &note), VDT_VERDICT_REFUSED);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/cosign.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/vdt-cosign-XXXXXX";
static const uint8_t boot[16] = {1};
static struct vdt_journal journal;
static struct vdt_cosign cosign;
static struct vdt_msg_WITNESS question;

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	cr_assert_eq(vdt_journal_open(&journal, dir, &VDT_JOURNAL_DEFAULTS, boot), 0);
}

static void tear_down(void)
{
	DIR *files = opendir(dir);
	struct dirent *entry;

	vdt_journal_close(&journal);
	while ((entry = readdir(files)))
		unlinkat(dirfd(files), entry->d_name, 0);
	closedir(files);
	rmdir(dir);
}

TestSuite(cosign, .init = set_up, .fini = tear_down);

static void append(unsigned int n)
{
	while (n--) {
		struct vdt_audit_record record = {.type = VDT_AUDIT_PACKET_DROP};

		cr_assert_eq(vdt_journal_append(&journal, &record), 0);
	}
}

static int answer(enum vdt_witness_verdict verdict, uint64_t size)
{
	static const struct vdt_note_signature signature = {.name = VDT_CHECKPOINT_UNIT, .len = 70};
	struct vdt_msg_COSIGNATURE msg = {.verdict = (uint8_t)verdict, .size = size};

	if (verdict == VDT_VERDICT_COSIGNED) {
		memcpy(msg.note, question.note, sizeof(msg.note));
		cr_assert_eq(vdt_note_add(msg.note, &signature), 0);
	}
	return vdt_cosign_take(&cosign, &journal, &msg);
}

static uint64_t witnessed(void)
{
	struct vdt_audit_report report;

	cr_assert_eq(vdt_audit_verify(dir, NULL, NULL, &report), 0);
	cr_assert_eq(report.state, VDT_LOG_INTACT);
	return report.chain.witnessed_to;
}

/* The tree that the question proves, joined to @known, is that of the note. */
static void check_question(struct vdt_range *known)
{
	struct vdt_checkpoint checkpoint;
	struct vdt_range since;
	struct vdt_note note;
	uint8_t root[VDT_SHA256];

	cr_assert_eq(vdt_checkpoint_read(question.note, strlen(question.note), &checkpoint, &note),
		     0);
	cr_assert_eq(vdt_range_set(&since, question.start, question.end, question.nodes,
				   question.nodes_len / VDT_SHA256),
		     0);
	cr_assert_eq(vdt_range_join(known, &since), 0);
	cr_assert_eq(known->end, checkpoint.size);
	cr_assert_eq(vdt_range_root(known, root), 0);
	cr_assert_arr_eq(root, checkpoint.root, sizeof(root));
}

Test(cosign, each_question_goes_on_where_the_last_ended)
{
	struct vdt_range known;

	vdt_range_init(&known, 0);
	for (unsigned int i = 0; i < 20; i++) {
		cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
		check_question(&known);
		cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 0, "one at a time");
		append(i % 5);
		cr_assert_eq(answer(VDT_VERDICT_COSIGNED, 0), 0);
		cr_assert_eq(witnessed(), known.end);
		append(1);
	}
}

Test(cosign, what_had_no_answer_is_asked_again)
{
	struct vdt_range known;

	vdt_range_init(&known, 0);
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	append(3);
	vdt_cosign_forget(&cosign, &journal);
	append(2);
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	cr_assert_eq(question.start, 0);
	check_question(&known);
	cr_assert_eq(answer(VDT_VERDICT_UNABLE, 0), 0);
	append(2);
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	vdt_range_init(&known, 0);
	check_question(&known);
}

Test(cosign, after_a_start_auth_says_where_it_stands)
{
	struct vdt_range known;

	vdt_range_init(&known, 0);
	append(6);
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	check_question(&known);
	cr_assert_eq(answer(VDT_VERDICT_COSIGNED, 0), 0);
	append(5);
	vdt_journal_close(&journal);
	cr_assert_eq(vdt_journal_open(&journal, dir, &VDT_JOURNAL_DEFAULTS, boot), 0);
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	cr_assert_eq(question.start, 0, "it does not know");
	cr_assert_eq(answer(VDT_VERDICT_RESUME, 7), -EAGAIN);
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	cr_assert_eq(question.start, 7);
	check_question(&known);
	cr_assert_eq(answer(VDT_VERDICT_COSIGNED, 0), 0);
}

Test(cosign, an_answer_that_took_too_long)
{
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	for (unsigned int i = 0; i < VDT_CHAIN_RECENT; i++) {
		append(1);
		cr_assert_eq(vdt_journal_checkpoint(&journal), 0);
	}
	cr_assert_eq(answer(VDT_VERDICT_COSIGNED, 0), 0);
	cr_assert_eq(witnessed(), 0, "it is let go");
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	cr_assert_eq(question.start, 1, "auth knows of it all the same");
}

Test(cosign, auth_knows_more_than_there_is)
{
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	cr_assert_eq(answer(VDT_VERDICT_RESUME, 1000), -ESTALE);
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	cr_assert_eq(answer(VDT_VERDICT_REFUSED, 0), -ESTALE);
}

/* Root writes to the file that is open here. */
Test(cosign, files_that_were_changed_meanwhile)
{
	char path[64];

	append(3);
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	snprintf(path, sizeof(path), "%s/0000000001.seg", dir);
	cr_assert_eq(truncate(path, 300), 0);
	cr_assert_eq(answer(VDT_VERDICT_RESUME, 1), -ESTALE);
}

Test(cosign, an_answer_that_was_not_asked_for)
{
	cr_assert_eq(answer(VDT_VERDICT_UNABLE, 0), -EPROTO);
	cr_assert_eq(vdt_cosign_ask(&cosign, &journal, &question), 1);
	question.note[30] ^= 1;
	cr_assert_eq(answer(VDT_VERDICT_COSIGNED, 0), -EBADMSG, "of another log");
}

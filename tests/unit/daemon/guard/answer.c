// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/answer.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static char *collect(struct vdt_answer *answer, unsigned int *ret_pieces)
{
	struct vdt_msg_TEXT piece;
	char *text = calloc(1, answer->len + 1);
	size_t at = 0;

	for (*ret_pieces = 0; vdt_answer_piece(answer, &piece); ++*ret_pieces) {
		memcpy(text + at, piece.json, piece.json_len);
		at += piece.json_len;
	}
	return text;
}

Test(answer, rows_become_a_list)
{
	struct vdt_answer answer = {};
	unsigned int pieces;
	char *text;

	vdt_answer_text(&answer, "[");
	vdt_answer_row(&answer, json_pack("{s:i}", "a", 1));
	vdt_answer_row(&answer, json_pack("{s:i}", "a", 2));
	vdt_answer_text(&answer, "]");
	text = collect(&answer, &pieces);
	cr_expect_str_eq(text, "[{\"a\":1},{\"a\":2}]");
	cr_expect_eq(pieces, 1);
	cr_expect_eq(answer.err, 0);
	free(text);
	vdt_answer_done(&answer);
}

Test(answer, a_page_of_a_list)
{
	static const struct {
		uint64_t skip;
		uint32_t most;
		const char *text, *why;
	} cases[] = {
		{0, 0, "0,1,2,3", "all"}, {0, 2, "0,1", "the first"},
		{1, 2, "1,2", "some"},	  {3, 9, "3", "the last"},
		{4, 1, "", "none"},	  {UINT64_MAX, UINT32_MAX, "", "far behind"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vdt_answer answer = {.skip = cases[i].skip, .most = cases[i].most};
		unsigned int pieces;
		char *text;

		for (int row = 0; row < 4; row++)
			vdt_answer_row(&answer, json_integer(row));
		text = collect(&answer, &pieces);
		cr_expect_str_eq(text, cases[i].text, "%s: %s", cases[i].why, text);
		free(text);
		vdt_answer_done(&answer);
	}
}

Test(answer, pieces_are_the_whole)
{
	static const struct {
		size_t len;
		unsigned int pieces;
		const char *why;
	} cases[] = {
		{0, 0, "nothing"},
		{1, 1, "a byte"},
		{VDT_TEXT_ROOM, 1, "just one"},
		{VDT_TEXT_ROOM + 1, 2, "one byte more"},
		{10 * VDT_TEXT_ROOM, 10, "many"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *whole = calloc(1, cases[i].len + 1), *text;
		struct vdt_answer answer = {};
		unsigned int pieces;

		for (size_t at = 0; at < cases[i].len; at++)
			whole[at] = (char)('a' + at % 26);
		vdt_answer_text(&answer, whole);
		text = collect(&answer, &pieces);
		cr_expect_str_eq(text, whole, "%s", cases[i].why);
		cr_expect_eq(pieces, cases[i].pieces, "%s: %u", cases[i].why, pieces);
		vdt_answer_done(&answer);
		free(text);
		free(whole);
	}
}

Test(answer, is_bounded)
{
	struct vdt_answer answer = {};
	char row[4097];

	memset(row, 'x', sizeof(row) - 1);
	row[sizeof(row) - 1] = '\0';
	for (unsigned int i = 0; i < VDT_ANSWER_MAX / (sizeof(row) - 1); i++)
		vdt_answer_text(&answer, row);
	cr_expect_eq(answer.err, 0, "full");
	vdt_answer_text(&answer, "x");
	cr_expect_eq(answer.err, -EFBIG, "over");
	vdt_answer_done(&answer);
	vdt_answer_json(&answer, NULL);
	cr_expect_eq(answer.err, -ENOMEM, "JSON that there was no memory for");
	vdt_answer_done(&answer);
}

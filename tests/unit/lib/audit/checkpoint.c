// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/checkpoint.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static const uint8_t seed[VDT_ED25519_SEED] = {3};

static struct vdt_checkpoint make_checkpoint(char note[VDT_NOTE_ROOM])
{
	struct vdt_checkpoint checkpoint = {.log = {0xab},
					    .size = 12345678901,
					    .root = {1},
					    .segment = 7,
					    .head = {2},
					    .counter = 99};

	cr_assert_eq(vdt_ed25519_key(seed, checkpoint.key), 0);
	cr_assert_eq(vdt_checkpoint_sign(&checkpoint, seed, note), 0);
	return checkpoint;
}

Test(checkpoint, comes_back_as_it_was)
{
	char text[VDT_NOTE_ROOM];
	struct vdt_checkpoint checkpoint = make_checkpoint(text), back;
	struct vdt_note note;

	cr_assert_eq(
		strncmp(text, "vedette/audit/ab000000000000000000000000000000\n12345678901\n", 59),
		0, "%s", text);
	memset(&back, 0, sizeof(back));
	cr_assert_eq(vdt_checkpoint_read(text, strlen(text), &back, &note), 0);
	cr_assert_eq(back.size, checkpoint.size);
	cr_assert_eq(back.segment, 7);
	cr_assert_eq(back.counter, 99);
	cr_assert_arr_eq(back.log, checkpoint.log, sizeof(back.log));
	cr_assert_arr_eq(back.root, checkpoint.root, sizeof(back.root));
	cr_assert_arr_eq(back.key, checkpoint.key, sizeof(back.key));
	cr_assert_arr_eq(back.head, checkpoint.head, sizeof(back.head));
}

Test(checkpoint, any_flipped_bit_is_found)
{
	char text[VDT_NOTE_ROOM];
	struct vdt_checkpoint back;
	struct vdt_note note;
	size_t len;

	make_checkpoint(text);
	len = strlen(text);
	for (size_t bit = 0; bit < len * 8; bit++) {
		text[bit / 8] ^= (char)(1 << bit % 8);
		cr_assert_neq(vdt_checkpoint_read(text, len, &back, &note), 0, "bit %zu", bit);
		text[bit / 8] ^= (char)(1 << bit % 8);
	}
	for (size_t n = 0; n < len; n++)
		cr_assert_neq(vdt_checkpoint_read(text, n, &back, &note), 0, "%zu bytes", n);
}

/* Signed by the right key, and yet not the one text for its fields. */
Test(checkpoint, one_text_for_each)
{
	static const struct {
		const char *from, *to;
	} cases[] = {{"\nsegment 7\n", "\nsegment 07\n"},
		     {"\nsegment 7\n", "\nsegment  7\n"},
		     {"\ncounter 99\n", "\ncounter 99\nmore\n"},
		     {"\n12345678901\n", "\n+12345678901\n"}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vdt_note_signature signature = {.len = VDT_ED25519_SIGNATURE};
		char text[VDT_NOTE_ROOM], other[VDT_NOTE_ROOM], *at;
		struct vdt_checkpoint checkpoint = make_checkpoint(text), back;
		struct vdt_note note;

		cr_assert_eq(vdt_note_parse(text, strlen(text), &note), 0);
		text[note.len] = '\0';
		at = strstr(text, cases[i].from);
		cr_assert_not_null(at);
		snprintf(other, sizeof(other), "%.*s%s%s", (int)(at - text), text, cases[i].to,
			 at + strlen(cases[i].from));
		memcpy(signature.name, note.signature[0].name, sizeof(signature.name));
		cr_assert_eq(vdt_note_ed25519_id(signature.name, checkpoint.key, signature.key_id),
			     0);
		cr_assert_eq(vdt_ed25519_sign(seed, other, strlen(other), signature.bytes), 0);
		cr_assert_eq(vdt_note_add(other, &signature), 0);
		cr_assert_eq(vdt_checkpoint_read(other, strlen(other), &back, &note), -EBADMSG,
			     "%s", cases[i].to);
	}
}

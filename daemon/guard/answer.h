/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What web is told about one request: compact JSON, row by row, so that only text stays in memory,
 * and taken out again in pieces that fit into messages.
 */
#ifndef VDT_GUARD_ANSWER_H
#define VDT_GUARD_ANSWER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/ipc/msgs.h"

#define VDT_ANSWER_MAX (4u << 20) /* bytes of text */

/* All zero but for skip and most to begin with, ended by vdt_answer_done(). */
struct vdt_answer {
	char *text;
	size_t len, room, told;
	unsigned int rows; /* that were added or skipped */
	uint64_t skip;	   /* of so many rows nothing is told */
	uint32_t most;	   /* rows that are told, 0: all others */
	int err;	   /* the first failure: -ENOMEM, -EFBIG; nothing is added after it */
};

void vdt_answer_text(struct vdt_answer *answer, const char *text);
/* @json is taken over; NULL is a failure for want of memory. */
void vdt_answer_json(struct vdt_answer *answer, json_t *json);
/* The same with a comma before it, unless it is the first; nothing if it is not wanted. */
void vdt_answer_row(struct vdt_answer *answer, json_t *json);
/* Write what was not told yet, as much as fits, to @ret_piece; false: there is nothing. */
bool vdt_answer_piece(struct vdt_answer *answer, struct vdt_msg_TEXT *ret_piece);
void vdt_answer_done(struct vdt_answer *answer);

#endif /* VDT_GUARD_ANSWER_H */

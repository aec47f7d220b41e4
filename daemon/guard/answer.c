// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/answer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST 4096

static int grow(struct vdt_answer *answer, size_t len)
{
	size_t room = answer->room ? answer->room : ROOM_FIRST;
	char *text;

	if (len > VDT_ANSWER_MAX - answer->len)
		return -EFBIG;
	while (room < answer->len + len)
		room *= 2;
	if (room == answer->room)
		return 0;
	text = realloc(answer->text, room);
	if (!text)
		return -ENOMEM;
	answer->text = text;
	answer->room = room;
	return 0;
}

/* As jansson wants it. */
static int add(const char *bytes, size_t len, void *ctx)
{
	struct vdt_answer *answer = ctx;

	if (!answer->err)
		answer->err = grow(answer, len);
	if (answer->err)
		return -1;
	memcpy(answer->text + answer->len, bytes, len);
	answer->len += len;
	return 0;
}

void vdt_answer_text(struct vdt_answer *answer, const char *text)
{
	add(text, strlen(text), answer);
}

void vdt_answer_json(struct vdt_answer *answer, json_t *json)
{
	int ret = json ? json_dump_callback(json, add, answer, JSON_COMPACT | JSON_ENCODE_ANY) : -1;

	if (ret && !answer->err)
		answer->err = -ENOMEM;
	json_decref(json);
}

void vdt_answer_row(struct vdt_answer *answer, json_t *json)
{
	uint64_t row = answer->rows++;

	if (row < answer->skip || (answer->most && row - answer->skip >= answer->most)) {
		json_decref(json);
		return;
	}
	if (row > answer->skip)
		vdt_answer_text(answer, ",");
	vdt_answer_json(answer, json);
}

bool vdt_answer_piece(struct vdt_answer *answer, struct vdt_msg_TEXT *ret_piece)
{
	size_t len = answer->len - answer->told;

	if (!len)
		return false;
	if (len > sizeof(ret_piece->json))
		len = sizeof(ret_piece->json);
	memcpy(ret_piece->json, answer->text + answer->told, len);
	ret_piece->json_len = (uint32_t)len;
	answer->told += len;
	return true;
}

void vdt_answer_done(struct vdt_answer *answer)
{
	free(answer->text);
	*answer = (struct vdt_answer){};
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/note.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/crypto/base64.h"

#define DASH	 "\xe2\x80\x94 "
#define DASH_LEN 4
#define ED25519	 1

#define SIGNED_ROOM (VDT_NOTE_KEY_ID + VDT_NOTE_SIGNATURE)

/* One line, without its newline. */
static int parse_signature(const char *line, size_t len, struct vdt_note_signature *ret)
{
	uint8_t bytes[SIGNED_ROOM];
	const char *space;
	size_t name_len;
	int n;

	if (len < DASH_LEN || memcmp(line, DASH, DASH_LEN))
		return -EBADMSG;
	line += DASH_LEN;
	len -= DASH_LEN;
	space = memchr(line, ' ', len);
	name_len = space ? (size_t)(space - line) : 0;
	if (!name_len || name_len >= VDT_NOTE_NAME || memchr(line, '+', name_len))
		return -EBADMSG;
	n = vdt_base64_decode(space + 1, len - name_len - 1, bytes, sizeof(bytes));
	if (n <= VDT_NOTE_KEY_ID)
		return -EBADMSG;
	memcpy(ret->name, line, name_len);
	ret->name[name_len] = '\0';
	memcpy(ret->key_id, bytes, VDT_NOTE_KEY_ID);
	ret->len = (size_t)n - VDT_NOTE_KEY_ID;
	memcpy(ret->bytes, bytes + VDT_NOTE_KEY_ID, ret->len);
	return 0;
}

/* Where the last empty line ends; NULL if there is none. */
static const char *find_signatures(const char *note, size_t len)
{
	for (size_t i = len; i >= 2; i--)
		if (note[i - 1] == '\n' && note[i - 2] == '\n')
			return note + i;
	return NULL;
}

static int has_controls(const char *note, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)note[i] < ' ' && note[i] != '\n')
			return 1;
	return 0;
}

int vdt_note_parse(const char *note, size_t len, struct vdt_note *ret_note)
{
	const char *end = note + len, *at = find_signatures(note, len), *newline;

	if (!at || at == end || len >= VDT_NOTE_ROOM || has_controls(note, len))
		return -EBADMSG;
	ret_note->text = note;
	ret_note->len = (size_t)(at - note) - 1;
	for (ret_note->n = 0; at < end; at = newline + 1) {
		newline = memchr(at, '\n', (size_t)(end - at));
		if (!newline || ret_note->n == VDT_NOTE_SIGNATURES ||
		    parse_signature(at, (size_t)(newline - at),
				    &ret_note->signature[ret_note->n++]))
			return -EBADMSG;
	}
	return 0;
}

int vdt_note_add(char *note, const struct vdt_note_signature *signature)
{
	char text[VDT_BASE64_ROOM(SIGNED_ROOM)];
	uint8_t bytes[SIGNED_ROOM];
	size_t len = strlen(note), room = VDT_NOTE_ROOM - len;
	int n;

	memcpy(bytes, signature->key_id, VDT_NOTE_KEY_ID);
	memcpy(bytes + VDT_NOTE_KEY_ID, signature->bytes, signature->len);
	vdt_base64_encode(bytes, VDT_NOTE_KEY_ID + signature->len, text);
	n = snprintf(note + len, room, "%s" DASH "%s %s\n", find_signatures(note, len) ? "" : "\n",
		     signature->name, text);
	if (n < 0 || (size_t)n >= room) {
		note[len] = '\0';
		return -EMSGSIZE;
	}
	return 0;
}

int vdt_note_ed25519_id(const char *name, const uint8_t *key, uint8_t ret_id[VDT_NOTE_KEY_ID])
{
	const uint8_t mark[] = {'\n', ED25519};
	const struct iovec parts[] = {
		{(void *)name, strlen(name)}, {(void *)mark, sizeof(mark)}, {(void *)key, 32}};
	uint8_t digest[VDT_SHA256];

	if (vdt_sha256_parts(parts, 3, digest))
		return -EIO;
	memcpy(ret_id, digest, VDT_NOTE_KEY_ID);
	return 0;
}

int vdt_note_ecdsa_id(const uint8_t *spki, size_t len, uint8_t ret_id[VDT_NOTE_KEY_ID])
{
	uint8_t digest[VDT_SHA256];

	if (vdt_sha256(spki, len, digest))
		return -EIO;
	memcpy(ret_id, digest, VDT_NOTE_KEY_ID);
	return 0;
}

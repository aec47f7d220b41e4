// SPDX-License-Identifier: BSD-3-Clause
#include "lib/audit/checkpoint.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/crypto/base64.h"

#define HASH_TEXT VDT_BASE64_ROOM(VDT_SHA256)

_Static_assert((int)VDT_ED25519_KEY == (int)VDT_SHA256, "one room for keys and hashes");

static void print_origin(const struct vdt_checkpoint *checkpoint, char name[VDT_NOTE_NAME])
{
	int n = snprintf(name, VDT_NOTE_NAME, "vedette/audit/");

	for (unsigned int i = 0; i < VDT_AUDIT_LOG_ID; i++)
		n += snprintf(name + n, (size_t)(VDT_NOTE_NAME - n), "%02x", checkpoint->log[i]);
}

static void print_text(const struct vdt_checkpoint *checkpoint, char text[VDT_NOTE_ROOM])
{
	char origin[VDT_NOTE_NAME], root[HASH_TEXT], key[HASH_TEXT], head[HASH_TEXT];

	print_origin(checkpoint, origin);
	vdt_base64_encode(checkpoint->root, VDT_SHA256, root);
	vdt_base64_encode(checkpoint->key, VDT_ED25519_KEY, key);
	vdt_base64_encode(checkpoint->head, VDT_SHA256, head);
	snprintf(text, VDT_NOTE_ROOM,
		 "%s\n%" PRIu64 "\n%s\nsegment %" PRIu32 "\nkey %s\nhead %s\ncounter %" PRIu64 "\n",
		 origin, checkpoint->size, root, checkpoint->segment, key, head,
		 checkpoint->counter);
}

static int parse_log(const char *hex, struct vdt_checkpoint *checkpoint)
{
	for (unsigned int i = 0; i < VDT_AUDIT_LOG_ID; i++)
		if (sscanf(hex + 2 * i, "%2" SCNx8, &checkpoint->log[i]) != 1)
			return -EBADMSG;
	return 0;
}

static int parse_hash(const char *text, uint8_t *ret_hash)
{
	return vdt_base64_decode(text, strlen(text), ret_hash, VDT_SHA256) == VDT_SHA256 ? 0
											 : -EBADMSG;
}

/* The text must be the one that its fields print: whatever scanf() lets pass is found there. */
static int parse_text(const char *text, size_t len, struct vdt_checkpoint *ret)
{
	char copy[VDT_NOTE_ROOM], again[VDT_NOTE_ROOM], log[33], root[45], key[45], head[45];

	memcpy(copy, text, len);
	copy[len] = '\0';
	if (sscanf(copy,
		   "vedette/audit/%32[0-9a-f] %" SCNu64 " %44s segment %" SCNu32
		   " key %44s head %44s counter %" SCNu64,
		   log, &ret->size, root, &ret->segment, key, head, &ret->counter) != 7 ||
	    strlen(log) != 32 || parse_log(log, ret) || parse_hash(root, ret->root) ||
	    parse_hash(key, ret->key) || parse_hash(head, ret->head))
		return -EBADMSG;
	print_text(ret, again);
	return strlen(again) == len && !memcmp(again, text, len) ? 0 : -EBADMSG;
}

int vdt_checkpoint_sign(const struct vdt_checkpoint *checkpoint, const uint8_t *seed,
			char ret_note[VDT_NOTE_ROOM])
{
	struct vdt_note_signature signature = {.len = VDT_ED25519_SIGNATURE};

	print_text(checkpoint, ret_note);
	print_origin(checkpoint, signature.name);
	if (vdt_note_ed25519_id(signature.name, checkpoint->key, signature.key_id) ||
	    vdt_ed25519_sign(seed, ret_note, strlen(ret_note), signature.bytes))
		return -EIO;
	return vdt_note_add(ret_note, &signature) ? -EIO : 0;
}

/* C2SP: of a key that is known, every signature must hold. */
static int check_signature(const struct vdt_checkpoint *checkpoint, const struct vdt_note *note)
{
	char name[VDT_NOTE_NAME];
	uint8_t id[VDT_NOTE_KEY_ID];
	int err = -EBADMSG;

	print_origin(checkpoint, name);
	if (vdt_note_ed25519_id(name, checkpoint->key, id))
		return -EIO;
	for (unsigned int i = 0; i < note->n; i++) {
		const struct vdt_note_signature *signature = &note->signature[i];

		if (strcmp(signature->name, name) || memcmp(signature->key_id, id, sizeof(id)))
			continue;
		if (signature->len != VDT_ED25519_SIGNATURE)
			return -EBADMSG;
		err = vdt_ed25519_verify(checkpoint->key, note->text, note->len, signature->bytes);
		if (err)
			return err;
	}
	return err;
}

int vdt_checkpoint_read(const char *text, size_t len, struct vdt_checkpoint *ret_checkpoint,
			struct vdt_note *ret_note)
{
	int err = vdt_note_parse(text, len, ret_note);

	if (!err)
		err = parse_text(ret_note->text, ret_note->len, ret_checkpoint);
	return err ? err : check_signature(ret_checkpoint, ret_note);
}

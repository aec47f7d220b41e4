// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/witness.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "lib/crypto/base64.h"
#include "lib/crypto/secret.h"

#define FORMAT	1
#define PURPOSE "witness"

/* the file */

static json_t *make_base64(const void *data, size_t len)
{
	char text[VDT_BASE64_ROOM(sizeof(((struct vdt_range *)NULL)->node))];

	vdt_base64_encode(data, len, text);
	return json_string(text);
}

static int get_base64(json_t *root, const char *name, uint8_t *data, size_t room)
{
	const char *text = json_string_value(json_object_get(root, name));

	return text ? vdt_base64_decode(text, strlen(text), data, room) : -EBADMSG;
}

static int save(struct vdt_witness *witness)
{
	const struct vdt_checkpoint *last = &witness->last;
	json_t *root;
	char *text;
	int err;

	root = json_pack(
		"{s:i, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "version", FORMAT, "size",
		(json_int_t)last->size, "segment", (json_int_t)last->segment, "counter",
		(json_int_t)last->counter, "log", make_base64(last->log, sizeof(last->log)), "key",
		make_base64(last->key, sizeof(last->key)), "tree",
		make_base64(witness->tree.node, (size_t)witness->tree.n * VDT_SHA256), "retired",
		make_base64(witness->retired, (size_t)witness->n_retired * VDT_AUDIT_LOG_ID));
	text = root ? json_dumps(root, JSON_COMPACT) : NULL;
	err = text ? vdt_sealed_write(&witness->file, text, strlen(text)) : -ENOMEM;
	vdt_wipe_free(text);
	json_decref(root);
	return err;
}

static int parse(struct vdt_witness *witness, json_t *root)
{
	uint8_t nodes[VDT_RANGE_NODES * VDT_SHA256];
	struct vdt_checkpoint *last = &witness->last;
	json_int_t size, segment, counter;
	int format, n, retired;

	if (json_unpack(root, "{s:i, s:I, s:I, s:I}", "version", &format, "size", &size, "segment",
			&segment, "counter", &counter) ||
	    format != FORMAT || size < 0 || segment < 1 || segment > UINT32_MAX || counter < 1)
		return -EBADMSG;
	last->size = (uint64_t)size;
	last->segment = (uint32_t)segment;
	last->counter = (uint64_t)counter;
	n = get_base64(root, "tree", nodes, sizeof(nodes));
	retired = get_base64(root, "retired", witness->retired[0], sizeof(witness->retired));
	if (n < 0 || n % VDT_SHA256 || retired < 0 || retired % VDT_AUDIT_LOG_ID ||
	    get_base64(root, "log", last->log, sizeof(last->log)) != sizeof(last->log) ||
	    get_base64(root, "key", last->key, sizeof(last->key)) != sizeof(last->key))
		return -EBADMSG;
	witness->n_retired = (unsigned int)retired / VDT_AUDIT_LOG_ID;
	witness->known = true;
	return vdt_range_set(&witness->tree, 0, last->size, nodes, (unsigned int)n / VDT_SHA256);
}

static int load(struct vdt_witness *witness, const char *path, const uint8_t *seal_key)
{
	uint8_t *data;
	json_t *root;
	size_t len;
	int err;

	memset(witness, 0, sizeof(*witness));
	err = vdt_sealed_init(&witness->file, path, PURPOSE, seal_key);
	if (!err)
		err = vdt_sealed_read(&witness->file, &data, &len);
	if (err)
		return err == -ENOENT ? 0 : err;
	root = json_loadb((const char *)data, len, JSON_REJECT_DUPLICATES, NULL);
	vdt_wipe_free(data);
	err = root ? parse(witness, root) : -EBADMSG;
	json_decref(root);
	return err;
}

int vdt_witness_load(struct vdt_witness *witness, const char *path, const uint8_t *seal_key,
		     bool *ret_lost)
{
	struct vdt_sealed file;
	int err = load(witness, path, seal_key);

	*ret_lost = err == -EBADMSG;
	if (err != -EBADMSG)
		return err;
	file = witness->file;
	*witness = (struct vdt_witness){.file = file};
	vdt_sealed_give_up(&witness->file);
	return 0;
}

/* the judgement */

static enum vdt_witness_verdict say(struct vdt_msg_COSIGNATURE *answer,
				    enum vdt_witness_verdict verdict, const char *reason)
{
	answer->verdict = verdict;
	snprintf(answer->reason, sizeof(answer->reason), "%s", reason);
	return verdict;
}

static bool is_retired(const struct vdt_witness *witness, const uint8_t *log)
{
	for (unsigned int i = 0; i < witness->n_retired; i++)
		if (!memcmp(witness->retired[i], log, VDT_AUDIT_LOG_ID))
			return true;
	return false;
}

/* What it remembers of another log counts no more. */
static void retire(struct vdt_witness *witness)
{
	if (!witness->known)
		return;
	if (witness->n_retired == VDT_WITNESS_RETIRED) {
		witness->n_retired--;
		memmove(witness->retired[0], witness->retired[1],
			(size_t)witness->n_retired * VDT_AUDIT_LOG_ID);
	}
	memcpy(witness->retired[witness->n_retired++], witness->last.log, VDT_AUDIT_LOG_ID);
}

/* Why @next cannot follow what was cosigned last; NULL if it can. */
static const char *find_fault(const struct vdt_witness *witness, const struct vdt_checkpoint *next)
{
	const struct vdt_checkpoint *last = &witness->last;

	if (next->size < last->size || next->counter < last->counter)
		return "the checkpoint is older than one that was cosigned";
	if (next->segment < last->segment)
		return "the segment is older than one that was cosigned";
	if (next->segment == last->segment && memcmp(next->key, last->key, sizeof(next->key)))
		return "the segment has another key than before";
	return NULL;
}

/* Join what is known and what came, and compare the root. */
static int join_tree(const struct vdt_msg_WITNESS *question, const struct vdt_checkpoint *next,
		     struct vdt_range *tree)
{
	struct vdt_range since;
	uint8_t root[VDT_SHA256];

	if (question->nodes_len % VDT_SHA256 ||
	    vdt_range_set(&since, question->start, question->end, question->nodes,
			  question->nodes_len / VDT_SHA256) ||
	    vdt_range_join(tree, &since) || tree->end != next->size || vdt_range_root(tree, root) ||
	    memcmp(root, next->root, sizeof(root)))
		return -EBADMSG;
	return 0;
}

static enum vdt_witness_verdict remember(struct vdt_witness *witness,
					 const struct vdt_checkpoint *next,
					 const struct vdt_range *tree,
					 struct vdt_msg_COSIGNATURE *answer)
{
	struct vdt_witness before = *witness;

	witness->begun = !witness->known || memcmp(next->log, witness->last.log, sizeof(next->log));
	if (witness->begun)
		retire(witness);
	witness->known = true;
	witness->last = *next;
	witness->tree = *tree;
	if (!save(witness))
		return say(answer, VDT_VERDICT_COSIGNED, "");
	before.file = witness->file;
	*witness = before;
	return say(answer, VDT_VERDICT_UNABLE, "what is cosigned cannot be remembered");
}

enum vdt_witness_verdict vdt_witness_judge(struct vdt_witness *witness,
					   const struct vdt_msg_WITNESS *question,
					   struct vdt_msg_COSIGNATURE *ret_answer,
					   struct vdt_note *ret_note)
{
	struct vdt_checkpoint next;
	struct vdt_range tree;
	const char *fault = NULL;
	bool same;

	memset(ret_answer, 0, sizeof(*ret_answer));
	vdt_range_init(&tree, 0);
	if (vdt_checkpoint_read(question->note, strlen(question->note), &next, ret_note))
		return say(ret_answer, VDT_VERDICT_REFUSED, "not a checkpoint");
	same = witness->known && !memcmp(next.log, witness->last.log, sizeof(next.log));
	if (is_retired(witness, next.log))
		return say(ret_answer, VDT_VERDICT_REFUSED, "an older log of this unit came back");
	if (same) {
		tree = witness->tree;
		ret_answer->size = witness->last.size;
		fault = find_fault(witness, &next);
	}
	if (fault)
		return say(ret_answer, VDT_VERDICT_REFUSED, fault);
	if (question->start != tree.end)
		return say(ret_answer, VDT_VERDICT_RESUME, "");
	if (join_tree(question, &next, &tree))
		return say(ret_answer, VDT_VERDICT_REFUSED,
			   "the records are not those that were cosigned");
	return remember(witness, &next, &tree, ret_answer);
}

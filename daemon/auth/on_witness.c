// SPDX-License-Identifier: BSD-3-Clause
/* WITNESS: audit asks for the cosignature of a checkpoint. */
#include <errno.h>
#include <string.h>

#include "daemon/auth/auth.h"
#include "lib/audit/unit.h"
#include "lib/base/clock.h"

/* What auth itself has to say of the log. */
static void note_witness(struct vdt_auth *auth, const struct vdt_msg_COSIGNATURE *answer)
{
	bool first = answer->verdict == VDT_VERDICT_COSIGNED;
	struct vdt_msg_RECORD record = {
		.type = VDT_AUDIT_AUDIT_WITNESS,
		.result = first ? VDT_AUDIT_OK : VDT_AUDIT_REFUSED,
		.boottime = vdt_clock_boottime(),
		.realtime = vdt_clock_realtime(),
	};

	if (first)
		vdt_auth_text(record.object, sizeof(record.object), "1");
	vdt_auth_text(record.reason, sizeof(record.reason), answer->reason);
	vdt_auth_record(auth, &record);
}

/* The note of the question with the unit's signature. */
static int add_cosignature(struct vdt_auth *auth, const struct vdt_note *note, char *text)
{
	struct vdt_note_signature signature = {.name = VDT_CHECKPOINT_UNIT};
	uint8_t digest[VDT_SHA256], der[VDT_SIGNATURE_MAX];
	const uint8_t *certificate;
	size_t certificate_len;
	int len;

	certificate = vdt_unit_key_certificate(auth->unit_key, &certificate_len);
	if (vdt_unit_key_id(certificate, certificate_len, signature.key_id) ||
	    vdt_sha256(note->text, note->len, digest))
		return -EIO;
	len = vdt_unit_key_sign(auth->unit_key, digest, sizeof(digest), der);
	if (len < 0 || len > (int)sizeof(signature.bytes))
		return -EIO;
	memcpy(signature.bytes, der, (size_t)len);
	signature.len = (size_t)len;
	return vdt_note_add(text, &signature);
}

static bool is_cosigned(const struct vdt_note *note)
{
	for (unsigned int i = 0; i < note->n; i++)
		if (!strcmp(note->signature[i].name, VDT_CHECKPOINT_UNIT))
			return true;
	return false;
}

int vdt_on_witness(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_WITNESS *question = payload;
	struct vdt_msg_COSIGNATURE answer = {.verdict = VDT_VERDICT_UNABLE};
	struct vdt_note note;

	if (vdt_budget_take(&auth->cosign_budget, vdt_clock_boottime()))
		vdt_witness_judge(&auth->witness, question, &answer, &note);
	if (answer.verdict == VDT_VERDICT_COSIGNED) {
		vdt_auth_text(answer.note, sizeof(answer.note), question->note);
		if (!is_cosigned(&note) && add_cosignature(auth, &note, answer.note))
			answer.verdict = VDT_VERDICT_UNABLE;
	}
	if (answer.verdict == VDT_VERDICT_REFUSED ||
	    (answer.verdict == VDT_VERDICT_COSIGNED && auth->witness.begun))
		note_witness(auth, &answer);
	vdt_child_send(auth->child, VDT_AUDIT, VDT_MSG_COSIGNATURE, &answer);
	return 0;
}

// SPDX-License-Identifier: BSD-3-Clause
/* CSR and CERTIFY: another certificate for the key of the unit, which stays where it is. */
#include <errno.h>
#include <stdio.h>

#include "daemon/auth/auth.h"
#include "lib/crypto/digest.h"

int vdt_on_csr(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_CSR *ask = payload;
	struct vdt_msg_PKCS10 answer = {.req = ask->req};
	struct vdt_msg_GRANT who;
	int len;

	if (!vdt_auth_may(auth, ask->req, VDT_CLASS_WRITE_SYSTEM, &who))
		return 0;
	len = vdt_unit_key_request(auth->unit_key, ask->subject, answer.der);
	if (len > 0) {
		answer.der_len = len;
		vdt_child_send(auth->child, from, VDT_MSG_PKCS10, &answer);
	}
	vdt_auth_done(auth, ask->req, len > 0 ? 0 : len,
		      len == -EINVAL ? "subject: at most 64 characters" : "");
	return 0;
}

static const char *explain(int err)
{
	switch (err) {
	case 0:
		return "";
	case -EBADMSG:
		return "it is no X.509 certificate";
	case -EINVAL:
		return "it is not for the key of this unit: have its request signed";
	default:
		return "it could not be kept";
	}
}

/* Of what was given, whatever it is. */
static void write_fingerprint(const struct vdt_msg_CERTIFY *ask, char *to, size_t room)
{
	uint8_t digest[VDT_SHA256];
	int n = snprintf(to, room, "SHA-256 ");

	if (vdt_sha256(ask->der, ask->der_len, digest))
		return;
	for (unsigned int i = 0; i < sizeof(digest); i++)
		n += snprintf(to + n, room - n, "%02x", digest[i]);
}

/* All who come from now on get the new one; who is connected already stays so. */
int vdt_on_certify(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_CERTIFY *ask = payload;
	struct vdt_msg_RECORD record;
	struct vdt_msg_GRANT who;
	int err;

	if (!vdt_auth_may(auth, ask->req, VDT_CLASS_WRITE_SYSTEM, &who))
		return 0;
	err = vdt_unit_key_certify(auth->unit_key, ask->der, ask->der_len);
	record = vdt_auth_record_of(&who, VDT_AUDIT_CERTIFICATE,
				    err ? VDT_AUDIT_REFUSED : VDT_AUDIT_OK);
	write_fingerprint(ask, record.object, sizeof(record.object));
	vdt_auth_text(record.reason, sizeof(record.reason), explain(err));
	vdt_auth_record(auth, &record);
	if (!err) {
		vdt_auth_tell_gate(auth, VDT_STREAM);
		vdt_auth_tell_gate(auth, VDT_WEB);
	}
	vdt_auth_done(auth, ask->req, err, explain(err));
	return 0;
}

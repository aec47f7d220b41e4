// SPDX-License-Identifier: BSD-3-Clause
/* SIGN, and what else stream and web need before they can serve anybody. */
#include <errno.h>
#include <string.h>

#include "daemon/auth/auth.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"

/*
 * What cannot be signed is answered too, by a signature of no length: the handshake fails then. Who
 * does not wait for the answer broke no rule: it has ended, or is too slow.
 */
int vdt_on_sign(void *ctx, enum vdt_proc from, const void *payload, int fd)
{
	struct vdt_auth *auth = ((struct vdt_child *)ctx)->ctx;
	const struct vdt_msg_SIGN *ask = payload;
	struct vdt_msg_SIGNATURE answer = {.req = ask->req};
	int len = -EBUSY;

	if (vdt_budget_take(&auth->sign_budget[from], vdt_clock_boottime()))
		len = vdt_unit_key_sign(auth->unit_key, ask->digest, ask->digest_len, answer.der);
	if (len > 0)
		answer.der_len = (uint32_t)len;
	vdt_child_send(auth->child, from, VDT_MSG_SIGNATURE, &answer);
	return 0;
}

void vdt_auth_tell_unit(struct vdt_auth *auth, enum vdt_proc gate)
{
	const struct vdt_msg_UNIT unit = {.activated = vdt_accounts_active(&auth->accounts)};

	if (vdt_child_send(auth->child, gate, VDT_MSG_UNIT, &unit))
		vdt_log(LOG_ERR, "cannot tell %s about the unit", vdt_proc_name(gate));
}

void vdt_auth_tell_gate(struct vdt_auth *auth, enum vdt_proc gate)
{
	struct vdt_msg_CERTIFICATE msg = {0};
	const uint8_t *der;
	size_t len;

	der = vdt_unit_key_certificate(auth->unit_key, &len);
	memcpy(msg.der, der, len);
	msg.der_len = (uint32_t)len;
	if (vdt_child_send(auth->child, gate, VDT_MSG_CERTIFICATE, &msg))
		vdt_log(LOG_ERR, "cannot hand the certificate to %s", vdt_proc_name(gate));
	vdt_auth_tell_unit(auth, gate);
}

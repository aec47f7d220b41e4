// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "daemon/stream/login.h"
#include "lib/crypto/random.h"

#define DECODED_MAX (VDT_NAME_ROOM + VDT_PASSWORD_ROOM) /* the colon takes the place of a NUL */
#define ENCODED_MAX (DECODED_MAX / 3 * 4)

/* So that memory that leaks does not lend itself to guessing passwords. */
static const uint8_t *proof_key(void)
{
	static uint8_t key[VDT_LOGIN_PROOF];
	static bool made;

	if (!made)
		made = !vdt_random(key, sizeof(key));
	return made ? key : NULL;
}

static bool prove(struct vdt_span header, uint8_t ret_proof[VDT_LOGIN_PROOF])
{
	const uint8_t *key = proof_key();

	return key && HMAC(EVP_sha256(), key, VDT_LOGIN_PROOF, (const uint8_t *)header.at,
			   header.len, ret_proof, NULL);
}

static int decode(struct vdt_span text, unsigned char ret[DECODED_MAX + 4])
{
	int len, padding = 0;

	while (padding < 2 && padding < text.len && text.at[text.len - 1 - padding] == '=')
		padding++;
	if (!text.len || text.len > ENCODED_MAX || text.len % 4)
		return -EBADMSG;
	len = EVP_DecodeBlock(ret, (const unsigned char *)text.at, text.len);
	return len < 0 ? -EBADMSG : len - padding;
}

static int copy(struct vdt_span piece, char *ret, size_t room)
{
	if (piece.len >= room || memchr(piece.at, '\0', piece.len))
		return -EBADMSG;
	memcpy(ret, piece.at, piece.len);
	ret[piece.len] = '\0';
	return 0;
}

int vdt_login_basic(struct vdt_span header, char ret_name[VDT_NAME_ROOM],
		    char ret_password[VDT_PASSWORD_ROOM])
{
	struct vdt_span scheme = vdt_span_cut(&header, ' '), rest, name;
	unsigned char plain[DECODED_MAX + 4];
	int len = vdt_span_names(scheme, "Basic") ? decode(vdt_span_trim(header), plain) : -EBADMSG;
	int err = len < 0 || !memchr(plain, ':', len) ? -EBADMSG : 0;

	if (!err) {
		rest = (struct vdt_span){(char *)plain, len};
		name = vdt_span_cut(&rest, ':');
		err = name.len ? copy(name, ret_name, VDT_NAME_ROOM) : -EBADMSG;
	}
	if (!err)
		err = copy(rest, ret_password, VDT_PASSWORD_ROOM);
	explicit_bzero(plain, sizeof(plain));
	return err;
}

static int ask(struct vdt_login *login, struct vdt_child *child, const char *source,
	       struct vdt_span header)
{
	static uint32_t last_req;
	struct vdt_msg_LOGIN msg = {.req = ++last_req, .transport = VDT_AUDIT_RTSPS};
	int err = vdt_login_basic(header, msg.name, msg.password);

	if (!err) {
		memcpy(msg.source, source, strnlen(source, sizeof(msg.source) - 1));
		err = vdt_child_send(child, VDT_AUTH, VDT_MSG_LOGIN, &msg);
	}
	explicit_bzero(&msg, sizeof(msg));
	login->req = last_req;
	return err;
}

enum vdt_login_state vdt_login_judge(struct vdt_login *login, struct vdt_child *child,
				     const char *source, struct vdt_span header)
{
	uint8_t proof[VDT_LOGIN_PROOF];

	if (!header.at)
		return login->state == VDT_LOGIN_GRANTED ? VDT_LOGIN_GRANTED : VDT_LOGIN_NONE;
	if (!prove(header, proof))
		return VDT_LOGIN_REFUSED;
	if (login->state != VDT_LOGIN_NONE && !CRYPTO_memcmp(proof, login->proof, sizeof(proof)))
		return login->state;
	memcpy(login->proof, proof, sizeof(proof));
	/* Whatever goes wrong looks like a wrong password. */
	login->state = ask(login, child, source, header) ? VDT_LOGIN_REFUSED : VDT_LOGIN_ASKED;
	return login->state;
}

uint32_t vdt_login_answer(struct vdt_login *login, const struct vdt_msg_LOGIN_RESULT *msg)
{
	bool ok = msg->outcome == VDT_OUTCOME_OK;
	bool same = !login->account[0] || !strcmp(login->account, msg->account);
	uint32_t before = login->session;

	login->state = ok && same ? VDT_LOGIN_GRANTED : VDT_LOGIN_REFUSED;
	if (login->state == VDT_LOGIN_REFUSED)
		return ok ? msg->req : 0;
	memcpy(login->account, msg->account, sizeof(login->account));
	login->account_id = msg->account_id;
	login->role = msg->role;
	memcpy(login->id, msg->session, sizeof(login->id));
	login->session = msg->req;
	return before;
}

bool vdt_login_is_of(const struct vdt_login *login, const struct vdt_msg_REVOKED *msg)
{
	if (!login->session)
		return false;
	if (msg->account_id)
		return login->account_id == msg->account_id;
	return msg->session_len == sizeof(login->id) &&
	       !memcmp(login->id, msg->session, sizeof(login->id));
}

bool vdt_login_retry(struct vdt_login *login)
{
	login->state = VDT_LOGIN_NONE;
	return ++login->failures < VDT_LOGIN_FAILURES && !login->account[0];
}

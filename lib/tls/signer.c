// SPDX-License-Identifier: BSD-3-Clause
/* A provider would be the new way to a key that is elsewhere, at ten times the code. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <errno.h>
#include <stdlib.h>
#include <sys/queue.h>

#include <openssl/async.h>
#include <openssl/ec.h>
#include <openssl/x509.h>

#include "lib/tls/signer.h"

enum state { PENDING, SIGNED, FAILED };

/* Lies on the stack of the job that waits. */
struct wait {
	LIST_ENTRY(wait) link;
	uint32_t req;
	void *waiter;
	enum state state;
	struct vdt_msg_SIGNATURE answer;
};

struct vdt_signer {
	struct vdt_child *child;
	void (*wake)(void *waiter);
	EC_KEY_METHOD *method;
	uint32_t last_req;
	void *current; /* whose handshake runs right now */
	LIST_HEAD(, wait) waits;
};

static int slot = -1; /* of ex_data: one per process, as OpenSSL counts them */

static int ask(struct vdt_signer *signer, uint32_t req, const unsigned char *digest, int len)
{
	struct vdt_msg_SIGN msg = {.req = req, .digest_len = len};

	if (len < 0 || len > sizeof(msg.digest))
		return -EINVAL;
	memcpy(msg.digest, digest, len);
	return vdt_child_send(signer->child, VDT_AUTH, VDT_MSG_SIGN, &msg);
}

static int sign(int type, const unsigned char *digest, int len, unsigned char *sig,
		unsigned int *sig_len, const BIGNUM *kinv, const BIGNUM *r, EC_KEY *key)
{
	struct vdt_signer *signer = EC_KEY_get_ex_data(key, slot);
	struct wait wait = {.req = ++signer->last_req, .waiter = signer->current};

	if (!ASYNC_get_current_job() || ask(signer, wait.req, digest, len))
		return 0;
	LIST_INSERT_HEAD(&signer->waits, &wait, link);
	while (wait.state == PENDING)
		ASYNC_pause_job();
	LIST_REMOVE(&wait, link);
	if (wait.state == FAILED || !wait.answer.der_len || wait.answer.der_len > ECDSA_size(key))
		return 0;
	memcpy(sig, wait.answer.der, wait.answer.der_len);
	*sig_len = wait.answer.der_len;
	return 1;
}

int vdt_signer_new(struct vdt_child *child, void (*wake)(void *waiter),
		   struct vdt_signer **ret_signer)
{
	struct vdt_signer *signer = calloc(1, sizeof(*signer));

	if (slot < 0)
		slot = EC_KEY_get_ex_new_index(0, NULL, NULL, NULL, NULL);
	if (signer)
		signer->method = EC_KEY_METHOD_new(EC_KEY_OpenSSL());
	if (slot < 0 || !signer || !signer->method || !ASYNC_init_thread(VDT_SIGNER_JOBS, 0)) {
		vdt_signer_free(signer);
		return -ENOMEM;
	}
	EC_KEY_METHOD_set_sign(signer->method, sign, NULL, NULL);
	signer->child = child;
	signer->wake = wake;
	LIST_INIT(&signer->waits);
	*ret_signer = signer;
	return 0;
}

void vdt_signer_free(struct vdt_signer *signer)
{
	if (!signer)
		return;
	EC_KEY_METHOD_free(signer->method);
	free(signer);
}

EVP_PKEY *vdt_signer_key(struct vdt_signer *signer, X509 *cert)
{
	EVP_PKEY *public = X509_get0_pubkey(cert), *key = EVP_PKEY_new();
	const EC_KEY *half = public ? EVP_PKEY_get0_EC_KEY(public) : NULL;
	EC_KEY *ec = half ? EC_KEY_dup(half) : NULL;

	if (!key || !ec || EC_GROUP_get_curve_name(EC_KEY_get0_group(ec)) != NID_X9_62_prime256v1 ||
	    !EC_KEY_set_method(ec, signer->method) || !EC_KEY_set_ex_data(ec, slot, signer) ||
	    !EVP_PKEY_assign_EC_KEY(key, ec)) {
		EC_KEY_free(ec);
		EVP_PKEY_free(key);
		return NULL;
	}
	return key;
}

int vdt_signer_handshake(struct vdt_signer *signer, SSL *ssl, void *waiter)
{
	int done;

	signer->current = waiter;
	done = SSL_do_handshake(ssl);
	signer->current = NULL;
	return done;
}

static void finish(struct vdt_signer *signer, struct wait *wait, enum state state)
{
	if (wait->state != PENDING)
		return;
	wait->state = state;
	signer->wake(wait->waiter);
}

void vdt_signer_cancel(struct vdt_signer *signer, void *waiter)
{
	struct wait *wait;

	LIST_FOREACH(wait, &signer->waits, link)
		if (wait->waiter == waiter)
			wait->state = FAILED;
}

void vdt_signer_cancel_all(struct vdt_signer *signer)
{
	struct wait *wait;

	LIST_FOREACH(wait, &signer->waits, link)
		finish(signer, wait, FAILED);
}

void vdt_signer_answer(struct vdt_signer *signer, const struct vdt_msg_SIGNATURE *msg)
{
	struct wait *wait;

	LIST_FOREACH(wait, &signer->waits, link) {
		if (wait->req != msg->req || wait->state != PENDING)
			continue;
		wait->answer = *msg;
		finish(signer, wait, SIGNED);
		return;
	}
}

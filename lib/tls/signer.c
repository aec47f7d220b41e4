// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include <openssl/async.h>

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
	struct vdt_remote_key *key;
	uint32_t last_req;
	void *current; /* whose handshake runs right now */
	LIST_HEAD(, wait) waits;
};

static int ask(struct vdt_signer *signer, uint32_t req, const uint8_t *digest, size_t len)
{
	struct vdt_msg_SIGN msg = {.req = req, .digest_len = (uint32_t)len};

	if (len > sizeof(msg.digest))
		return -EINVAL;
	memcpy(msg.digest, digest, len);
	return vdt_child_send(signer->child, VDT_AUTH, VDT_MSG_SIGN, &msg);
}

static int sign(void *ctx, const uint8_t *digest, size_t len, uint8_t *ret_der, size_t room)
{
	struct vdt_signer *signer = ctx;
	struct wait wait = {.req = ++signer->last_req, .waiter = signer->current};

	if (!ASYNC_get_current_job() || ask(signer, wait.req, digest, len))
		return -EAGAIN;
	LIST_INSERT_HEAD(&signer->waits, &wait, link);
	while (wait.state == PENDING)
		ASYNC_pause_job();
	LIST_REMOVE(&wait, link);
	if (wait.state == FAILED || wait.answer.der_len > room)
		return -EIO;
	memcpy(ret_der, wait.answer.der, wait.answer.der_len);
	return (int)wait.answer.der_len;
}

int vdt_signer_new(struct vdt_child *child, void (*wake)(void *waiter),
		   struct vdt_signer **ret_signer)
{
	struct vdt_signer *signer = calloc(1, sizeof(*signer));

	if (!signer || vdt_remote_key_new(sign, signer, &signer->key) ||
	    !ASYNC_init_thread(VDT_SIGNER_JOBS, 0)) {
		vdt_signer_free(signer);
		return -ENOMEM;
	}
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
	vdt_remote_key_free(signer->key);
	free(signer);
}

struct vdt_remote_key *vdt_signer_key(struct vdt_signer *signer)
{
	return signer->key;
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

// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/web/key.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"

#define NS_PER_MS 1000000

struct vdt_key {
	struct vdt_child *child;
	struct vdt_remote_key *remote;
	uint32_t last_req;
	bool waiting;
	struct vdt_msg_SIGNATURE answer;
};

/* Until the answer is there, auth is gone, or the time is over. */
static void wait_answer(struct vdt_key *key)
{
	uint64_t end = vdt_clock_boottime() / NS_PER_MS + VDT_KEY_TIME;
	struct vdt_chan *chan;

	while (key->waiting && (chan = key->child->peer[VDT_AUTH])) {
		struct pollfd readable = {.fd = vdt_chan_fd(chan), .events = POLLIN};
		uint64_t now = vdt_clock_boottime() / NS_PER_MS;

		if (now >= end || (poll(&readable, 1, (int)(end - now)) < 0 && errno != EINTR))
			return;
		vdt_chan_drain(chan);
	}
}

static int sign(void *ctx, const uint8_t *digest, size_t len, uint8_t *ret_der, size_t room)
{
	struct vdt_key *key = ctx;
	struct vdt_msg_SIGN msg = {.req = ++key->last_req, .digest_len = (uint32_t)len};
	int err;

	if (len > sizeof(msg.digest))
		return -EINVAL;
	memcpy(msg.digest, digest, len);
	err = vdt_child_send(key->child, VDT_AUTH, VDT_MSG_SIGN, &msg);
	if (err)
		return err;
	key->waiting = true;
	wait_answer(key);
	if (key->waiting) {
		key->waiting = false;
		return -ETIMEDOUT;
	}
	if (key->answer.der_len > room)
		return -EMSGSIZE;
	memcpy(ret_der, key->answer.der, key->answer.der_len);
	return (int)key->answer.der_len;
}

void vdt_key_answer(struct vdt_key *key, const struct vdt_msg_SIGNATURE *msg)
{
	if (!key->waiting || msg->req != key->last_req)
		return;
	key->answer = *msg;
	key->waiting = false;
}

int vdt_key_new(struct vdt_child *child, struct vdt_key **ret_key)
{
	struct vdt_key *key = calloc(1, sizeof(*key));

	if (!key || vdt_remote_key_new(sign, key, &key->remote)) {
		free(key);
		return -ENOMEM;
	}
	key->child = child;
	*ret_key = key;
	return 0;
}

void vdt_key_free(struct vdt_key *key)
{
	if (!key)
		return;
	vdt_remote_key_free(key->remote);
	free(key);
}

struct vdt_remote_key *vdt_key_remote(struct vdt_key *key)
{
	return key->remote;
}

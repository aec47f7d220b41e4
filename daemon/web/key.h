/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The key of the unit, as web has it: auth signs, and web waits, for libwebsockets cannot put a
 * handshake aside. The wait is short (one signature) and has an end; messages that come meanwhile
 * are taken, so their handlers must not touch a connection, only ask for a turn with it.
 */
#ifndef VDT_WEB_KEY_H
#define VDT_WEB_KEY_H

#include "lib/ipc/child.h"
#include "lib/tls/remote_key.h"

#define VDT_KEY_TIME 1000 /* milliseconds; then this handshake fails */

struct vdt_key;

/* Returns 0 or -ENOMEM. */
int vdt_key_new(struct vdt_child *child, struct vdt_key **ret_key);
void vdt_key_free(struct vdt_key *key);
/* For vdt_tls_identify(). */
struct vdt_remote_key *vdt_key_remote(struct vdt_key *key);
void vdt_key_answer(struct vdt_key *key, const struct vdt_msg_SIGNATURE *msg);

#endif /* VDT_WEB_KEY_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The device's private key, which is not here: `auth` holds it and signs on request. A handshake
 * that needs a signature is put aside until the answer comes; nobody else waits for it.
 */
#ifndef VDT_TLS_SIGNER_H
#define VDT_TLS_SIGNER_H

#include <openssl/ssl.h>

#include "lib/ipc/child.h"
#include "lib/tls/remote_key.h"

#define VDT_SIGNER_JOBS 16 /* handshakes put aside at a time, each with a stack of its own */

struct vdt_signer;

/*
 * @wake is called with the @waiter of vdt_signer_handshake() when that is worth calling again.
 * Returns 0 or -ENOMEM.
 */
int vdt_signer_new(struct vdt_child *child, void (*wake)(void *waiter),
		   struct vdt_signer **ret_signer);
void vdt_signer_free(struct vdt_signer *signer);
/* The key, for vdt_tls_identify(); it stays the signer's. */
struct vdt_remote_key *vdt_signer_key(struct vdt_signer *signer);
/* SSL_do_handshake(@ssl); SSL_ERROR_WANT_ASYNC means that @waiter is going to be woken. */
int vdt_signer_handshake(struct vdt_signer *signer, SSL *ssl, void *waiter);
/* Let the signature that @waiter waits for fail; the handshake must be called once more to unwind.
 */
void vdt_signer_cancel(struct vdt_signer *signer, void *waiter);
/* `auth` is gone: nothing that was asked will be answered. */
void vdt_signer_cancel_all(struct vdt_signer *signer);
void vdt_signer_answer(struct vdt_signer *signer, const struct vdt_msg_SIGNATURE *msg);

#endif /* VDT_TLS_SIGNER_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* The SSH session that a command runs in, which a policy may lock out, or not prove to let in. */
#ifndef VDT_CLI_SESSION_H
#define VDT_CLI_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/nl/client.h"

#define VDT_SESSION_PEER 64 /* an address as text with NUL */

struct vdt_session {
	char peer[VDT_SESSION_PEER]; /* without a zone */
	char own[VDT_SESSION_PEER];
	uint16_t port; /* TCP, of this end */
	uint16_t peer_port;
};

/*
 * Read what sshd says of its session in SSH_CONNECTION (sshd(8)); NULL: there is none. Returns 0,
 * -ENOENT, or -EINVAL.
 */
int vdt_session_read(const char *ssh_connection, struct vdt_session *ret_session);

/*
 * Ask the module's own evaluator whether the policy in the blob would take the first packet of the
 * session. Returns 0, also where the blob is not to be understood or the answer lies in a feed;
 * -EACCES with *ret_why, a sentence that lasts as long as the program; -EINVAL if an address is
 * none; -ENOMEM.
 */
int vdt_session_check(const struct vdt_session *session, const void *blob, size_t len,
		      const char **ret_why);

/* Returns whether the connection is the one of the session. */
bool vdt_session_is(const struct vdt_session *session, const struct vdt_nl_conn *conn);

#endif /* VDT_CLI_SESSION_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What those who are logged in may ask auth for: accounts, passwords, second factors, tokens, the
 * end of the unit's service; and the activation that comes before all of it.
 *
 * Each function takes a message of web and the grant that auth gave for it, which tells who asks:
 * the grant is for the class that vdt_manage_class() names, and used up by the caller. Each sends
 * what its line in lib/ipc/msgs.h says, DONE last, maybe later: a password takes a while. What is
 * answered with a reason is meant for the one who asked, who is logged in; a stranger, who can only
 * ask for the activation, gets one text for everything.
 *
 * The code of DONE is 0, -EINVAL (not a name, a role, a password that may be), -EACCES (a wrong
 * secret), -EAGAIN (too many wrong ones before), -ENOENT, -EEXIST, -ESTALE (changed meanwhile),
 * -EPERM (the last administrator; a role too high), -ENOSPC, -EBUSY, -EIO (could not be saved).
 */
#ifndef VDT_AUTH_MANAGE_H
#define VDT_AUTH_MANAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/ipc/msgs.h"

struct vdt_accounts;
struct vdt_activation;
struct vdt_hasher;
struct vdt_manage;

/* Requests that wait for a hash; more are answered -EBUSY. */
#define VDT_MANAGE_PENDING 8

/* What the process around it does; all are needed, ctx is the first argument of each. */
struct vdt_manage_ops {
	/* A message for web. */
	void (*send)(void *ctx, enum vdt_msg id, const void *payload);
	/* A record for audit; account, role, source, transport and session are filled in. */
	void (*record)(void *ctx, const struct vdt_msg_RECORD *record);
	/*
	 * Sessions, grants and streams of account @id end; those of @except, if not NULL, go on
	 * under the account's new generation. The cache of good passwords is forgotten.
	 */
	void (*revoke)(void *ctx, uint32_t id, const struct vdt_msg_GRANT *except);
	/*
	 * Somebody with the session of @who is about to be asked for a secret (a password, a code):
	 * false refuses without a look, since there were too many wrong ones. What came of it is
	 * told by guessed().
	 */
	bool (*may_guess)(void *ctx, const struct vdt_msg_GRANT *who, const char *secret);
	void (*guessed)(void *ctx, const struct vdt_msg_GRANT *who, bool right);
	/* The session of @who has just proved who it is: it is fresh. */
	void (*fresh)(void *ctx, const struct vdt_msg_GRANT *who);
	/* Whether the clock is synchronised: a one-time password of a wrong clock proves nothing.
	 */
	bool (*clock_is_right)(void *ctx);
	/* The unit has its first administrator. */
	void (*activated)(void *ctx);
	/* All keys are gone: end this process, so that it is started afresh. */
	void (*restart)(void *ctx);
};

/*
 * @accounts, @activation, @hasher and @ops outlive it; @dir is the folder of auth's files, which
 * DEACTIVATE destroys. Returns 0 or -ENOMEM.
 */
int vdt_manage_new(struct vdt_accounts *accounts, struct vdt_activation *activation,
		   struct vdt_hasher *hasher, const char *dir, const struct vdt_manage_ops *ops,
		   void *ctx, struct vdt_manage **ret_manage);
/* After the hasher is gone; NULL is fine. */
void vdt_manage_free(struct vdt_manage *manage);
/* web is gone: answer none of what is pending. What is being changed is changed all the same. */
void vdt_manage_forget(struct vdt_manage *manage);
/* What a policy says: the least length of a password (never below VDT_RULE_FLOOR), and how many
 * before the present one may not come again (at most VDT_ACCOUNT_HISTORY). */
void vdt_manage_set_rules(struct vdt_manage *manage, unsigned int min_length, unsigned int history);

/* The class of the grant that message @id with @payload needs; VDT_CLASS_END: it needs none, or is
 * not of those below. */
unsigned int vdt_manage_class(enum vdt_msg id, const void *payload);

void vdt_manage_activate(struct vdt_manage *manage, const struct vdt_msg_ACTIVATE *msg);
void vdt_manage_account_list(struct vdt_manage *manage, const struct vdt_msg_ACCOUNT_LIST *msg,
			     const struct vdt_msg_GRANT *who);
void vdt_manage_account_edit(struct vdt_manage *manage, const struct vdt_msg_ACCOUNT_EDIT *msg,
			     const struct vdt_msg_GRANT *who);
/* The password of who asks; the session stays, the others of the account end. */
void vdt_manage_password(struct vdt_manage *manage, const struct vdt_msg_PASSWORD *msg,
			 const struct vdt_msg_GRANT *who);
/* account_id 0: of who asks; else an administrator switches it off for somebody. */
void vdt_manage_otp(struct vdt_manage *manage, const struct vdt_msg_OTP *msg,
		    const struct vdt_msg_GRANT *who);
void vdt_manage_token_edit(struct vdt_manage *manage, const struct vdt_msg_TOKEN_EDIT *msg,
			   const struct vdt_msg_GRANT *who);
void vdt_manage_reauth(struct vdt_manage *manage, const struct vdt_msg_REAUTH *msg,
		       const struct vdt_msg_GRANT *who);
void vdt_manage_deactivate(struct vdt_manage *manage, const struct vdt_msg_DEACTIVATE *msg,
			   const struct vdt_msg_GRANT *who);

#endif /* VDT_AUTH_MANAGE_H */

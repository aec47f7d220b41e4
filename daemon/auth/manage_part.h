/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of manage.h share: a request from its message to its answer. */
#ifndef VDT_AUTH_MANAGE_PART_H
#define VDT_AUTH_MANAGE_PART_H

#include "daemon/auth/accounts.h"
#include "daemon/auth/activation.h"
#include "daemon/auth/hasher.h"
#include "daemon/auth/manage.h"
#include "daemon/auth/second.h"

#define VDT_ENROLMENTS 4 /* begun, not confirmed; the oldest makes room */

#define VDT_MANAGE_TOO_MANY "too many wrong passwords or codes, wait a while"
#define VDT_MANAGE_BUSY	    "too many passwords are being worked on, try again"

/* A request that waits for a hash, and all that its end needs. */
struct vdt_pending {
	bool used;
	bool forgotten; /* nobody waits for the answer */
	uint32_t req;
	uint32_t account;    /* id of the account that it is about, 0: a new one */
	uint32_t generation; /* of that account when it was asked */
	struct vdt_msg_GRANT who;
	struct vdt_msg_ACCOUNT_EDIT edit; /* without the password */
	char otp[32];
	void (*finish)(struct vdt_manage *manage, struct vdt_pending *pending, int result,
		       const char *hash);
};

struct vdt_manage {
	struct vdt_accounts *accounts;
	struct vdt_activation *activation;
	struct vdt_hasher *hasher;
	const char *dir;
	const struct vdt_manage_ops *ops;
	void *ctx;
	unsigned int min_length, history;
	struct vdt_pending pending[VDT_MANAGE_PENDING];
	unsigned int next_enrolment;
	struct {
		uint32_t account;
		struct vdt_second second;
	} enrolment[VDT_ENROLMENTS];
};

/* Seconds since 1970. */
uint64_t vdt_manage_now(void);
/* DONE for @req; @id is that of what was made. */
void vdt_manage_done(struct vdt_manage *manage, uint32_t req, int code, uint32_t id,
		     const char *reason);
/* The account of who asks, or NULL and DONE was sent: it is gone, or a program's. */
struct vdt_account *vdt_manage_self(struct vdt_manage *manage, uint32_t req,
				    const struct vdt_msg_GRANT *who);
/* A record of what the bearer of @who did. */
struct vdt_msg_RECORD vdt_manage_record(const struct vdt_msg_GRANT *who, enum vdt_audit_type type,
					int code);
/* Fill record->object with the name and the id of an account. */
void vdt_manage_name(struct vdt_msg_RECORD *record, const char *name, uint32_t id);
/* Save, and say what could not be. Returns 0, or -EIO and the change is undone. */
int vdt_manage_save(struct vdt_manage *manage, const char **ret_reason);
/*
 * A place for request @req of @who, about @account or NULL. NULL if there is none, and DONE was
 * sent. Good until vdt_manage_submit().
 */
struct vdt_pending *vdt_manage_wait(struct vdt_manage *manage, uint32_t req,
				    const struct vdt_msg_GRANT *who,
				    const struct vdt_account *account);
/* Let the hasher do @job, which is wiped, and then pending->finish. */
void vdt_manage_submit(struct vdt_manage *manage, struct vdt_pending *pending,
		       struct vdt_password_job *job);
/* The end of @pending. */
void vdt_manage_end(struct vdt_manage *manage, struct vdt_pending *pending, int code, uint32_t id,
		    const char *reason);
/* What the hash of a new password takes; with @account, it must not be one of its old ones. */
void vdt_manage_new_password(const struct vdt_manage *manage, const struct vdt_account *account,
			     const char *password, struct vdt_password_job *ret_job);

#endif /* VDT_AUTH_MANAGE_PART_H */

// SPDX-License-Identifier: BSD-3-Clause
/* ACTIVATE, PASSWORD and REAUTH. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/auth/manage_part.h"
#include "daemon/auth/password_rule.h"
#include "lib/base/clock.h"

/* ACTIVATE */

static void note_activation(struct vdt_manage *manage, const struct vdt_msg_GRANT *who, int code,
			    const char *reason)
{
	struct vdt_msg_RECORD record = vdt_manage_record(who, VDT_AUDIT_ACTIVATE, code);

	snprintf(record.reason, sizeof(record.reason), "%s", reason);
	manage->ops->record(manage->ctx, &record);
	if (code)
		return;
	record = vdt_manage_record(who, VDT_AUDIT_ACCOUNT_CREATE, 0);
	snprintf(record.object, sizeof(record.object), "%s", vdt_role_name(VDT_ROLE_ADMINISTRATOR));
	manage->ops->record(manage->ctx, &record);
}

static int add_first(struct vdt_manage *manage, struct vdt_msg_GRANT *who, const char *hash,
		     uint32_t *ret_id, const char **ret_reason)
{
	struct vdt_account *account;
	int err;

	*ret_reason = "the unit is activated already";
	if (vdt_accounts_active(manage->accounts))
		return -EEXIST;
	*ret_reason = "there is an account of that name, or no room for one";
	err = vdt_accounts_add(manage->accounts, who->account, VDT_ROLE_ADMINISTRATOR, hash,
			       &account);
	if (err)
		return err;
	*ret_reason = "";
	account->created = account->password_changed = vdt_manage_now();
	*ret_id = who->account_id = account->id;
	return vdt_manage_save(manage, ret_reason);
}

static void finish_activation(struct vdt_manage *manage, struct vdt_pending *pending, int result,
			      const char *hash)
{
	const char *reason = "the password could not be hashed, try again";
	uint32_t id = 0;

	if (!result)
		result = add_first(manage, &pending->who, hash, &id, &reason);
	note_activation(manage, &pending->who, result, reason);
	if (!result)
		manage->ops->activated(manage->ctx);
	vdt_manage_end(manage, pending, result, result ? 0 : id, reason);
}

/* For the log only. */
static const char *explain_refusal(const struct vdt_activation *activation, int err)
{
	if (err == -EAGAIN)
		return "too many wrong unit codes, not looked at";
	if (err == -EIO)
		return "the digest of the unit code could not be made";
	return activation->has_code ? "wrong unit code" : "no unit code was ever drawn";
}

/* What the holder of the code may be told. */
static const char *check_owner(struct vdt_manage *manage, const struct vdt_msg_ACTIVATE *msg)
{
	char folded[VDT_ACCOUNT_NAME];

	if (vdt_account_fold(msg->name, folded))
		return "a name is a letter, then up to 30 letters, digits, '.', '_' and '-', all "
		       "ASCII";
	return vdt_password_rule(msg->password, msg->name, manage->min_length);
}

void vdt_manage_activate(struct vdt_manage *manage, const struct vdt_msg_ACTIVATE *msg)
{
	struct vdt_msg_GRANT who = {.req = msg->req, .transport = VDT_AUDIT_HTTPS};
	struct vdt_pending *pending;
	struct vdt_password_job job;
	const char *reason;
	int err;

	snprintf(who.source, sizeof(who.source), "%s", msg->source);
	err = vdt_activation_try(manage->activation, manage->accounts, msg->code,
				 vdt_clock_boottime());
	if (err == -EEXIST) {
		vdt_manage_done(manage, msg->req, -EEXIST, 0, "the unit is activated already");
		return;
	}
	if (err) {
		note_activation(manage, &who, err, explain_refusal(manage->activation, err));
		vdt_manage_done(manage, msg->req, -EACCES, 0, "the unit was not activated");
		return;
	}
	reason = check_owner(manage, msg);
	if (reason) {
		note_activation(manage, &who, -EINVAL, reason);
		vdt_manage_done(manage, msg->req, -EINVAL, 0, reason);
		return;
	}
	vdt_account_fold(msg->name, who.account);
	pending = vdt_manage_wait(manage, msg->req, &who, NULL);
	if (!pending)
		return;
	pending->finish = finish_activation;
	vdt_manage_new_password(manage, NULL, msg->password, &job);
	vdt_manage_submit(manage, pending, &job);
}

/* PASSWORD */

static int set_password(struct vdt_manage *manage, struct vdt_pending *pending, const char *hash,
			const char **ret_reason)
{
	struct vdt_account *account = vdt_accounts_by_id(manage->accounts, pending->account);
	int err;

	if (!account || account->generation != pending->generation) {
		*ret_reason = "the account was changed meanwhile, log in again";
		return -ESTALE;
	}
	vdt_account_set_password(account, hash, vdt_manage_now());
	err = vdt_manage_save(manage, ret_reason);
	if (!err)
		manage->ops->revoke(manage->ctx, pending->account, &pending->who);
	return err;
}

static void note_password(struct vdt_manage *manage, const struct vdt_msg_GRANT *who, int code,
			  const char *reason)
{
	struct vdt_msg_RECORD record = vdt_manage_record(who, VDT_AUDIT_PASSWORD_CHANGE, code);

	vdt_manage_name(&record, who->account, who->account_id);
	snprintf(record.reason, sizeof(record.reason), "%s", reason);
	manage->ops->record(manage->ctx, &record);
}

static void finish_password(struct vdt_manage *manage, struct vdt_pending *pending, int result,
			    const char *hash)
{
	const char *reason = "";

	if (!result || result == -EACCES || result == -EEXIST)
		manage->ops->guessed(manage->ctx, &pending->who, result != -EACCES);
	if (result == -EACCES)
		reason = "the present password is wrong";
	else if (result == -EEXIST)
		reason = "the password was used before, take another one";
	else if (result)
		reason = "the password could not be hashed, try again";
	else
		result = set_password(manage, pending, hash, &reason);
	note_password(manage, &pending->who, result, reason);
	vdt_manage_end(manage, pending, result, 0, reason);
}

/* Takes a place for what begins with a password of who asks. */
static struct vdt_pending *begin(struct vdt_manage *manage, uint32_t req,
				 const struct vdt_msg_GRANT *who, const struct vdt_account *account,
				 const char *password)
{
	if (!manage->ops->may_guess(manage->ctx, who, password)) {
		vdt_manage_done(manage, req, -EAGAIN, 0, VDT_MANAGE_TOO_MANY);
		return NULL;
	}
	return vdt_manage_wait(manage, req, who, account);
}

void vdt_manage_password(struct vdt_manage *manage, const struct vdt_msg_PASSWORD *msg,
			 const struct vdt_msg_GRANT *who)
{
	struct vdt_account *account = vdt_manage_self(manage, msg->req, who);
	struct vdt_pending *pending;
	struct vdt_password_job job;
	const char *reason;

	if (!account)
		return;
	reason = vdt_password_rule(msg->password, account->name, manage->min_length);
	if (reason) {
		note_password(manage, who, -EINVAL, reason);
		vdt_manage_done(manage, msg->req, -EINVAL, 0, reason);
		return;
	}
	pending = begin(manage, msg->req, who, account, msg->current);
	if (!pending)
		return;
	pending->finish = finish_password;
	vdt_manage_new_password(manage, account, msg->password, &job);
	memcpy(job.hash, account->hash, sizeof(job.hash));
	memcpy(job.current, msg->current, sizeof(job.current));
	vdt_manage_submit(manage, pending, &job);
}

/* REAUTH */

static int check_second(struct vdt_manage *manage, const struct vdt_pending *pending,
			const char **ret_reason)
{
	struct vdt_account *account = vdt_accounts_by_id(manage->accounts, pending->account);
	int err = 0;

	if (!account || account->generation != pending->generation) {
		*ret_reason = "the account was changed meanwhile, log in again";
		return -ESTALE;
	}
	if (vdt_second_needed(account))
		err = vdt_second_try(manage->accounts, account, pending->otp, vdt_manage_now(),
				     manage->ops->clock_is_right(manage->ctx));
	if (err)
		*ret_reason = err == -EACCES ? "the password or the code is wrong"
					     : "the code could not be used up, try again";
	return err == -EACCES || !err ? err : -EIO;
}

/* A good one is no event of its own: what it was for is recorded. */
static void finish_reauth(struct vdt_manage *manage, struct vdt_pending *pending, int result,
			  const char *hash)
{
	const char *reason = "the password or the code is wrong";

	if (result && result != -EACCES)
		reason = "the password could not be checked, try again";
	if (!result)
		result = check_second(manage, pending, &reason);
	if (!result || result == -EACCES)
		manage->ops->guessed(manage->ctx, &pending->who, !result);
	if (!result) {
		manage->ops->fresh(manage->ctx, &pending->who);
		reason = "";
	} else {
		struct vdt_msg_RECORD record =
			vdt_manage_record(&pending->who, VDT_AUDIT_LOGIN, result);

		snprintf(record.reason, sizeof(record.reason), "asked once more: %s", reason);
		manage->ops->record(manage->ctx, &record);
	}
	vdt_manage_end(manage, pending, result, 0, reason);
}

void vdt_manage_reauth(struct vdt_manage *manage, const struct vdt_msg_REAUTH *msg,
		       const struct vdt_msg_GRANT *who)
{
	struct vdt_account *account = vdt_manage_self(manage, msg->req, who);
	struct vdt_pending *pending;
	struct vdt_password_job job = {.cost = manage->accounts->now.cost};
	char secret[sizeof(msg->password) + sizeof(msg->otp)];

	if (!account)
		return;
	/* As one, or who has the password could try all codes with it. */
	snprintf(secret, sizeof(secret), "%s%s", msg->password, msg->otp);
	pending = begin(manage, msg->req, who, account, secret);
	explicit_bzero(secret, sizeof(secret));
	if (!pending)
		return;
	pending->finish = finish_reauth;
	memcpy(pending->otp, msg->otp, sizeof(pending->otp));
	memcpy(job.hash, account->hash, sizeof(job.hash));
	memcpy(job.current, msg->password, sizeof(job.current));
	vdt_manage_submit(manage, pending, &job);
}

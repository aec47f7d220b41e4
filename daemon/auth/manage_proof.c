// SPDX-License-Identifier: BSD-3-Clause
/* OTP and TOKEN_EDIT: what proves who somebody is, beside a password. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/auth/manage_part.h"
#include "daemon/auth/otp.h"
#include "daemon/auth/service.h"

/* OTP */

static struct vdt_second *find_enrolment(struct vdt_manage *manage, uint32_t account)
{
	for (unsigned int i = 0; i < VDT_ENROLMENTS; i++)
		if (manage->enrolment[i].account == account)
			return &manage->enrolment[i].second;
	return NULL;
}

static struct vdt_second *take_enrolment(struct vdt_manage *manage, uint32_t account)
{
	struct vdt_second *second = find_enrolment(manage, account);

	if (second)
		return second;
	manage->next_enrolment = (manage->next_enrolment + 1) % VDT_ENROLMENTS;
	manage->enrolment[manage->next_enrolment].account = account;
	return &manage->enrolment[manage->next_enrolment].second;
}

static void forget_enrolment(struct vdt_manage *manage, uint32_t account)
{
	for (unsigned int i = 0; i < VDT_ENROLMENTS; i++)
		if (manage->enrolment[i].account == account)
			explicit_bzero(&manage->enrolment[i], sizeof(manage->enrolment[i]));
}

static int begin_otp(struct vdt_manage *manage, uint32_t req, const struct vdt_account *account,
		     const char **ret_reason)
{
	struct vdt_msg_OTP_SECRET msg = {.req = req};
	struct vdt_second *second;
	int err;

	if (account->second.on) {
		*ret_reason = "there is a second factor; switch it off first";
		return -EEXIST;
	}
	second = take_enrolment(manage, account->id);
	err = vdt_second_begin(second, msg.codes);
	if (err) {
		*ret_reason = "no secret could be drawn, try again";
		return err;
	}
	vdt_otp_print(second->secret, sizeof(second->secret), msg.secret);
	manage->ops->send(manage->ctx, VDT_MSG_OTP_SECRET, &msg);
	explicit_bzero(&msg, sizeof(msg));
	return 0;
}

static void note_otp(struct vdt_manage *manage, const struct vdt_msg_GRANT *who,
		     const struct vdt_account *account, int code, const char *reason)
{
	struct vdt_msg_RECORD record = vdt_manage_record(who, VDT_AUDIT_ACCOUNT_CHANGE, code);

	vdt_manage_name(&record, account->name, account->id);
	snprintf(record.details, sizeof(record.details), "{\"fields\":\"second factor\"}");
	snprintf(record.reason, sizeof(record.reason), "%s", reason);
	manage->ops->record(manage->ctx, &record);
}

static int confirm_otp(struct vdt_manage *manage, const struct vdt_msg_GRANT *who,
		       struct vdt_account *account, const char *code, const char **ret_reason)
{
	struct vdt_second *second = find_enrolment(manage, account->id);
	int err;

	if (!second || account->second.on) {
		*ret_reason = "no second factor waits for a code; begin anew";
		return -ENOENT;
	}
	if (!manage->ops->clock_is_right(manage->ctx)) {
		*ret_reason = "the clock is not synchronised, codes cannot be checked";
		return -EAGAIN;
	}
	if (!manage->ops->may_guess(manage->ctx, who, code)) {
		*ret_reason = VDT_MANAGE_TOO_MANY;
		return -EAGAIN;
	}
	err = vdt_second_confirm(second, code, vdt_manage_now());
	manage->ops->guessed(manage->ctx, who, !err);
	if (err) {
		*ret_reason = "the code is wrong";
		return err;
	}
	account->second = *second;
	vdt_account_touch(account);
	err = vdt_manage_save(manage, ret_reason);
	forget_enrolment(manage, account->id);
	return err;
}

/* One's own takes a code; an administrator helps who lost all of his. */
static int end_otp(struct vdt_manage *manage, const struct vdt_msg_GRANT *who, bool own,
		   struct vdt_account *account, const char *code, const char **ret_reason)
{
	int err = 0;

	if (!account->second.on) {
		*ret_reason = "there is no second factor";
		return -ENOENT;
	}
	if (own && !manage->ops->may_guess(manage->ctx, who, code)) {
		*ret_reason = VDT_MANAGE_TOO_MANY;
		return -EAGAIN;
	}
	if (own) {
		err = vdt_second_try(manage->accounts, account, code, vdt_manage_now(),
				     manage->ops->clock_is_right(manage->ctx));
		manage->ops->guessed(manage->ctx, who, !err);
	}
	if (err) {
		*ret_reason = "the code is wrong";
		return err;
	}
	explicit_bzero(&account->second, sizeof(account->second));
	vdt_account_touch(account);
	return vdt_manage_save(manage, ret_reason);
}

static struct vdt_account *find_owner(struct vdt_manage *manage, const struct vdt_msg_OTP *msg,
				      const struct vdt_msg_GRANT *who)
{
	struct vdt_account *account;

	if (!msg->account_id)
		return vdt_manage_self(manage, msg->req, who);
	account = vdt_accounts_by_id(manage->accounts, msg->account_id);
	if (!account)
		vdt_manage_done(manage, msg->req, -ENOENT, 0, "there is no such account");
	else if (msg->what != VDT_OTP_OFF)
		vdt_manage_done(manage, msg->req, -EINVAL, 0,
				"only its owner can set up a second factor");
	return account && msg->what == VDT_OTP_OFF ? account : NULL;
}

void vdt_manage_otp(struct vdt_manage *manage, const struct vdt_msg_OTP *msg,
		    const struct vdt_msg_GRANT *who)
{
	struct vdt_account *account = find_owner(manage, msg, who);
	const char *reason = "";
	int err;

	if (!account)
		return;
	if (msg->what == VDT_OTP_BEGIN)
		err = begin_otp(manage, msg->req, account, &reason);
	else if (msg->what == VDT_OTP_CONFIRM)
		err = confirm_otp(manage, who, account, msg->code, &reason);
	else
		err = end_otp(manage, who, !msg->account_id, account, msg->code, &reason);
	if (msg->what != VDT_OTP_BEGIN)
		note_otp(manage, who, account, err, reason);
	vdt_manage_done(manage, msg->req, err, 0, reason);
}

/* TOKEN_EDIT */

static void send_token(struct vdt_manage *manage, uint32_t req, const struct vdt_account *account,
		       const struct vdt_token *token, const char *text)
{
	struct vdt_msg_TOKEN msg = {
		.req = req,
		.id = token->id,
		.account_id = account->id,
		.role = (uint8_t)vdt_service_role(account, token),
		.created = token->created,
		.expires = token->expires,
		.last_use = token->last_use,
	};

	memcpy(msg.name, token->name, sizeof(token->name));
	snprintf(msg.token, sizeof(msg.token), "%s", text);
	if (token->is_certificate) {
		msg.certificate_len = sizeof(token->digest);
		memcpy(msg.certificate, token->digest, sizeof(token->digest));
	}
	manage->ops->send(manage->ctx, VDT_MSG_TOKEN, &msg);
	explicit_bzero(&msg, sizeof(msg));
}

static void list_tokens(struct vdt_manage *manage, const struct vdt_msg_TOKEN_EDIT *msg)
{
	const struct vdt_account_table *table = &manage->accounts->now;

	for (unsigned int i = 0; i < table->count; i++) {
		const struct vdt_account *account = &table->account[i];

		if (msg->account_id && msg->account_id != account->id)
			continue;
		for (unsigned int k = 0; k < VDT_ACCOUNT_TOKENS; k++)
			if (account->token[k].id)
				send_token(manage, msg->req, account, &account->token[k], "");
	}
	vdt_manage_done(manage, msg->req, 0, 0, "");
}

static const char *explain_token(int err)
{
	switch (err) {
	case -EINVAL:
		return "tokens are for service accounts; a token has a name as accounts have, a "
		       "role and an end that is to come";
	case -EPERM:
		return "the role is above that of the account";
	case -EEXIST:
		return "the account has a token of that name, or the certificate is known already";
	case -ENOSPC:
		return "the account has as many tokens as it may, revoke one";
	default:
		return "no token could be made, try again";
	}
}

static int create_token(struct vdt_manage *manage, const struct vdt_msg_TOKEN_EDIT *msg,
			struct vdt_account *account, uint32_t *ret_id, const char **ret_reason)
{
	struct vdt_token wanted = {
		.role = msg->role, .created = vdt_manage_now(), .expires = msg->expires};
	const uint8_t *certificate = msg->certificate_len ? msg->certificate : NULL;
	char text[VDT_SERVICE_ROOM];
	struct vdt_token *token;
	int err;

	*ret_reason = explain_token(-EINVAL);
	if ((msg->certificate_len && msg->certificate_len != VDT_SHA256) ||
	    (msg->expires && msg->expires <= wanted.created) ||
	    vdt_account_fold(msg->name, wanted.name))
		return -EINVAL;
	err = vdt_service_add(manage->accounts, account, &wanted, certificate, text, &token);
	if (err) {
		*ret_reason = explain_token(err);
		return err;
	}
	*ret_id = token->id;
	vdt_account_touch(account);
	*ret_reason = "";
	err = vdt_manage_save(manage, ret_reason);
	if (!err)
		send_token(manage, msg->req, account, token, text);
	explicit_bzero(text, sizeof(text));
	return err;
}

/* What the account has open is closed too: it may have been opened by this token. */
static int revoke_token(struct vdt_manage *manage, struct vdt_account *account, uint32_t id,
			const char **ret_reason)
{
	struct vdt_token *token = vdt_service_by_id(account, id);
	int err;

	if (!token) {
		*ret_reason = "there is no such token";
		return -ENOENT;
	}
	explicit_bzero(token, sizeof(*token));
	vdt_account_end_sessions(account);
	vdt_account_touch(account);
	err = vdt_manage_save(manage, ret_reason);
	if (!err)
		manage->ops->revoke(manage->ctx, account->id, NULL);
	return err;
}

static void note_token(struct vdt_manage *manage, const struct vdt_msg_GRANT *who,
		       enum vdt_audit_type type, const char *object, int code, const char *reason)
{
	struct vdt_msg_RECORD record = vdt_manage_record(who, type, code);

	snprintf(record.object, sizeof(record.object), "%s", object);
	snprintf(record.reason, sizeof(record.reason), "%s", reason);
	manage->ops->record(manage->ctx, &record);
}

/* Name, account and role, before it is gone. */
static void describe_token(const struct vdt_account *account, const struct vdt_msg_TOKEN_EDIT *msg,
			   char text[VDT_AUDIT_LONG])
{
	const struct vdt_token *token = NULL;
	char name[VDT_ACCOUNT_NAME] = "";

	for (unsigned int i = 0; i < VDT_ACCOUNT_TOKENS && msg->what == VDT_TOKEN_REVOKE; i++)
		if (msg->id && account->token[i].id == msg->id)
			token = &account->token[i];
	if (!token && vdt_account_fold(msg->name, name))
		name[0] = '\0';
	snprintf(text, VDT_AUDIT_LONG, "%s of %s (id %u), %s", token ? token->name : name,
		 account->name, account->id,
		 vdt_role_name(token ? token->role : msg->role) ?: "no role");
}

void vdt_manage_token_edit(struct vdt_manage *manage, const struct vdt_msg_TOKEN_EDIT *msg,
			   const struct vdt_msg_GRANT *who)
{
	bool creates = msg->what == VDT_TOKEN_CREATE;
	struct vdt_account *account;
	char object[VDT_AUDIT_LONG];
	const char *reason = "";
	uint32_t id = 0;
	int err;

	if (msg->what == VDT_TOKEN_LIST) {
		list_tokens(manage, msg);
		return;
	}
	account = vdt_accounts_by_id(manage->accounts, msg->account_id);
	if (!account) {
		vdt_manage_done(manage, msg->req, -ENOENT, 0, "there is no such account");
		return;
	}
	describe_token(account, msg, object);
	err = creates ? create_token(manage, msg, account, &id, &reason)
		      : revoke_token(manage, account, msg->id, &reason);
	note_token(manage, who, creates ? VDT_AUDIT_TOKEN_CREATE : VDT_AUDIT_TOKEN_REVOKE, object,
		   err, reason);
	vdt_manage_done(manage, msg->req, err, err ? 0 : id, reason);
}

// SPDX-License-Identifier: BSD-3-Clause
/* ACCOUNT_LIST and ACCOUNT_EDIT. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/auth/manage_part.h"
#include "daemon/auth/password_rule.h"

static uint8_t get_flags(const struct vdt_account *account)
{
	return (account->disabled ? VDT_ACCOUNT_DISABLED : 0) |
	       (account->must_change ? VDT_ACCOUNT_MUST_CHANGE : 0) |
	       (account->second.on ? VDT_ACCOUNT_OTP : 0) |
	       (account->service ? VDT_ACCOUNT_SERVICE : 0);
}

static void send_account(struct vdt_manage *manage, uint32_t req, const struct vdt_account *account)
{
	struct vdt_msg_ACCOUNT msg = {
		.req = req,
		.id = account->id,
		.role = account->role,
		.flags = get_flags(account),
		.revision = account->revision,
		.created = account->created,
		.last_login = account->last_login,
	};

	memcpy(msg.name, account->name, sizeof(account->name));
	manage->ops->send(manage->ctx, VDT_MSG_ACCOUNT, &msg);
}

void vdt_manage_account_list(struct vdt_manage *manage, const struct vdt_msg_ACCOUNT_LIST *msg,
			     const struct vdt_msg_GRANT *who)
{
	const struct vdt_account_table *table = &manage->accounts->now;
	unsigned int sent = 0;

	for (unsigned int i = 0; i < table->count; i++)
		if (!msg->id || msg->id == table->account[i].id) {
			send_account(manage, msg->req, &table->account[i]);
			sent++;
		}
	vdt_manage_done(manage, msg->req, msg->id && !sent ? -ENOENT : 0, 0,
			msg->id && !sent ? "there is no such account" : "");
}

static void describe_fields(uint8_t fields, struct vdt_msg_RECORD *record)
{
	snprintf(record->details, sizeof(record->details), "{\"fields\":\"%s%s%s%s\"}",
		 fields & VDT_ACCOUNT_HAS_NAME ? "name " : "",
		 fields & VDT_ACCOUNT_HAS_ROLE ? "role " : "",
		 fields & VDT_ACCOUNT_HAS_DISABLED ? "disabled " : "",
		 fields & VDT_ACCOUNT_HAS_PASSWORD ? "password " : "");
}

/* The account that an edit is about, as it was before; an empty name: there is none. */
struct subject {
	uint32_t id, generation;
	char name[VDT_ACCOUNT_NAME];
};

static struct subject describe(const struct vdt_account *account)
{
	struct subject subject = {0};

	if (account) {
		subject.id = account->id;
		subject.generation = account->generation;
		memcpy(subject.name, account->name, sizeof(subject.name));
	}
	return subject;
}

/* Its sentence is about the new account; who made it is in the details. */
static void note_creation(struct vdt_manage *manage, const struct vdt_msg_GRANT *who,
			  const struct vdt_msg_ACCOUNT_EDIT *edit, const struct subject *subject,
			  int code, const char *reason)
{
	struct vdt_msg_RECORD record = vdt_manage_record(who, VDT_AUDIT_ACCOUNT_CREATE, code);
	const char *role = vdt_role_name(edit->role);
	char folded[VDT_ACCOUNT_NAME];

	snprintf(record.details, sizeof(record.details), "{\"by\":\"%s\"}", who->account);
	snprintf(record.object, sizeof(record.object), "%s", role ? role : "");
	snprintf(record.account, sizeof(record.account), "%s",
		 vdt_account_fold(edit->name, folded) ? "" : folded);
	snprintf(record.reason, sizeof(record.reason), "%s", reason);
	record.account_id = subject->id;
	record.role = 0;
	manage->ops->record(manage->ctx, &record);
}

static void note_edit(struct vdt_manage *manage, const struct vdt_msg_GRANT *who,
		      const struct vdt_msg_ACCOUNT_EDIT *edit, const struct subject *subject,
		      int code, const char *reason)
{
	bool deletes = edit->what == VDT_ACCOUNT_DELETE;
	struct vdt_msg_RECORD record;

	if (edit->what == VDT_ACCOUNT_CREATE) {
		note_creation(manage, who, edit, subject, code, reason);
		return;
	}
	record = vdt_manage_record(
		who, deletes ? VDT_AUDIT_ACCOUNT_DELETE : VDT_AUDIT_ACCOUNT_CHANGE, code);
	vdt_manage_name(&record, subject->name, edit->id);
	if (!deletes)
		describe_fields(edit->fields, &record);
	snprintf(record.reason, sizeof(record.reason), "%s", reason);
	manage->ops->record(manage->ctx, &record);
}

/* Whether @edit can be done to @account, as things are now; NULL if it creates one. */
static int check_edit(struct vdt_manage *manage, const struct vdt_msg_ACCOUNT_EDIT *edit,
		      const struct vdt_account *account, const char **ret_reason)
{
	bool loses =
		edit->what == VDT_ACCOUNT_DELETE ||
		(edit->fields & VDT_ACCOUNT_HAS_ROLE && edit->role != VDT_ROLE_ADMINISTRATOR) ||
		(edit->fields & VDT_ACCOUNT_HAS_DISABLED && edit->flags & VDT_ACCOUNT_DISABLED);

	if (edit->what == VDT_ACCOUNT_CREATE)
		return 0;
	if (!account) {
		*ret_reason = "there is no such account";
		return -ENOENT;
	}
	if (edit->revision != account->revision) {
		*ret_reason = "the account was changed meanwhile, look at it again";
		return -ESTALE;
	}
	if (loses && vdt_accounts_is_last(manage->accounts, account)) {
		*ret_reason =
			"this is the last administrator who can log in; make another one first";
		return -EPERM;
	}
	if (edit->fields & VDT_ACCOUNT_HAS_ROLE && !vdt_role_name(edit->role)) {
		*ret_reason = "there is no such role";
		return -EINVAL;
	}
	return 0;
}

static const char *explain_name(int err)
{
	switch (err) {
	case -EEXIST:
		return "there is an account of that name";
	case -ENOSPC:
		return "there is no room for another account, delete one";
	default:
		return "a name is a letter, then up to 30 letters, digits, '.', '_' and '-', all "
		       "ASCII; a role is viewer, operator or administrator";
	}
}

static int create(struct vdt_manage *manage, const struct vdt_msg_ACCOUNT_EDIT *edit,
		  const char *hash, struct vdt_account **ret_account, const char **ret_reason)
{
	const uint64_t now = vdt_manage_now();
	struct vdt_account *account;
	int err;

	err = vdt_accounts_add(manage->accounts, edit->name, edit->role, hash, &account);
	if (err) {
		*ret_reason = explain_name(err);
		return err;
	}
	account->created = account->password_changed = now;
	account->must_change = !account->service && edit->flags & VDT_ACCOUNT_MUST_CHANGE;
	account->disabled = edit->flags & VDT_ACCOUNT_DISABLED;
	*ret_account = account;
	return 0;
}

static int change(struct vdt_manage *manage, const struct vdt_msg_ACCOUNT_EDIT *edit,
		  const char *hash, struct vdt_account *account, const char **ret_reason)
{
	int err = 0;

	if (edit->fields & VDT_ACCOUNT_HAS_NAME)
		err = vdt_accounts_rename(manage->accounts, account, edit->name);
	if (err) {
		*ret_reason = explain_name(err);
		return err;
	}
	if (edit->fields & (VDT_ACCOUNT_HAS_ROLE | VDT_ACCOUNT_HAS_DISABLED))
		vdt_account_end_sessions(account);
	if (edit->fields & VDT_ACCOUNT_HAS_ROLE)
		account->role = edit->role;
	if (edit->fields & VDT_ACCOUNT_HAS_DISABLED)
		account->disabled = edit->flags & VDT_ACCOUNT_DISABLED;
	if (edit->fields & VDT_ACCOUNT_HAS_PASSWORD) {
		vdt_account_set_password(account, hash, vdt_manage_now());
		account->must_change = edit->flags & VDT_ACCOUNT_MUST_CHANGE;
	} else {
		vdt_account_touch(account);
	}
	return 0;
}

static int apply(struct vdt_manage *manage, const struct vdt_msg_ACCOUNT_EDIT *edit,
		 const char *hash, struct vdt_account **account, const char **ret_reason)
{
	switch (edit->what) {
	case VDT_ACCOUNT_CREATE:
		return create(manage, edit, hash, account, ret_reason);
	case VDT_ACCOUNT_CHANGE:
		return change(manage, edit, hash, *account, ret_reason);
	default:
		vdt_accounts_remove(manage->accounts, *account);
		*account = NULL;
		return 0;
	}
}

static struct vdt_account *find_account(struct vdt_manage *manage,
					const struct vdt_msg_ACCOUNT_EDIT *edit)
{
	if (edit->what == VDT_ACCOUNT_CREATE)
		return NULL;
	return vdt_accounts_by_id(manage->accounts, edit->id);
}

/*
 * Do @edit, with @hash if it sets a password. The sessions of an account that is gone, or may do
 * something else now, are over before anybody is told.
 */
static int do_edit(struct vdt_manage *manage, const struct vdt_msg_GRANT *who,
		   const struct vdt_msg_ACCOUNT_EDIT *edit, const char *hash, uint32_t *ret_id,
		   const char **ret_reason)
{
	struct vdt_account *account = find_account(manage, edit);
	struct subject subject = describe(account);
	int err;

	err = check_edit(manage, edit, account, ret_reason);
	if (!err)
		err = apply(manage, edit, hash, &account, ret_reason);
	if (!err)
		err = vdt_manage_save(manage, ret_reason);
	if (!err && edit->what == VDT_ACCOUNT_CREATE)
		subject = describe(account);
	if (!err && (!account || account->generation != subject.generation))
		manage->ops->revoke(manage->ctx, subject.id, NULL);
	note_edit(manage, who, edit, &subject, err, *ret_reason);
	*ret_id = err ? 0 : subject.id;
	return err;
}

static void refuse_edit(struct vdt_manage *manage, const struct vdt_msg_GRANT *who,
			const struct vdt_msg_ACCOUNT_EDIT *edit, int code, const char *reason)
{
	const struct subject subject = describe(find_account(manage, edit));

	note_edit(manage, who, edit, &subject, code, reason);
}

static void finish_edit(struct vdt_manage *manage, struct vdt_pending *pending, int result,
			const char *hash)
{
	const char *reason = "";
	uint32_t id = 0;

	if (result == -EEXIST)
		reason = "the password was used before, take another one";
	else if (result)
		reason = "the password could not be hashed, try again";
	if (result)
		refuse_edit(manage, &pending->who, &pending->edit, result, reason);
	else
		result = do_edit(manage, &pending->who, &pending->edit, hash, &id, &reason);
	vdt_manage_end(manage, pending, result, id, reason);
}

/* With a password that may be one, and there where one belongs. */
static int check_password(struct vdt_manage *manage, const struct vdt_msg_ACCOUNT_EDIT *edit,
			  const struct vdt_account *account, const char **ret_reason)
{
	bool service = account ? account->service : edit->flags & VDT_ACCOUNT_SERVICE;
	bool has = edit->fields & VDT_ACCOUNT_HAS_PASSWORD;
	bool renamed = !account || edit->fields & VDT_ACCOUNT_HAS_NAME;
	int err;

	err = check_edit(manage, edit, account, ret_reason);
	if (err)
		return err;
	if (service && has)
		*ret_reason = "a service account has no password, make a token for it";
	else if (!account && !service && !has)
		*ret_reason = "an account needs a password";
	else if (has)
		*ret_reason = vdt_password_rule(
			edit->password, renamed ? edit->name : account->name, manage->min_length);
	else
		*ret_reason = NULL;
	if (*ret_reason)
		return -EINVAL;
	*ret_reason = "";
	return 0;
}

static void hash_password(struct vdt_manage *manage, const struct vdt_msg_ACCOUNT_EDIT *msg,
			  const struct vdt_msg_GRANT *who, const struct vdt_account *account)
{
	struct vdt_pending *pending = vdt_manage_wait(manage, msg->req, who, account);
	struct vdt_password_job job;

	if (!pending)
		return;
	pending->edit = *msg;
	explicit_bzero(pending->edit.password, sizeof(pending->edit.password));
	pending->finish = finish_edit;
	vdt_manage_new_password(manage, account, msg->password, &job);
	vdt_manage_submit(manage, pending, &job);
}

void vdt_manage_account_edit(struct vdt_manage *manage, const struct vdt_msg_ACCOUNT_EDIT *msg,
			     const struct vdt_msg_GRANT *who)
{
	const struct vdt_account *account = find_account(manage, msg);
	const char *reason = "";
	uint32_t id = 0;
	int err = 0;

	if (msg->what != VDT_ACCOUNT_DELETE)
		err = check_password(manage, msg, account, &reason);
	if (!err && msg->what != VDT_ACCOUNT_DELETE && msg->fields & VDT_ACCOUNT_HAS_PASSWORD) {
		hash_password(manage, msg, who, account);
		return;
	}
	if (err)
		refuse_edit(manage, who, msg, err, reason);
	else
		err = do_edit(manage, who, msg, "", &id, &reason);
	vdt_manage_done(manage, msg->req, err, id, reason);
}

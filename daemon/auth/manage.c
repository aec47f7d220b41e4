// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/manage.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vedette/settings.h>

#include "daemon/auth/erase.h"
#include "daemon/auth/manage_part.h"
#include "lib/base/clock.h"

int vdt_manage_new(struct vdt_accounts *accounts, struct vdt_activation *activation,
		   struct vdt_hasher *hasher, const char *dir, const struct vdt_manage_ops *ops,
		   void *ctx, struct vdt_manage **ret_manage)
{
	struct vdt_manage *manage = calloc(1, sizeof(*manage));

	if (!manage)
		return -ENOMEM;
	*manage = (struct vdt_manage){
		.accounts = accounts,
		.activation = activation,
		.hasher = hasher,
		.dir = dir,
		.ops = ops,
		.ctx = ctx,
	};
	vdt_manage_set_rules(manage, VDT_ACCOUNTS_MIN_LENGTH, VDT_ACCOUNTS_HISTORY);
	*ret_manage = manage;
	return 0;
}

void vdt_manage_free(struct vdt_manage *manage)
{
	if (manage)
		explicit_bzero(manage, sizeof(*manage));
	free(manage);
}

void vdt_manage_forget(struct vdt_manage *manage)
{
	for (unsigned int i = 0; i < VDT_MANAGE_PENDING; i++)
		manage->pending[i].forgotten = true;
}

void vdt_manage_set_rules(struct vdt_manage *manage, unsigned int min_length, unsigned int history)
{
	manage->min_length = min_length;
	manage->history = history < VDT_ACCOUNT_HISTORY ? history : VDT_ACCOUNT_HISTORY;
}

unsigned int vdt_manage_class(enum vdt_msg id, const void *payload)
{
	switch (id) {
	case VDT_MSG_ACCOUNT_LIST:
		return VDT_CLASS_READ_SYSTEM_SECRET;
	case VDT_MSG_ACCOUNT_EDIT:
		return VDT_CLASS_WRITE_SYSTEM;
	case VDT_MSG_PASSWORD:
	case VDT_MSG_REAUTH:
		return VDT_CLASS_OWN;
	case VDT_MSG_OTP:
		return ((const struct vdt_msg_OTP *)payload)->account_id ? VDT_CLASS_WRITE_SYSTEM
									 : VDT_CLASS_OWN;
	case VDT_MSG_TOKEN_EDIT:
		return ((const struct vdt_msg_TOKEN_EDIT *)payload)->what == VDT_TOKEN_LIST
			       ? VDT_CLASS_READ_SYSTEM_SECRET
			       : VDT_CLASS_WRITE_SYSTEM;
	case VDT_MSG_DEACTIVATE:
		return VDT_CLASS_UNRECOVERABLE;
	default:
		return VDT_CLASS_END;
	}
}

uint64_t vdt_manage_now(void)
{
	return vdt_clock_realtime() / VDT_NS_PER_SECOND;
}

void vdt_manage_done(struct vdt_manage *manage, uint32_t req, int code, uint32_t id,
		     const char *reason)
{
	struct vdt_msg_DONE done = {.req = req, .code = code, .id = id};

	snprintf(done.reason, sizeof(done.reason), "%s", reason);
	manage->ops->send(manage->ctx, VDT_MSG_DONE, &done);
}

struct vdt_account *vdt_manage_self(struct vdt_manage *manage, uint32_t req,
				    const struct vdt_msg_GRANT *who)
{
	struct vdt_account *account = vdt_accounts_by_id(manage->accounts, who->account_id);

	if (!account)
		vdt_manage_done(manage, req, -ENOENT, 0, "the account is gone");
	else if (account->service)
		vdt_manage_done(manage, req, -EINVAL, 0, "a service account has no password");
	return account && !account->service ? account : NULL;
}

struct vdt_msg_RECORD vdt_manage_record(const struct vdt_msg_GRANT *who, enum vdt_audit_type type,
					int code)
{
	struct vdt_msg_RECORD record = {
		.type = type,
		.result = code ? VDT_AUDIT_REFUSED : VDT_AUDIT_OK,
		.role = who->role,
		.transport = who->transport,
		.account_id = who->account_id,
		.session_len = who->session_len,
	};

	memcpy(record.session, who->session, sizeof(record.session));
	snprintf(record.account, sizeof(record.account), "%s", who->account);
	snprintf(record.source, sizeof(record.source), "%s", who->source);
	return record;
}

void vdt_manage_name(struct vdt_msg_RECORD *record, const char *name, uint32_t id)
{
	snprintf(record->object, sizeof(record->object), "%s (id %u)", name, id);
}

int vdt_manage_save(struct vdt_manage *manage, const char **ret_reason)
{
	if (!vdt_accounts_save(manage->accounts))
		return 0;
	*ret_reason = "the accounts could not be saved, nothing was changed";
	return -EIO;
}

struct vdt_pending *vdt_manage_wait(struct vdt_manage *manage, uint32_t req,
				    const struct vdt_msg_GRANT *who,
				    const struct vdt_account *account)
{
	for (unsigned int i = 0; i < VDT_MANAGE_PENDING; i++) {
		struct vdt_pending *pending = &manage->pending[i];

		if (pending->used)
			continue;
		*pending = (struct vdt_pending){.used = true, .req = req, .who = *who};
		if (account) {
			pending->account = account->id;
			pending->generation = account->generation;
		}
		return pending;
	}
	vdt_manage_done(manage, req, -EBUSY, 0, VDT_MANAGE_BUSY);
	return NULL;
}

static void on_hashed(void *ctx, uint32_t id, int result, const char *hash)
{
	struct vdt_manage *manage = ctx;
	struct vdt_pending *pending = &manage->pending[id];

	pending->finish(manage, pending, result, hash);
}

void vdt_manage_submit(struct vdt_manage *manage, struct vdt_pending *pending,
		       struct vdt_password_job *job)
{
	const struct vdt_hasher_ask ask = {.lane = VDT_LANE_USER,
					   .done = on_hashed,
					   .ctx = manage,
					   .id = (uint32_t)(pending - manage->pending)};
	int err = vdt_hasher_submit(manage->hasher, &ask, job);

	explicit_bzero(job, sizeof(*job));
	if (err)
		vdt_manage_end(manage, pending, err, 0, VDT_MANAGE_BUSY);
}

void vdt_manage_end(struct vdt_manage *manage, struct vdt_pending *pending, int code, uint32_t id,
		    const char *reason)
{
	if (!pending->forgotten)
		vdt_manage_done(manage, pending->req, code, id, reason);
	explicit_bzero(pending, sizeof(*pending));
}

void vdt_manage_new_password(const struct vdt_manage *manage, const struct vdt_account *account,
			     const char *password, struct vdt_password_job *ret_job)
{
	*ret_job = (struct vdt_password_job){.cost = manage->accounts->now.cost};
	memcpy(ret_job->password, password, strnlen(password, sizeof(ret_job->password) - 1));
	if (!account)
		return;
	memcpy(ret_job->used[0], account->hash, sizeof(account->hash));
	for (unsigned int i = 0; i < manage->history; i++)
		memcpy(ret_job->used[i + 1], account->history[i], sizeof(account->history[i]));
}

/* Deactivation */

static void note_keys(struct vdt_manage *manage, const struct vdt_msg_GRANT *who, int err)
{
	struct vdt_msg_RECORD record = vdt_manage_record(who, VDT_AUDIT_KEY_DESTROY, err);

	snprintf(record.object, sizeof(record.object), "%s",
		 "the seal key, the key of the unit and all that was sealed");
	manage->ops->record(manage->ctx, &record);
}

void vdt_manage_deactivate(struct vdt_manage *manage, const struct vdt_msg_DEACTIVATE *msg,
			   const struct vdt_msg_GRANT *who)
{
	struct vdt_msg_RECORD record;
	int err = vdt_erase(manage->dir);

	note_keys(manage, who, err);
	record = vdt_manage_record(who, VDT_AUDIT_DEACTIVATE, err);
	if (err)
		snprintf(record.reason, sizeof(record.reason), "%s", strerror(-err));
	manage->ops->record(manage->ctx, &record);
	vdt_manage_done(manage, msg->req, err ? -EIO : 0, 0,
			err ? "not all could be destroyed, see the log; try again" : "");
	/* Also after a failure: what is left is destroyed at the start. */
	manage->ops->restart(manage->ctx);
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/accounts.h"

#include <errno.h>
#include <string.h>

#include "daemon/auth/account_json.h"
#include "lib/crypto/secret.h"

#define PURPOSE "accounts"

/* Not isalpha(): what is a letter must not depend on the locale. */
int vdt_account_fold(const char *from, char to[VDT_ACCOUNT_NAME])
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz", others[] = "0123456789._-";
	size_t len = strlen(from);

	if (!len || len >= VDT_ACCOUNT_NAME)
		return -EINVAL;
	for (size_t i = 0; i <= len; i++)
		to[i] = from[i] >= 'A' && from[i] <= 'Z' ? (char)(from[i] + 'a' - 'A') : from[i];
	for (size_t i = 0; i < len; i++)
		if (!strchr(letters, to[i]) && (!i || !strchr(others, to[i])))
			return -EINVAL;
	return 0;
}

struct vdt_account *vdt_accounts_find(struct vdt_accounts *accounts, const char *name)
{
	char folded[VDT_ACCOUNT_NAME];

	if (vdt_account_fold(name, folded))
		return NULL;
	for (unsigned int i = 0; i < accounts->now.count; i++)
		if (!strcmp(accounts->now.account[i].name, folded))
			return &accounts->now.account[i];
	return NULL;
}

struct vdt_account *vdt_accounts_by_id(struct vdt_accounts *accounts, uint32_t id)
{
	for (unsigned int i = 0; i < accounts->now.count; i++)
		if (accounts->now.account[i].id == id)
			return &accounts->now.account[i];
	return NULL;
}

static bool rules(const struct vdt_account *account)
{
	return account->role == VDT_ROLE_ADMINISTRATOR && !account->disabled && !account->service;
}

static unsigned int count_rulers(const struct vdt_accounts *accounts)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < accounts->now.count; i++)
		n += rules(&accounts->now.account[i]);
	return n;
}

bool vdt_accounts_active(const struct vdt_accounts *accounts)
{
	return count_rulers(accounts) > 0;
}

bool vdt_accounts_is_last(const struct vdt_accounts *accounts, const struct vdt_account *account)
{
	return rules(account) && count_rulers(accounts) == 1;
}

int vdt_accounts_add(struct vdt_accounts *accounts, const char *name, enum vdt_role role,
		     const char *hash, struct vdt_account **ret_account)
{
	struct vdt_account_table *table = &accounts->now;
	struct vdt_account account = {
		.role = role, .service = !hash[0], .revision = 1, .generation = 1};

	if (vdt_account_fold(name, account.name) || !vdt_role_name(role) ||
	    strlen(hash) >= sizeof(account.hash))
		return -EINVAL;
	if (vdt_accounts_find(accounts, name))
		return -EEXIST;
	if (table->count == VDT_ACCOUNTS || table->last_id == UINT32_MAX)
		return -ENOSPC;
	account.id = ++table->last_id;
	memcpy(account.hash, hash, strlen(hash));
	table->account[table->count] = account;
	*ret_account = &table->account[table->count++];
	return 0;
}

void vdt_accounts_remove(struct vdt_accounts *accounts, struct vdt_account *account)
{
	struct vdt_account_table *table = &accounts->now;
	struct vdt_account *last = &table->account[--table->count];

	memmove(account, account + 1, (size_t)(last - account) * sizeof(*account));
	explicit_bzero(last, sizeof(*last));
}

int vdt_accounts_rename(struct vdt_accounts *accounts, struct vdt_account *account,
			const char *name)
{
	const struct vdt_account *other = vdt_accounts_find(accounts, name);
	char folded[VDT_ACCOUNT_NAME];

	if (vdt_account_fold(name, folded))
		return -EINVAL;
	if (other && other != account)
		return -EEXIST;
	memcpy(account->name, folded, sizeof(folded));
	return 0;
}

void vdt_account_set_password(struct vdt_account *account, const char *hash, uint64_t now)
{
	memmove(account->history[1], account->history[0],
		sizeof(account->history) - sizeof(account->history[0]));
	memcpy(account->history[0], account->hash, sizeof(account->hash));
	memset(account->hash, 0, sizeof(account->hash));
	memcpy(account->hash, hash, strnlen(hash, sizeof(account->hash) - 1));
	account->password_changed = now;
	account->must_change = false;
	vdt_account_end_sessions(account);
	vdt_account_touch(account);
}

void vdt_account_touch(struct vdt_account *account)
{
	account->revision++;
}

void vdt_account_end_sessions(struct vdt_account *account)
{
	account->generation++;
}

int vdt_accounts_load(struct vdt_accounts *accounts, const char *path, const uint8_t *key)
{
	uint8_t *data;
	size_t len;
	int err;

	memset(accounts, 0, sizeof(*accounts));
	accounts->now.cost = VDT_COST_DEFAULT;
	err = vdt_sealed_init(&accounts->file, path, PURPOSE, key);
	if (!err)
		err = vdt_sealed_read(&accounts->file, &data, &len);
	if (!err) {
		err = vdt_account_json_read(accounts, data, len);
		vdt_wipe_free(data);
	} else if (err == -ENOENT) {
		err = 0;
	}
	accounts->saved = accounts->now;
	return err;
}

int vdt_accounts_save(struct vdt_accounts *accounts)
{
	char *text;
	int err;

	err = vdt_account_json_write(&accounts->now, &text);
	if (!err) {
		err = vdt_sealed_write(&accounts->file, text, strlen(text));
		vdt_wipe_free(text);
	}
	if (err)
		accounts->now = accounts->saved;
	else
		accounts->saved = accounts->now;
	return err;
}

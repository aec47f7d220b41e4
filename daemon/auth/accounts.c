// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/accounts.h"

#include <errno.h>
#include <string.h>

#include <jansson.h>

#include "lib/crypto/secret.h"

#define FORMAT	1
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
	for (unsigned int i = 0; i < accounts->count; i++)
		if (!strcmp(accounts->account[i].name, folded))
			return &accounts->account[i];
	return NULL;
}

struct vdt_account *vdt_accounts_by_id(struct vdt_accounts *accounts, uint32_t id)
{
	for (unsigned int i = 0; i < accounts->count; i++)
		if (accounts->account[i].id == id)
			return &accounts->account[i];
	return NULL;
}

int vdt_accounts_add(struct vdt_accounts *accounts, const char *name, enum vdt_role role,
		     const char *hash, struct vdt_account **ret_account)
{
	struct vdt_account account = {.role = role};

	if (vdt_account_fold(name, account.name) || !vdt_role_name(role) ||
	    strlen(hash) >= sizeof(account.hash))
		return -EINVAL;
	if (vdt_accounts_find(accounts, name))
		return -EEXIST;
	if (accounts->count == VDT_ACCOUNTS)
		return -ENOSPC;
	account.id = ++accounts->last_id;
	memcpy(account.hash, hash, strlen(hash));
	accounts->account[accounts->count] = account;
	*ret_account = &accounts->account[accounts->count++];
	return 0;
}

static int read_account(struct vdt_accounts *accounts, json_t *item)
{
	const char *name, *role, *hash;
	struct vdt_account *account;
	json_int_t id, created;
	int must_change, disabled, err;

	if (json_unpack(item, "{s:I, s:s, s:s, s:s, s:b, s:b, s:I !}", "id", &id, "name", &name,
			"role", &role, "hash", &hash, "must_change", &must_change, "disabled",
			&disabled, "created", &created))
		return -EBADMSG;
	if (id < 1 || id > accounts->last_id || created < 0 ||
	    vdt_accounts_by_id(accounts, (uint32_t)id) || vdt_role_find(role) < 0)
		return -EBADMSG;
	err = vdt_accounts_add(accounts, name, vdt_role_find(role), hash, &account);
	accounts->last_id--;
	if (err)
		return -EBADMSG;
	account->id = (uint32_t)id;
	account->created = (uint64_t)created;
	account->must_change = must_change;
	account->disabled = disabled;
	return 0;
}

static int read_accounts(struct vdt_accounts *accounts, const uint8_t *data, size_t len)
{
	json_t *root = json_loadb((const char *)data, len, JSON_REJECT_DUPLICATES, NULL);
	json_t *list, *item;
	json_int_t last_id;
	int format, err = 0;
	size_t i;

	if (!root ||
	    json_unpack(root, "{s:i, s:I, s:o !}", "version", &format, "last_id", &last_id,
			"accounts", &list) ||
	    format != FORMAT || last_id < 0 || last_id >= UINT32_MAX || !json_is_array(list))
		err = -EBADMSG;
	if (!err) {
		accounts->last_id = (uint32_t)last_id;
		json_array_foreach(list, i, item) {
			err = read_account(accounts, item);
			if (err)
				break;
		}
	}
	json_decref(root);
	return err;
}

int vdt_accounts_load(struct vdt_accounts *accounts, const char *path, const uint8_t *key)
{
	uint8_t *data;
	size_t len;
	int err;

	memset(accounts, 0, sizeof(*accounts));
	err = vdt_sealed_init(&accounts->file, path, PURPOSE, key);
	if (!err)
		err = vdt_sealed_read(&accounts->file, &data, &len);
	if (err)
		return err == -ENOENT ? 0 : err;
	err = read_accounts(accounts, data, len);
	vdt_wipe_free(data);
	return err;
}

static json_t *make_account(const struct vdt_account *account)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:b, s:b, s:I}", "id", (json_int_t)account->id,
			 "name", account->name, "role", vdt_role_name(account->role), "hash",
			 account->hash, "must_change", account->must_change, "disabled",
			 account->disabled, "created", (json_int_t)account->created);
}

int vdt_accounts_save(struct vdt_accounts *accounts)
{
	json_t *list = json_array(), *root;
	char *text = NULL;
	int err = -ENOMEM;

	for (unsigned int i = 0; i < accounts->count; i++)
		if (json_array_append_new(list, make_account(&accounts->account[i]))) {
			json_decref(list);
			return -ENOMEM;
		}
	root = json_pack("{s:i, s:I, s:o}", "version", FORMAT, "last_id",
			 (json_int_t)accounts->last_id, "accounts", list);
	if (root)
		text = json_dumps(root, JSON_COMPACT);
	if (text)
		err = vdt_sealed_write(&accounts->file, text, strlen(text));
	json_decref(root);
	vdt_wipe_free(text);
	return err;
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/account_json.h"

#include <errno.h>
#include <string.h>

#include <jansson.h>

#include "lib/crypto/base64.h"

#define FORMAT 2

/* Reading */

/* A number that is @least at least and @most at most. */
static int read_number(json_int_t value, uint64_t least, uint64_t most, uint64_t *ret_number)
{
	if (value < 0 || (uint64_t)value < least || (uint64_t)value > most)
		return -EBADMSG;
	*ret_number = (uint64_t)value;
	return 0;
}

static int read_bytes(const char *text, uint8_t *ret_bytes, size_t len)
{
	int n = vdt_base64_decode(text, strlen(text), ret_bytes, len);

	return n == (int)len ? 0 : -EBADMSG;
}

static int read_text(const char *from, char *to, size_t room)
{
	if (strlen(from) >= room)
		return -EBADMSG;
	memcpy(to, from, strlen(from) + 1);
	return 0;
}

static int read_history(struct vdt_account *account, json_t *list)
{
	json_t *item;
	size_t i;

	if (!json_is_array(list) || json_array_size(list) > VDT_ACCOUNT_HISTORY)
		return -EBADMSG;
	json_array_foreach(list, i, item)
		if (!json_is_string(item) || read_text(json_string_value(item), account->history[i],
						       sizeof(account->history[i])))
			return -EBADMSG;
	return 0;
}

static int read_second(struct vdt_second *second, json_t *item)
{
	json_t *codes, *code;
	const char *secret;
	json_int_t step;
	size_t i;

	if (json_is_null(item))
		return 0;
	if (json_unpack(item, "{s:s, s:I, s:o !}", "secret", &secret, "step", &step, "codes",
			&codes) ||
	    read_bytes(secret, second->secret, sizeof(second->secret)) ||
	    read_number(step, 0, INT64_MAX, &second->step) || !json_is_array(codes) ||
	    json_array_size(codes) > VDT_ACCOUNT_CODES)
		return -EBADMSG;
	json_array_foreach(codes, i, code)
		if (!json_is_string(code) ||
		    read_bytes(json_string_value(code), second->code[second->n_codes++],
			       VDT_SHA256))
			return -EBADMSG;
	second->on = true;
	return 0;
}

static int read_token(const struct vdt_account *account, struct vdt_token *token, json_t *item)
{
	json_int_t id, created, expires, last_use;
	const char *name, *role, *digest;
	int is_certificate;
	uint64_t number;

	if (json_unpack(item, "{s:I, s:s, s:s, s:b, s:s, s:I, s:I, s:I !}", "id", &id, "name",
			&name, "role", &role, "certificate", &is_certificate, "digest", &digest,
			"created", &created, "expires", &expires, "last_use", &last_use))
		return -EBADMSG;
	if (read_number(id, 1, account->last_token, &number) || vdt_role_find(role) < 0 ||
	    read_bytes(digest, token->digest, sizeof(token->digest)) ||
	    read_text(name, token->name, sizeof(token->name)) ||
	    read_number(created, 0, INT64_MAX, &token->created) ||
	    read_number(expires, 0, INT64_MAX, &token->expires) ||
	    read_number(last_use, 0, INT64_MAX, &token->last_use))
		return -EBADMSG;
	token->id = (uint32_t)number;
	token->role = (uint8_t)vdt_role_find(role);
	token->is_certificate = is_certificate;
	return 0;
}

static int read_tokens(struct vdt_account *account, json_t *item)
{
	json_int_t last;
	uint64_t number;
	json_t *list;
	size_t i;

	if (json_unpack(item, "{s:I, s:o !}", "last", &last, "list", &list) ||
	    read_number(last, 0, UINT32_MAX, &number) || !json_is_array(list) ||
	    json_array_size(list) > VDT_ACCOUNT_TOKENS)
		return -EBADMSG;
	account->last_token = (uint32_t)number;
	json_array_foreach(list, i, item)
		if (read_token(account, &account->token[i], item))
			return -EBADMSG;
	return 0;
}

/* What version 2 added. */
static int read_more(struct vdt_account *account, json_t *item)
{
	json_int_t revision, generation, last_login, password_changed;
	json_t *history, *second, *tokens;
	uint64_t number;

	if (json_unpack(item, "{s:I, s:I, s:I, s:I, s:o, s:o, s:o}", "revision", &revision,
			"generation", &generation, "last_login", &last_login, "password_changed",
			&password_changed, "history", &history, "second", &second, "tokens",
			&tokens) ||
	    json_object_size(item) != 14)
		return -EBADMSG;
	if (read_number(revision, 1, UINT32_MAX, &number))
		return -EBADMSG;
	account->revision = (uint32_t)number;
	if (read_number(generation, 1, UINT32_MAX, &number))
		return -EBADMSG;
	account->generation = (uint32_t)number;
	if (read_number(last_login, 0, INT64_MAX, &account->last_login) ||
	    read_number(password_changed, 0, INT64_MAX, &account->password_changed) ||
	    read_history(account, history) || read_second(&account->second, second))
		return -EBADMSG;
	return read_tokens(account, tokens);
}

static int read_account(struct vdt_accounts *accounts, json_t *item, int format)
{
	const uint32_t last_id = accounts->now.last_id;
	const char *name, *role, *hash;
	struct vdt_account *account;
	json_int_t id, created;
	int must_change, disabled, err;
	uint64_t number;

	if (json_unpack(item, "{s:I, s:s, s:s, s:s, s:b, s:b, s:I}", "id", &id, "name", &name,
			"role", &role, "hash", &hash, "must_change", &must_change, "disabled",
			&disabled, "created", &created) ||
	    read_number(id, 1, last_id, &number) || vdt_accounts_by_id(accounts, (uint32_t)id) ||
	    vdt_role_find(role) < 0)
		return -EBADMSG;
	accounts->now.last_id = 0; /* for one more, whatever the last one was */
	err = vdt_accounts_add(accounts, name, vdt_role_find(role), hash, &account);
	accounts->now.last_id = last_id;
	if (err || read_number(created, 0, INT64_MAX, &account->created))
		return -EBADMSG;
	account->id = (uint32_t)number;
	account->must_change = must_change;
	account->disabled = disabled;
	if (format == FORMAT)
		return read_more(account, item);
	account->password_changed = account->created;
	return json_object_size(item) == 7 && hash[0] ? 0 : -EBADMSG;
}

static int read_head(struct vdt_account_table *table, json_t *root, int *ret_format)
{
	json_int_t last_id, memory, passes, failures;
	uint64_t number;

	if (json_unpack(root, "{s:i, s:I}", "version", ret_format, "last_id", &last_id) ||
	    read_number(last_id, 0, UINT32_MAX - 1, &number))
		return -EBADMSG;
	table->last_id = (uint32_t)number;
	if (*ret_format == 1)
		return json_object_size(root) == 3 ? 0 : -EBADMSG;
	if (*ret_format != FORMAT || json_object_size(root) != 5 ||
	    json_unpack(root, "{s:{s:I, s:I !}, s:I}", "cost", "memory", &memory, "passes", &passes,
			"activation_failures", &failures) ||
	    read_number(memory, 8, UINT32_MAX, &number))
		return -EBADMSG;
	table->cost.memory = (uint32_t)number;
	if (read_number(passes, 1, UINT32_MAX, &number))
		return -EBADMSG;
	table->cost.passes = (uint32_t)number;
	if (read_number(failures, 0, UINT32_MAX, &number))
		return -EBADMSG;
	table->activation_failures = (uint32_t)number;
	return 0;
}

int vdt_account_json_read(struct vdt_accounts *accounts, const uint8_t *data, size_t len)
{
	json_t *root = json_loadb((const char *)data, len, JSON_REJECT_DUPLICATES, NULL);
	json_t *list = json_object_get(root, "accounts"), *item;
	int format, err;
	size_t i;

	err = root && json_is_array(list) ? read_head(&accounts->now, root, &format) : -EBADMSG;
	json_array_foreach(list, i, item) {
		if (!err)
			err = read_account(accounts, item, format);
	}
	json_decref(root);
	return err;
}

/* Writing. json_pack() frees what it is given and returns NULL if any of it is NULL. */

static json_t *make_bytes(const uint8_t *bytes, size_t len)
{
	char text[VDT_BASE64_ROOM(VDT_SHA256)];

	vdt_base64_encode(bytes, len, text);
	return json_string(text);
}

static json_t *make_history(const struct vdt_account *account)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < VDT_ACCOUNT_HISTORY && account->history[i][0]; i++)
		if (json_array_append_new(list, json_string(account->history[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

static json_t *make_second(const struct vdt_second *second)
{
	json_t *codes;

	if (!second->on)
		return json_null();
	codes = json_array();
	for (unsigned int i = 0; i < second->n_codes; i++)
		if (json_array_append_new(codes, make_bytes(second->code[i], VDT_SHA256))) {
			json_decref(codes);
			return NULL;
		}
	return json_pack("{s:o, s:I, s:o}", "secret",
			 make_bytes(second->secret, sizeof(second->secret)), "step",
			 (json_int_t)second->step, "codes", codes);
}

static json_t *make_token(const struct vdt_token *token)
{
	return json_pack("{s:I, s:s, s:s, s:b, s:o, s:I, s:I, s:I}", "id", (json_int_t)token->id,
			 "name", token->name, "role", vdt_role_name(token->role), "certificate",
			 token->is_certificate, "digest", make_bytes(token->digest, VDT_SHA256),
			 "created", (json_int_t)token->created, "expires",
			 (json_int_t)token->expires, "last_use", (json_int_t)token->last_use);
}

static json_t *make_tokens(const struct vdt_account *account)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < VDT_ACCOUNT_TOKENS; i++)
		if (account->token[i].id &&
		    json_array_append_new(list, make_token(&account->token[i]))) {
			json_decref(list);
			return NULL;
		}
	return json_pack("{s:I, s:o}", "last", (json_int_t)account->last_token, "list", list);
}

static json_t *make_account(const struct vdt_account *account)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:b, s:b, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o}",
			 "id", (json_int_t)account->id, "name", account->name, "role",
			 vdt_role_name(account->role), "hash", account->hash, "must_change",
			 account->must_change, "disabled", account->disabled, "created",
			 (json_int_t)account->created, "revision", (json_int_t)account->revision,
			 "generation", (json_int_t)account->generation, "last_login",
			 (json_int_t)account->last_login, "password_changed",
			 (json_int_t)account->password_changed, "history", make_history(account),
			 "second", make_second(&account->second), "tokens", make_tokens(account));
}

static json_t *make_list(const struct vdt_account_table *table)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < table->count; i++)
		if (json_array_append_new(list, make_account(&table->account[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

int vdt_account_json_write(const struct vdt_account_table *table, char **ret_text)
{
	json_t *root;

	root = json_pack("{s:i, s:I, s:{s:I, s:I}, s:I, s:o}", "version", FORMAT, "last_id",
			 (json_int_t)table->last_id, "cost", "memory",
			 (json_int_t)table->cost.memory, "passes", (json_int_t)table->cost.passes,
			 "activation_failures", (json_int_t)table->activation_failures, "accounts",
			 make_list(table));
	*ret_text = root ? json_dumps(root, JSON_COMPACT) : NULL;
	json_decref(root);
	return *ret_text ? 0 : -ENOMEM;
}

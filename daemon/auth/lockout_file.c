// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/lockout_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "lib/base/clock.h"
#include "lib/crypto/base64.h"
#include "lib/crypto/random.h"
#include "lib/crypto/secret.h"

#define FORMAT	1
#define PURPOSE "lockout"

static json_t *make_base64(const void *data, size_t len)
{
	char text[VDT_BASE64_ROOM(VDT_DEVICE_KEY)];

	vdt_base64_encode(data, len, text);
	return json_string(text);
}

static bool get_base64(const char *text, void *data, size_t len)
{
	return vdt_base64_decode(text, strlen(text), data, len) == (int)len;
}

/* Times since the boot mean nothing after the next one: what is left of a lock begins anew. */
static json_t *make_lock(const struct vdt_lock *lock, uint64_t now)
{
	uint64_t left = lock->until > now ? lock->until - now : 0;

	return json_pack("{s:i, s:o, s:o, s:b, s:i, s:I, s:I}", "kind", lock->kind, "name",
			 make_base64(lock->name, sizeof(lock->name)), "who",
			 make_base64(lock->who, sizeof(lock->who)), "known", lock->known, "locks",
			 lock->locks, "misses", (json_int_t)lock->misses, "left",
			 (json_int_t)(left / VDT_NS_PER_SECOND));
}

static int read_lock(json_t *item, uint64_t now, struct vdt_lock *ret_lock)
{
	struct vdt_lock lock = {.last = now};
	int kind, known, locks;
	const char *name, *who;
	json_int_t misses, left;

	if (json_unpack(item, "{s:i, s:s, s:s, s:b, s:i, s:I, s:I !}", "kind", &kind, "name", &name,
			"who", &who, "known", &known, "locks", &locks, "misses", &misses, "left",
			&left) ||
	    kind <= VDT_LOCK_FREE || kind >= VDT_LOCK_KINDS || locks < 0 || locks > UINT8_MAX ||
	    misses < 0 || misses > UINT32_MAX || left < 0 || left > VDT_LOCK_DAY ||
	    !get_base64(name, lock.name, sizeof(lock.name)) ||
	    !get_base64(who, lock.who, sizeof(lock.who)))
		return -EBADMSG;
	lock.kind = (uint8_t)kind;
	lock.known = known;
	lock.locks = (uint8_t)locks;
	lock.misses = (uint32_t)misses;
	lock.until = now + (uint64_t)left * VDT_NS_PER_SECOND;
	*ret_lock = lock;
	return 0;
}

static int parse(struct vdt_lockout_file *file, json_t *root, struct vdt_lockout *lockout,
		 uint64_t now)
{
	json_t *list, *item;
	const char *key;
	int format;
	size_t i;

	if (json_unpack(root, "{s:i, s:s, s:o !}", "version", &format, "key", &key, "locks",
			&list) ||
	    format != FORMAT || !json_is_array(list) ||
	    !get_base64(key, file->key, sizeof(file->key)))
		return -EBADMSG;
	json_array_foreach(list, i, item) {
		struct vdt_lock lock;

		if (read_lock(item, now, &lock))
			return -EBADMSG;
		vdt_lockout_restore(lockout, &lock, now);
	}
	return 0;
}

static int begin(struct vdt_lockout_file *file, struct vdt_lockout *lockout, uint64_t now)
{
	int err = vdt_random(file->key, sizeof(file->key));

	vdt_lockout_init(lockout);
	vdt_sealed_give_up(&file->sealed);
	return err ? err : vdt_lockout_save(file, lockout, now);
}

int vdt_lockout_load(struct vdt_lockout_file *file, const char *path, const uint8_t *seal_key,
		     struct vdt_lockout *lockout, uint64_t now, bool *ret_lost)
{
	uint8_t *data;
	json_t *root;
	size_t len;
	int err;

	*ret_lost = false;
	err = vdt_sealed_init(&file->sealed, path, PURPOSE, seal_key);
	if (!err)
		err = vdt_sealed_read(&file->sealed, &data, &len);
	if (!err) {
		root = json_loadb((const char *)data, len, JSON_REJECT_DUPLICATES, NULL);
		err = root ? parse(file, root, lockout, now) : -EBADMSG;
		json_decref(root);
		vdt_wipe_free(data);
	}
	*ret_lost = err == -EBADMSG;
	return err == -ENOENT || err == -EBADMSG ? begin(file, lockout, now) : err;
}

int vdt_lockout_save(struct vdt_lockout_file *file, struct vdt_lockout *lockout, uint64_t now)
{
	const struct vdt_lock *locks[VDT_LOCK_LISTS * VDT_LOCKOUT_KEPT];
	unsigned int n = vdt_lockout_list(lockout, VDT_LOCKOUT_KEPT, locks);
	json_t *list = json_array(), *root;
	char *text = NULL;
	int err = -ENOMEM;

	for (unsigned int i = 0; i < n; i++)
		json_array_append_new(list, make_lock(locks[i], now));
	root = json_pack("{s:i, s:o, s:o}", "version", FORMAT, "key",
			 make_base64(file->key, sizeof(file->key)), "locks", list);
	if (root && json_array_size(list) == n)
		text = json_dumps(root, JSON_COMPACT);
	if (text)
		err = vdt_sealed_write(&file->sealed, text, strlen(text));
	json_decref(root);
	vdt_wipe_free(text);
	return err;
}

int vdt_lockout_name(const struct vdt_lockout_file *file, const char *name,
		     uint8_t ret_name[VDT_LOCK_NAME])
{
	uint8_t mac[VDT_SHA256];
	char text[sizeof("name ") + VDT_NAME_ROOM];
	int n = snprintf(text, sizeof(text), "name %s", name);
	int err = vdt_hmac_sha256(file->key, sizeof(file->key), text, (size_t)n, mac);

	if (!err)
		memcpy(ret_name, mac, VDT_LOCK_NAME);
	return err;
}

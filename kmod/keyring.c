// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cred.h>
#include <linux/err.h>
#include <linux/key-type.h>
#include <linux/key.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <keys/asymmetric-type.h>

#include "certs.h"
#include "der.h"
#include "keyring.h"
#include "limits.h"

struct role {
	const char *name, *keyring_name;
	const u8 *certs, *end;
	struct key *keyring; /* written by init and exit only */
};

/* By enum vdt_role. */
static struct role roles[VDT_ROLES] = {
	{
		.name = "policy",
		.keyring_name = ".vedette_policy",
		.certs = vdt_policy_certs,
		.end = vdt_policy_certs_end,
	},
	{
		.name = "application",
		.keyring_name = ".vedette_application",
		.certs = vdt_application_certs,
		.end = vdt_application_certs_end,
	},
};

/* Written by init only. */
static struct cert {
	enum vdt_role role;
	char subject[VDT_SUBJECT_MAX + 1];
} certs[VDT_CERTS_MAX];
static unsigned int n_certs;
static bool development;

/* The kernel's restrict_link_reject() is not exported. */
static int refuse_link(struct key *dest, const struct key_type *type,
		       const union key_payload *payload, struct key *restriction_key)
{
	return -EPERM;
}

static struct key *new_keyring(const char *name)
{
	struct key_restriction *restriction;
	struct key *keyring;

	restriction = kzalloc(sizeof(*restriction), GFP_KERNEL);
	if (!restriction)
		return ERR_PTR(-ENOMEM);
	restriction->check = refuse_link;
	keyring = keyring_alloc(name, GLOBAL_ROOT_UID, GLOBAL_ROOT_GID, current_cred(),
				(KEY_POS_ALL & ~KEY_POS_SETATTR) | KEY_USR_VIEW | KEY_USR_READ,
				KEY_ALLOC_NOT_IN_QUOTA, restriction, NULL);
	if (IS_ERR(keyring))
		kfree(restriction); /* otherwise it goes with the keyring */
	return keyring;
}

/* The key's description is "SUBJECT: HEX-ID". */
static void remember_cert(enum vdt_role role, const struct key *key)
{
	struct cert *cert = &certs[n_certs++];
	char *colon;

	cert->role = role;
	strscpy(cert->subject, key->description, sizeof(cert->subject));
	colon = strrchr(cert->subject, ':');
	if (colon)
		*colon = '\0';
	if (strstr(cert->subject, "development"))
		development = true;
}

/*
 * ECDSA is not in every kernel. What such a key signed then has an unknown one, as if it were not
 * there; the others still count.
 */
static bool is_beyond_kernel(long err)
{
	return err == -ENOENT || err == -ENOPKG;
}

static int add_cert(enum vdt_role role, const u8 *der, size_t len)
{
	key_ref_t key;

	if (n_certs == VDT_CERTS_MAX)
		return -E2BIG;
	key = key_create_or_update(make_key_ref(roles[role].keyring, true), "asymmetric", NULL, der,
				   len, (KEY_POS_ALL & ~KEY_POS_SETATTR) | KEY_USR_VIEW,
				   KEY_ALLOC_NOT_IN_QUOTA | KEY_ALLOC_BYPASS_RESTRICTION);
	if (IS_ERR(key) && is_beyond_kernel(PTR_ERR(key))) {
		pr_warn("%s certificate left out: its algorithm is not in this kernel\n",
			roles[role].name);
		return 0;
	}
	if (IS_ERR(key)) {
		pr_err("%s certificate refused: %ld\n", roles[role].name, PTR_ERR(key));
		return PTR_ERR(key);
	}
	remember_cert(role, key_ref_to_ptr(key));
	key_ref_put(key);
	return 0;
}

static int fill_keyring(enum vdt_role role)
{
	const u8 *p = roles[role].certs, *end = roles[role].end;
	size_t len;
	int err;

	for (; p < end; p += len) {
		len = vdt_der_sequence(p, end - p);
		if (!len)
			return -EBADMSG;
		err = add_cert(role, p, len);
		if (err)
			return err;
	}
	return 0;
}

static int init_role(enum vdt_role role)
{
	struct key *keyring = new_keyring(roles[role].keyring_name);

	if (IS_ERR(keyring))
		return PTR_ERR(keyring);
	roles[role].keyring = keyring;
	return fill_keyring(role);
}

int vdt_keyring_init(void)
{
	enum vdt_role role;
	int err;

	for (role = 0; role < VDT_ROLES; role++) {
		err = init_role(role);
		if (!err && !n_certs) /* the first role is that of policies */
			err = -ENOKEY;
		if (err) {
			vdt_keyring_exit();
			return err;
		}
	}
	if (development)
		pr_warn("trusts development keys, never ship this\n");
	return 0;
}

void vdt_keyring_exit(void)
{
	enum vdt_role role;

	for (role = 0; role < VDT_ROLES; role++)
		key_put(roles[role].keyring); /* accepts NULL */
}

struct key *vdt_keyring(enum vdt_role role)
{
	return roles[role].keyring;
}

const char *vdt_role_name(enum vdt_role role)
{
	return roles[role].name;
}

bool vdt_keyring_cert(unsigned int index, const char **ret_subject, enum vdt_role *ret_role)
{
	if (index >= n_certs)
		return false;
	*ret_subject = certs[index].subject;
	*ret_role = certs[index].role;
	return true;
}

bool vdt_keyring_development(void)
{
	return development;
}

// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit app verify */

#include <errno.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "tools/vedette-kit/app.h"
#include "tools/vedette-kit/app_manifest.h"
#include "tools/vedette-kit/app_xattr.h"
#include "tools/vedette-kit/commands.h"

struct check {
	struct vdt_app_options options;
	struct vdt_app_keys keys;
	struct vdt_app_manifest manifest;
};

/* From the attribute or the manifest; no signature has the length 0. False: the file FAILED. */
static bool find_signature(struct vdt_app_file *file, int fd, const struct check *check,
			   struct vdt_app_signature *ret)
{
	struct vdt_app_entry *entry;
	int err;

	ret->len = 0;
	if (check->options.manifest) {
		entry = vdt_app_manifest_find(&check->manifest, file->name);
		if (entry) {
			entry->is_used = true;
			*ret = entry->signature;
		}
		return true;
	}
	err = vdt_app_xattr_get(fd, ret);
	if (!err || err == -EOPNOTSUPP)
		return true;
	if (err == -ERANGE)
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_BAD_FORMAT,
			     VDT_APP_XATTR " is longer than any signature");
	else
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_IO_ERROR,
			     "cannot read " VDT_APP_XATTR ": %s", strerror(-err));
	return false;
}

/* The form, as the kernel reads it, and the key. NULL: the file FAILED. */
static const struct vdt_app_key *find_key(struct vdt_app_file *file, const struct check *check,
					  const struct vdt_app_signature *signature)
{
	struct vdt_ima_sig *sig = &file->result.sig;
	enum vedette_integrity_reason reason = VEDETTE_INTEGRITY_REASON_NO_SIGNATURE;
	const struct vdt_app_key *key;

	if (signature->len)
		reason = vdt_ima_sig_read(signature->bytes, signature->len, sig);
	switch (reason) {
	case VEDETTE_INTEGRITY_REASON_NONE:
		break;
	case VEDETTE_INTEGRITY_REASON_NO_SIGNATURE:
		vdt_app_fail(file, reason,
			     "has no signature; make one with 'vedette-kit app sign'");
		return NULL;
	case VEDETTE_INTEGRITY_REASON_UNSUPPORTED:
		vdt_app_fail(file, reason,
			     "no camera can check its kind of signature; sign it with "
			     "'vedette-kit app sign'");
		return NULL;
	default:
		vdt_app_fail(file, reason,
			     VDT_APP_XATTR " makes no sense; sign it with 'vedette-kit app sign'");
		return NULL;
	}
	key = vdt_app_keys_find(&check->keys, sig->key_id);
	if (!key)
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_UNKNOWN_KEY,
			     "signed by key %08x, which is of no --cert", sig->key_id);
	return key;
}

static void judge(struct vdt_app_file *file, int fd, atomic_ullong *bytes,
		  const struct check *check, const struct vdt_app_signature *signature)
{
	const struct vdt_app_key *key = find_key(file, check, signature);
	const struct vdt_ima_sig *sig = &file->result.sig;
	struct vdt_app_digest digest = {.hash = sig->hash, .verity = sig->verity};

	if (!key || !vdt_app_read(file, fd, bytes, &digest))
		return;
	if (vdt_app_signature_holds(sig, key, &digest))
		file->result.state = VDT_APP_GOOD;
	else
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_BAD_SIGNATURE,
			     "its content is not what key %08x signed", sig->key_id);
}

static void verify_file(struct vdt_app_file *file, atomic_ullong *bytes, void *arg)
{
	const struct check *check = arg;
	struct vdt_app_signature signature;
	_cleanup_close_ int fd = vdt_app_open(file);

	if (fd < 0 || !find_signature(file, fd, check, &signature))
		return;
	/* What is signed must be right, code or not. */
	if (signature.len || vdt_app_is_wanted(file, fd, check->options.all))
		judge(file, fd, bytes, check, &signature);
}

/* What stands in the manifest must be there. */
static int add_missing(const struct vdt_app_manifest *manifest, struct vdt_app_tree *tree)
{
	for (size_t i = 0; i < manifest->count; i++) {
		struct vdt_app_file *file;

		if (manifest->entries[i].is_used)
			continue;
		file = vdt_app_tree_add(tree, manifest->entries[i].name);
		if (!file)
			return vdt_kit_fail(KIT_REFUSED, "no memory");
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_IO_ERROR,
			     "is in the manifest, but no file of the folder");
	}
	return KIT_DONE;
}

static int verify_all(const struct kit_args *args, struct check *check)
{
	struct vdt_app_tree tree;
	unsigned long long bytes;
	int code = vdt_app_run(args, &check->options, verify_file, check, &tree, &bytes);

	if (code)
		return code;
	code = add_missing(&check->manifest, &tree);
	if (!code)
		code = vdt_app_report(&tree, bytes, true, check->options.json);
	vdt_app_tree_done(&tree);
	return code;
}

static int add_keys(const struct kit_args *args, struct vdt_app_keys *keys)
{
	const char *path;
	size_t next = 0;
	int code = KIT_DONE;

	while (!code && (path = vdt_kit_each(args, "cert", &next)))
		code = vdt_app_keys_add(keys, path);
	return code;
}

static int verify(const struct kit_args *args)
{
	struct check check = {0};
	int code = vdt_app_options_read(args, &check.options);

	/* A manifest has a signature for every name. */
	check.options.walk.apart = check.options.manifest;
	if (!code)
		code = add_keys(args, &check.keys);
	if (!code && check.options.manifest)
		code = vdt_app_manifest_read(check.options.manifest, &check.manifest);
	if (!code)
		code = verify_all(args, &check);
	vdt_app_manifest_done(&check.manifest);
	vdt_app_keys_done(&check.keys);
	return code;
}

static const struct kit_option options[] = {
	{"cert", 'c', "FILE", "a certificate that may have signed; may be given again", KIT_NEEDED},
	{"manifest", 'm', "FILE", "the signatures are there, not in attributes", KIT_OPTIONAL},
	VDT_APP_OPTIONS,
	{0},
};

const struct kit_command vdt_app_verify = {
	.group = "app",
	.verb = "verify",
	.operands = "FILE|DIR...",
	.n_operands = 1,
	.more = true,
	.summary = "Check signatures of applications as a camera does",
	.options = options,
	.run = verify,
};

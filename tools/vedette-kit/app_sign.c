// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit app sign */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "tools/vedette-kit/app.h"
#include "tools/vedette-kit/app_manifest.h"
#include "tools/vedette-kit/app_xattr.h"
#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/openssl_error.h"

#define DEFAULT_HASH "sha256"

struct job {
	struct vdt_app_options options;
	struct vdt_app_key key;
	enum vdt_hash hash;
	bool verity, force;
};

/* Does the file carry the very signature that would be made? */
static bool is_signed(const struct vdt_app_file *file, int fd, const struct job *job,
		      const struct vdt_app_digest *digest)
{
	struct vdt_app_signature old;
	struct vdt_ima_sig sig;

	return !job->force && !vdt_app_xattr_get(fd, &old) &&
	       vdt_ima_sig_read(old.bytes, old.len, &sig) == VEDETTE_INTEGRITY_REASON_NONE &&
	       sig.hash == job->hash && sig.verity == job->verity && sig.key_id == job->key.id &&
	       vdt_app_signature_holds(&sig, &job->key, digest);
}

/* Into the attribute, or into memory for the manifest. Returns 0 or a negative errno. */
static int keep(struct vdt_app_file *file, int fd, const struct job *job,
		const struct vdt_app_signature *signature)
{
	if (!job->options.manifest)
		return vdt_app_xattr_set(fd, signature);
	file->result.signature = malloc(sizeof(*signature));
	if (!file->result.signature)
		return -ENOMEM;
	*file->result.signature = *signature;
	return 0;
}

static void make(struct vdt_app_file *file, int fd, const struct job *job,
		 const struct vdt_app_digest *digest)
{
	struct vdt_app_signature signature;
	int err;

	if (vdt_app_signature_make(&job->key, digest, &signature)) {
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_IO_ERROR, "the key cannot sign: %s",
			     vdt_openssl_reason());
		return;
	}
	err = keep(file, fd, job, &signature);
	if (err)
		vdt_app_fail(file, VEDETTE_INTEGRITY_REASON_IO_ERROR,
			     "cannot set " VDT_APP_XATTR ": %s", vdt_app_xattr_hint(err));
	else
		file->result.state = VDT_APP_SIGNED;
}

static void sign_file(struct vdt_app_file *file, atomic_ullong *bytes, void *arg)
{
	const struct job *job = arg;
	struct vdt_app_digest digest = {.hash = job->hash, .verity = job->verity};
	_cleanup_close_ int fd = vdt_app_open(file);

	if (fd < 0 || !vdt_app_is_wanted(file, fd, job->options.all) ||
	    !vdt_app_read(file, fd, bytes, &digest))
		return;
	if (!job->options.manifest && is_signed(file, fd, job, &digest))
		file->result.state = VDT_APP_UNCHANGED;
	else
		make(file, fd, job, &digest);
	if (file->result.state != VDT_APP_FAILED)
		file->result.sig = (struct vdt_ima_sig){
			.hash = job->hash, .verity = job->verity, .key_id = job->key.id};
}

static int print_entries(FILE *out, const struct vdt_app_tree *tree)
{
	int err = 0;

	for (size_t i = 0; i < tree->count && !err; i++) {
		const struct vdt_app_file *file = &tree->files[i];
		const struct vdt_app_signature *signature = vdt_app_result_of(file)->signature;

		if (signature)
			err = vdt_app_manifest_write(out, file->name, signature);
	}
	return err;
}

static int write_manifest(const char *path, const struct vdt_app_tree *tree)
{
	_cleanup_free_ char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	int err = out ? print_entries(out, tree) : -ENOMEM;

	if (out && fclose(out) && !err)
		err = -ENOMEM;
	if (!err)
		err = vdt_file_write(path, text, len, 0644);
	return err ? vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err)) : KIT_DONE;
}

static int sign_all(const struct kit_args *args, struct job *job)
{
	struct vdt_app_tree tree;
	unsigned long long bytes;
	int code = vdt_app_run(args, &job->options, sign_file, job, &tree, &bytes);

	if (code)
		return code;
	if (job->options.manifest)
		code = write_manifest(job->options.manifest, &tree);
	if (!code)
		code = vdt_app_report(&tree, bytes, false, job->options.json);
	vdt_app_tree_done(&tree);
	return code;
}

/* It will be replaced, which a device must not be. */
static int check_manifest(const char *path)
{
	struct stat info;

	if (path && !lstat(path, &info) && !S_ISREG(info.st_mode))
		return vdt_kit_fail(KIT_REFUSED,
				    "%s is no regular file, so no manifest can be put there; name "
				    "another",
				    path);
	return KIT_DONE;
}

static int read_job(const struct kit_args *args, struct job *job)
{
	const char *hash = vdt_kit_option(args, "hash");
	int code = vdt_app_options_read(args, &job->options);

	if (!code)
		code = check_manifest(job->options.manifest);
	if (code)
		return code;
	job->hash = vdt_app_hash_named(hash ? hash : DEFAULT_HASH);
	job->verity = vdt_kit_option(args, "verity");
	job->force = vdt_kit_option(args, "force");
	if (job->hash == VDT_HASH_NONE)
		return vdt_kit_fail(KIT_USAGE, "--hash %s; expected sha256, sha384 or sha512",
				    hash);
	if (job->verity && job->hash == VDT_HASH_SHA384)
		return vdt_kit_fail(KIT_USAGE, "--verity has no sha384; expected sha256 or sha512");
	return KIT_DONE;
}

static int sign(const struct kit_args *args)
{
	struct job job = {0};
	int code = read_job(args, &job);

	if (!code)
		code = vdt_app_key_private(vdt_kit_option(args, "key"),
					   vdt_kit_option(args, "cert"), &job.key);
	if (code)
		return code;
	code = sign_all(args, &job);
	vdt_app_key_done(&job.key);
	return code;
}

static const struct kit_option options[] = {
	{"key", 'k', "FILE|URI", "private key: PEM file, or pkcs11: URI of a token", KIT_NEEDED},
	{"cert", 'c', "FILE", "its certificate, whose key identifier goes into the signatures",
	 KIT_OPTIONAL},
	{"hash", 0, "sha256|sha384|sha512", "sha256 unless given", KIT_OPTIONAL},
	{"verity", 0, NULL, "sign the fs-verity digest, for files that will have fs-verity",
	 KIT_OPTIONAL},
	{"manifest", 'm', "FILE", "write the signatures there, not into attributes", KIT_OPTIONAL},
	{"force", 'f', NULL, "sign again what is signed", KIT_OPTIONAL},
	VDT_APP_OPTIONS,
	{0},
};

const struct kit_command vdt_app_sign = {
	.group = "app",
	.verb = "sign",
	.operands = "FILE|DIR...",
	.n_operands = 1,
	.more = true,
	.summary = "Sign applications: " VDT_APP_XATTR ", as evmctl does",
	.options = options,
	.run = sign,
};

// SPDX-License-Identifier: BSD-3-Clause
/*
 * Bytes of security.ima are refused, or give a signature that is written back as the same bytes.
 * The same bytes as a file are refused, or give a label in the form of the policy's names.
 */
#include "lib/kshim/core.h"

#include "kmod/ima_sig.h"
#include "kmod/package.h"
#include "kmod/policy_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static void check_signature(const uint8_t *xattr, size_t len)
{
	u8 head[VDT_IMA_SIG_HEAD], digest[VDT_DIGEST_MAX] = {}, id[VDT_IMA_VERITY_MAX];
	struct vdt_ima_sig sig;

	if (vdt_ima_sig_read(xattr, len, &sig))
		return;
	demand(sig.sig == xattr + sizeof(head) && sig.sig_size == len - sizeof(head));
	vdt_ima_sig_head(&sig, head);
	demand(!memcmp(head, xattr, sizeof(head)));
	demand(vdt_ima_verity_id(sig.hash, digest, id) == 2 + vdt_hash_size(sig.hash));
}

static int read_bytes(void *ctx, u64 pos, void *ret_bytes, size_t len)
{
	memcpy(ret_bytes, (const uint8_t *)ctx + pos, len);
	return 0;
}

static void check_package(uint8_t *file, size_t len)
{
	const struct vdt_package_source source = {read_bytes, file, len};
	struct vdt_package package;
	int err = vdt_package_read(&source, &package);

	demand(!err || err == -EBADMSG);
	demand(strnlen(package.label, sizeof(package.label)) < sizeof(package.label));
	demand(!*package.label || (!err && vdt_text_is_name(package.label)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size);

	/* A copy of just this size, so that the sanitizer sees every byte behind it. */
	if (copy && size)
		memcpy(copy, data, size);
	if (copy) {
		check_signature(copy, size);
		check_package(copy, size);
	}
	free(copy);
	return 0;
}

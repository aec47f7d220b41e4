/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The last confirmed policy on flash, blob and signature in one file so that they never mismatch:
 *
 *	8 bytes   "VDTPOL1\n"
 *	4 bytes   length of the blob, little endian
 *	4 bytes   length of the signature, little endian
 *	          blob, signature
 *
 * The file is not trusted: the kernel verifies the signature every time.
 */
#ifndef VDT_GUARD_STORE_H
#define VDT_GUARD_STORE_H

#include "lib/nl/client.h"

#define VDT_STORE_PATH		    "/var/lib/vedette/guard/policy"
#define VDT_STORE_FACTORY_POLICY    "/etc/vedette/policy.vdp"
#define VDT_STORE_FACTORY_SIGNATURE "/etc/vedette/policy.p7s"
#define VDT_STORE_BLOB_MAX	    (32u << 20)
#define VDT_STORE_SIGNATURE_MAX	    (64u << 10)

/*
 * Read the stored policy; done by vdt_nl_image_done(), its version is not filled in. Returns 0,
 * -ENOENT, -EBADMSG (not such a file), -EFBIG, -ENOMEM or an errno of open(2) and read(2).
 */
int vdt_store_read(const char *path, struct vdt_nl_image *ret_image);
/* The same from the two files of the factory. */
int vdt_store_read_factory(const char *policy, const char *signature,
			   struct vdt_nl_image *ret_image);
/*
 * Replace the stored policy unless it is the same already. Returns 0, -EFBIG, -ENOMEM or an errno
 * of the file system; the old one then stays.
 */
int vdt_store_write(const char *path, const struct vdt_nl_image *image);

#endif /* VDT_GUARD_STORE_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A signed thing on flash, a policy or a feed: blob and signature in one file so that they never
 * mismatch, and of a policy which feeds belong to it:
 *
 *	8 bytes   "VDTPAIR\n"
 *	4 bytes   length of the blob, little endian
 *	4 bytes   length of the signature, little endian
 *	4 bytes   number of feeds, little endian
 *	          blob, signature, 32 bytes of SHA-256 for each feed
 *
 * The file is not trusted: the kernel verifies the signature every time.
 */
#ifndef VDT_STORE_PAIR_H
#define VDT_STORE_PAIR_H

#include <stddef.h>
#include <stdint.h>

#define VDT_PAIR_FOLDER		   "/var/lib/vedette/guard"
#define VDT_PAIR_POLICY		   VDT_PAIR_FOLDER "/policy"
#define VDT_PAIR_FACTORY_POLICY	   "/etc/vedette/policy.vdp"
#define VDT_PAIR_FACTORY_SIGNATURE "/etc/vedette/policy.p7s"
#define VDT_PAIR_BLOB_MAX	   (32u << 20)
#define VDT_PAIR_SIGNATURE_MAX	   (64u << 10)
#define VDT_PAIR_DIGEST		   32
#define VDT_PAIR_FEEDS_MAX	   16

struct vdt_pair {
	uint8_t *blob, *signature; /* owned */
	size_t blob_len, signature_len;
	unsigned int n_feeds;
	uint8_t feeds[VDT_PAIR_FEEDS_MAX][VDT_PAIR_DIGEST];
};

/*
 * Read a stored pair; it is ended by vdt_pair_done(). Returns 0, -ENOENT, -EBADMSG (not such a
 * file), -EFBIG, -ENOMEM or an errno of open(2) and read(2).
 */
int vdt_pair_read(const char *path, struct vdt_pair *ret_pair);
/* The same from two files, by name or open for reading. */
int vdt_pair_read_files(const char *blob, const char *signature, struct vdt_pair *ret_pair);
int vdt_pair_read_fds(int blob, int signature, struct vdt_pair *ret_pair);
void vdt_pair_done(struct vdt_pair *pair);
/*
 * Put blob and signature into two memory files, as the kernel takes them; both are the caller's
 * to close. Returns 0 or an errno of memfd_create(2) and write(2).
 */
int vdt_pair_open(const struct vdt_pair *pair, int *ret_blob, int *ret_signature);
/*
 * Replace the stored pair unless it is the same already. Returns 0, -EFBIG, -ENOMEM or an errno of
 * the file system; the old one then stays.
 */
int vdt_pair_write(const char *path, const struct vdt_pair *pair);

#endif /* VDT_STORE_PAIR_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A small file that is secret, cannot be changed unnoticed and survives a power cut at any moment.
 *
 * It lies in two slots, PATH.0 and PATH.1; a write goes to the older one. A slot is
 *
 *   magic 8 | version u32 | slot u32 | generation u64 | purpose 16 | nonce 12 | length u32 | cipher
 *   text | tag 16
 *
 * in little endian, sealed by AES-256-GCM (NIST SP 800-38D) with all before the cipher text as
 * additional data. The slot with the higher generation counts; if one is damaged the other one,
 * which is one write older, takes its place.
 *
 * Who can put back both slots of an earlier day rolls the file back; that takes a counter in
 * hardware to notice.
 */
#ifndef VDT_CRYPTO_SEALED_H
#define VDT_CRYPTO_SEALED_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#define VDT_SEAL_KEY	 32
#define VDT_SEAL_PURPOSE 16	    /* bytes of a purpose, filled up with NUL */
#define VDT_SEALED_MAX	 (1u << 20) /* bytes of plain text */
#define VDT_SEALED_SLOTS 2

struct vdt_sealed {
	char path[PATH_MAX - 16]; /* leaves room for ".0.new" */
	char purpose[VDT_SEAL_PURPOSE];
	const uint8_t *key;   /* VDT_SEAL_KEY bytes, the caller's */
	uint64_t generation;  /* of the slot that counts, 0 if none was ever written */
	unsigned int slot;    /* the one that counts */
	unsigned int damaged; /* bit n: slot n was there but not valid at the last read */
	int readable;	      /* a read found a valid slot or none at all */
};

/*
 * Load the key in the file @path, or make it if the file does not exist and @create is set. Returns
 * 0; -ENOENT; -EBADMSG (not VDT_SEAL_KEY bytes); -EPERM (others than the owner may read or write
 * it); or another negative errno of the calls involved.
 */
int vdt_seal_key(const char *path, int create, uint8_t ret_key[VDT_SEAL_KEY]);

/* Files of different @purpose cannot be exchanged. Returns 0 or -ENAMETOOLONG. */
int vdt_sealed_init(struct vdt_sealed *sealed, const char *path, const char *purpose,
		    const uint8_t *key);
/*
 * Read and check both slots. On 0 the plain text is the caller's, to be freed by vdt_wipe_free(); a
 * NUL follows it, not counted; sealed->damaged tells if a slot had to be passed over. -ENOENT:
 * never written. -EBADMSG: neither slot is valid. Else a negative errno of the calls involved.
 */
int vdt_sealed_read(struct vdt_sealed *sealed, uint8_t **ret_data, size_t *ret_len);
/*
 * Replace the content. Must follow a read: -EINVAL if there was none, or if it found damage that it
 * could not get around, since what is there may still be of use to somebody. -EFBIG: over
 * VDT_SEALED_MAX. Else a negative errno of the calls involved; the content is then as before.
 */
int vdt_sealed_write(struct vdt_sealed *sealed, const void *data, size_t len);
/* What a read could not make sense of is of no use to anybody: write all the same. After a read. */
void vdt_sealed_give_up(struct vdt_sealed *sealed);

#endif /* VDT_CRYPTO_SEALED_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What web has been sent for the kernel: a signed policy. It comes through a pipe that holds all of
 * it. Web's end of a pipe can only be written to, takes no more than its room, and leaves nothing
 * on the flash when it is given up; a file would have to be kept from all three.
 *
 * The body is the signature, as it is in its file, with what it signs behind it: `cat p.p7s p.vdp`.
 * A signature is DER and says itself where it ends.
 */
#ifndef VDT_GUARD_UPLOAD_H
#define VDT_GUARD_UPLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/ipc/msgs.h"

#define VDT_UPLOADS_MAX 2 /* at a time */

struct vdt_upload {
	int pipe; /* our end, -1: this place is free */
	size_t size;
	uint64_t expires; /* CLOCK_BOOTTIME, nanoseconds */
	struct vdt_msg_GRANT grant;
};

struct vdt_uploads {
	struct vdt_upload place[VDT_UPLOADS_MAX];
};

/* enum vdt_class that the grant must be of, for an enum vdt_upload_kind; VDT_CLASS_END for what is
 * none. */
unsigned int vdt_upload_class(unsigned int what);

void vdt_uploads_init(struct vdt_uploads *uploads);
/* Give all up. */
void vdt_uploads_clear(struct vdt_uploads *uploads);

/*
 * Take @size bytes for the request of @grant. *ret_fd is web's end, the caller's to close. Returns
 * 0, -EFBIG (more than VDT_UPLOAD_MAX), -EINVAL (nothing), -EBUSY (no place), or an errno of
 * pipe2(2) and fcntl(2).
 */
int vdt_upload_begin(struct vdt_uploads *uploads, const struct vdt_msg_GRANT *grant, uint64_t size,
		     uint64_t now, int *ret_fd);
/* Take the upload of request @req out of @uploads; its pipe is the caller's. 0, or -ENOENT: there
 * is none, or its time was over. */
int vdt_upload_take(struct vdt_uploads *uploads, uint32_t req, uint64_t now,
		    struct vdt_upload *ret_upload);
/*
 * Read all of an upload, of upload->size bytes, to @ret_data, which is the caller's to free().
 * Returns 0, -ENODATA (there are less), -EFBIG (more than announced), -ENOMEM or an errno of
 * read(2).
 */
int vdt_upload_read(const struct vdt_upload *upload, uint8_t **ret_data);

/*
 * Where the signature at the start of @data ends. Returns 0, -EBADMSG (it does not begin with a DER
 * sequence), or -ENODATA (nothing is behind it).
 */
int vdt_upload_split(const uint8_t *data, size_t len, size_t *ret_signature_len);

#endif /* VDT_GUARD_UPLOAD_H */

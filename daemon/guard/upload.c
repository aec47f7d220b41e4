// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/guard/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kmod/limits.h"
#include "lib/base/cleanup.h"
#include "lib/base/clock.h"

#define DER_SEQUENCE 0x30
#define DER_LONG     0x80 /* so many bytes of length follow */

_Static_assert(VDT_UPLOAD_MAX == VDT_BLOB_MAX + VDT_SIGNATURE_MAX, "what the kernel takes fits");

static const uint8_t classes[VDT_UPLOAD_END] = {
#define ROW(name, class) [VDT_UPLOAD_##name] = VDT_CLASS_##class,
	VDT_UPLOADS(ROW)
#undef ROW
};

unsigned int vdt_upload_class(unsigned int what)
{
	return what < VDT_UPLOAD_END ? classes[what] : VDT_CLASS_END;
}

static void give_up(struct vdt_upload *upload)
{
	if (upload->pipe >= 0)
		close(upload->pipe);
	upload->pipe = -1;
}

void vdt_uploads_init(struct vdt_uploads *uploads)
{
	for (unsigned int i = 0; i < VDT_UPLOADS_MAX; i++)
		uploads->place[i].pipe = -1;
}

void vdt_uploads_clear(struct vdt_uploads *uploads)
{
	for (unsigned int i = 0; i < VDT_UPLOADS_MAX; i++)
		give_up(&uploads->place[i]);
}

/* Those whose time is over make room when somebody wants it. */
static struct vdt_upload *find_place(struct vdt_uploads *uploads, uint64_t now)
{
	for (unsigned int i = 0; i < VDT_UPLOADS_MAX; i++) {
		struct vdt_upload *upload = &uploads->place[i];

		if (upload->pipe >= 0 && now >= upload->expires)
			give_up(upload);
		if (upload->pipe < 0)
			return upload;
	}
	return NULL;
}

/* Twice the room: a page of a pipe that has no place for the next write stays as full as it is,
 * which is at least half. */
static int open_pipe(uint64_t size, int ret_fd[2])
{
	int err;

	if (pipe2(ret_fd, O_CLOEXEC | O_NONBLOCK) < 0)
		return -errno;
	if (fcntl(ret_fd[1], F_SETPIPE_SZ, (int)(2 * size)) >= 0)
		return 0;
	err = -errno;
	close(ret_fd[0]);
	close(ret_fd[1]);
	return err;
}

int vdt_upload_begin(struct vdt_uploads *uploads, const struct vdt_msg_GRANT *grant, uint64_t size,
		     uint64_t now, int *ret_fd)
{
	struct vdt_upload *upload = find_place(uploads, now);
	int fd[2], err;

	if (!size)
		return -EINVAL;
	if (size > VDT_UPLOAD_MAX)
		return -EFBIG;
	if (!upload)
		return -EBUSY;
	err = open_pipe(size, fd);
	if (err)
		return err;
	*upload = (struct vdt_upload){.pipe = fd[0],
				      .size = size,
				      .expires = now + VDT_UPLOAD_TIME * VDT_NS_PER_SECOND,
				      .grant = *grant};
	*ret_fd = fd[1];
	return 0;
}

int vdt_upload_take(struct vdt_uploads *uploads, uint32_t req, uint64_t now,
		    struct vdt_upload *ret_upload)
{
	for (unsigned int i = 0; i < VDT_UPLOADS_MAX; i++) {
		struct vdt_upload *upload = &uploads->place[i];

		if (upload->pipe < 0 || upload->grant.req != req)
			continue;
		if (now >= upload->expires) {
			give_up(upload);
			break;
		}
		*ret_upload = *upload;
		upload->pipe = -1;
		return 0;
	}
	return -ENOENT;
}

int vdt_upload_read(const struct vdt_upload *upload, uint8_t **ret_data)
{
	_cleanup_free_ uint8_t *data = malloc(upload->size + 1);
	size_t got = 0;
	ssize_t n = 1;

	if (!data)
		return -ENOMEM;
	while (n > 0 && got <= upload->size) {
		n = read(upload->pipe, data + got, upload->size + 1 - got);
		if (n > 0)
			got += (size_t)n;
	}
	if (n < 0 && errno != EAGAIN)
		return -errno;
	if (got != upload->size)
		return got < upload->size ? -ENODATA : -EFBIG;
	*ret_data = data;
	data = NULL;
	return 0;
}

int vdt_upload_split(const uint8_t *data, size_t len, size_t *ret_signature_len)
{
	size_t head = 2, content = 0;

	if (len < head || data[0] != DER_SEQUENCE)
		return -EBADMSG;
	if (data[1] < DER_LONG) {
		content = data[1];
	} else {
		size_t more = data[1] - DER_LONG;

		if (!more || more > 3 || len < head + more)
			return -EBADMSG;
		for (; head < 2 + more; head++)
			content = content << 8 | data[head];
	}
	if (content > VDT_SIGNATURE_MAX)
		return -EBADMSG;
	if (len <= head + content)
		return -ENODATA;
	*ret_signature_len = head + content;
	return 0;
}

/* SPDX-License-Identifier: BSD-3-Clause */
/* io_uring, one request at a time. */
#ifndef RING_H
#define RING_H

#include <linux/io_uring.h>
#include <stddef.h>
#include <sys/uio.h>

struct ring {
	int fd;
	struct io_uring_sqe *entries;
	unsigned int *tail, *array;
	struct io_uring_cqe *done;
	unsigned int *done_head, *done_tail, done_mask;
};

/* 0 or a negative errno. */
int ring_init(struct ring *ring);

/* Does one thing and waits for it. Its result, as of the system call. */
int ring_do(struct ring *ring, const struct io_uring_sqe *entry);

/* Makes this memory buffer 0, whose pages the ring keeps. 0 or a negative errno. */
int ring_register(const struct ring *ring, void *page, size_t size);

#endif

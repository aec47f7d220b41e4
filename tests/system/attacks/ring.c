// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "attack.h"
#include "ring.h"

int ring_init(struct ring *ring)
{
	struct io_uring_params params = {0};
	char *queue, *done;

	ring->fd = syscall(SYS_io_uring_setup, 1, &params);
	if (ring->fd < 0)
		return -errno;
	queue = mmap(NULL, CODE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd,
		     IORING_OFF_SQ_RING);
	done = mmap(NULL, CODE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd,
		    IORING_OFF_CQ_RING);
	ring->entries = mmap(NULL, CODE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd,
			     IORING_OFF_SQES);
	if (queue == MAP_FAILED || done == MAP_FAILED || ring->entries == MAP_FAILED)
		return -errno;
	ring->tail = (unsigned int *)(queue + params.sq_off.tail);
	ring->array = (unsigned int *)(queue + params.sq_off.array);
	ring->done = (struct io_uring_cqe *)(done + params.cq_off.cqes);
	ring->done_head = (unsigned int *)(done + params.cq_off.head);
	ring->done_tail = (unsigned int *)(done + params.cq_off.tail);
	ring->done_mask = params.cq_entries - 1;
	return 0;
}

int ring_do(struct ring *ring, const struct io_uring_sqe *entry)
{
	int result;

	ring->entries[0] = *entry;
	ring->array[0] = 0;
	__atomic_store_n(ring->tail, *ring->tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, ring->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
		return -errno;
	result = ring->done[*ring->done_head & ring->done_mask].res;
	__atomic_store_n(ring->done_head, *ring->done_head + 1, __ATOMIC_RELEASE);
	return result;
}

int ring_register(const struct ring *ring, void *page, size_t size)
{
	struct iovec buffer = {page, size};

	return syscall(SYS_io_uring_register, ring->fd, IORING_REGISTER_BUFFERS, &buffer, 1) < 0
		       ? -errno
		       : 0;
}

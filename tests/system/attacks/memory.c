// SPDX-License-Identifier: BSD-3-Clause
/* Ways to executable memory that no file stands behind. */
#include <errno.h>
#include <fcntl.h>
#include <linux/udmabuf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/shm.h>
#include <unistd.h>

#include "attack.h"

#define RW (PROT_READ | PROT_WRITE)
#define RX (PROT_READ | PROT_EXEC)

static int fill_and_call(void *page)
{
	memcpy(page, payload_code(), CODE_SIZE);
	return call(page);
}

/* Fills what is writable, then makes it executable. */
static int fill_protect_call(void *page)
{
	if (page == MAP_FAILED)
		return -errno;
	memcpy(page, payload_code(), CODE_SIZE);
	if (mprotect(page, CODE_SIZE, RX) < 0)
		return -errno;
	return call(page);
}

static int anonymous_at_once(void)
{
	void *page = mmap(NULL, CODE_SIZE, RW | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? -errno : fill_and_call(page);
}

static int anonymous_then_exec(void)
{
	return fill_protect_call(mmap(NULL, CODE_SIZE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

static int anonymous_shared(void)
{
	void *page = mmap(NULL, CODE_SIZE, RW | PROT_EXEC, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? -errno : fill_and_call(page);
}

static int anonymous_shared_then_exec(void)
{
	return fill_protect_call(mmap(NULL, CODE_SIZE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
}

static int anonymous_read_implies_exec(void)
{
	void *page;

	if (personality(READ_IMPLIES_EXEC) < 0)
		return -errno;
	page = mmap(NULL, CODE_SIZE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? -errno : fill_and_call(page);
}

/* A file that gives anonymous memory. */
static int dev_zero(void)
{
	int fd = need(open("/dev/zero", O_RDWR), "/dev/zero");
	void *page = mmap(NULL, CODE_SIZE, RW | PROT_EXEC, MAP_PRIVATE, fd, 0);

	return page == MAP_FAILED ? -errno : fill_and_call(page);
}

static int memfd_mapped(void)
{
	int fd = memfd_create("code", 0);
	void *page;

	if (fd < 0)
		return -errno;
	need(write(fd, payload_code(), CODE_SIZE), "memfd");
	page = mmap(NULL, CODE_SIZE, RX, MAP_SHARED, fd, 0);
	return page == MAP_FAILED ? -errno : call(page);
}

static int memfd_then_exec(void)
{
	int fd = memfd_create("code", 0);

	if (fd < 0)
		return -errno;
	need(ftruncate(fd, CODE_SIZE), "memfd");
	return fill_protect_call(mmap(NULL, CODE_SIZE, RW, MAP_SHARED, fd, 0));
}

/* The pages of a memfd through the file of a device. */
static int dma_buffer(void)
{
	struct udmabuf_create create = {.size = CODE_SIZE};
	int device = open("/dev/udmabuf", O_RDWR);
	void *page;
	int fd;

	if (device < 0)
		return NOT_HERE;
	create.memfd = need(memfd_create("code", MFD_ALLOW_SEALING), "memfd");
	need(ftruncate(create.memfd, CODE_SIZE), "memfd");
	need(pwrite(create.memfd, payload_code(), CODE_SIZE, 0), "memfd");
	need(fcntl(create.memfd, F_ADD_SEALS, F_SEAL_SHRINK), "seal");
	fd = need(ioctl(device, UDMABUF_CREATE, &create), "udmabuf");
	page = mmap(NULL, CODE_SIZE, RX, MAP_SHARED, fd, 0);
	return page == MAP_FAILED ? -errno : call(page);
}

static int shared_segment(void)
{
	int id = need(shmget(IPC_PRIVATE, CODE_SIZE, IPC_CREAT | 0700), "shmget");
	void *page = shmat(id, NULL, 0);

	need(page == (void *)-1 ? -1 : 0, "shmat");
	memcpy(page, payload_code(), CODE_SIZE);
	page = shmat(id, NULL, SHM_RDONLY | SHM_EXEC);
	need(shmctl(id, IPC_RMID, NULL), "shmctl");
	return page == (void *)-1 ? -errno : call(page);
}

static int huge_pages(void)
{
	void *page;

	if (echo("4", "/proc/sys/vm/nr_hugepages"))
		return NOT_HERE;
	page = mmap(NULL, 2 << 20, RW | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1,
		    0);
	if (page == MAP_FAILED)
		return errno == ENOMEM ? NOT_HERE : -errno;
	return fill_and_call(page);
}

static int stack(void)
{
	char room[2 * CODE_SIZE];
	char *page = (char *)(((unsigned long)room + CODE_SIZE) & -(unsigned long)CODE_SIZE);

	memcpy(page, payload_code(), CODE_SIZE);
	if (mprotect(page, CODE_SIZE, RW | PROT_EXEC) < 0)
		return -errno;
	return call(page);
}

static int heap(void)
{
	char *page;

	need(sbrk(2 * CODE_SIZE) == (void *)-1 ? -1 : 0, "sbrk");
	page = (char *)(((unsigned long)sbrk(0) - CODE_SIZE) & -(unsigned long)CODE_SIZE);
	if (page + CODE_SIZE > (char *)sbrk(0))
		page -= CODE_SIZE;
	memcpy(page, payload_code(), CODE_SIZE);
	if (mprotect(page, CODE_SIZE, RW | PROT_EXEC) < 0)
		return -errno;
	return call(page);
}

/* Asked for after the personality was set, so all of it is executable. */
static int call_in_heap(void)
{
	char *page;

	if (sbrk(2 * CODE_SIZE) == (void *)-1)
		return -errno;
	page = (char *)(((unsigned long)sbrk(0) - CODE_SIZE) & -(unsigned long)CODE_SIZE);
	return fill_and_call(page);
}

static int heap_read_implies_exec(void)
{
	return personality(READ_IMPLIES_EXEC) < 0 ? -errno : call_in_heap();
}

/* personality() as programs for i386 call it, which is another function of the kernel. */
#if defined(__x86_64__)
static int heap_by_compat_call(void)
{
	long result;

	if (access("/proc/sys/abi/vsyscall32", F_OK))
		return NOT_HERE; /* the kernel runs no such programs */
	asm volatile("int $0x80" : "=a"(result) : "a"(136), "b"(READ_IMPLIES_EXEC) : "memory");
	return result < 0 ? (int)result : call_in_heap();
}
#else
static int heap_by_compat_call(void)
{
	return NOT_HERE;
}
#endif

/* The data of a signed program: its file is signed, but these pages are copies that were written.
 */
static int data_segment(void)
{
	static unsigned char room[2 * CODE_SIZE] = {1};
	char *page = (char *)(((unsigned long)room + CODE_SIZE) & -(unsigned long)CODE_SIZE);

	memcpy(page, payload_code(), CODE_SIZE);
	if (mprotect(page, CODE_SIZE, RX) < 0)
		return -errno;
	return call(page);
}

const struct attack memory_attacks[] = {
	{"anonymous", anonymous_at_once},
	{"anonymous-then-exec", anonymous_then_exec},
	{"anonymous-shared", anonymous_shared},
	{"anonymous-shared-then-exec", anonymous_shared_then_exec},
	{"anonymous-read-implies-exec", anonymous_read_implies_exec},
	{"dev-zero", dev_zero},
	{"memfd-mapped", memfd_mapped},
	{"memfd-then-exec", memfd_then_exec},
	{"dma-buffer", dma_buffer},
	{"shared-segment", shared_segment},
	{"huge-pages", huge_pages},
	{"stack", stack},
	{"heap", heap},
	{"heap-read-implies-exec", heap_read_implies_exec},
	{"heap-by-compat-call", heap_by_compat_call},
	{"data-segment", data_segment},
	{NULL, NULL},
};

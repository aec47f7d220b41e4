// SPDX-License-Identifier: BSD-3-Clause
/* Ways to make the content of a file executable that is not what was signed. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "attack.h"

static void *map(const char *path, int opened, int prot, int flags)
{
	int fd = need(open(path, opened), path);
	void *page = mmap(NULL, CODE_SIZE, prot, flags, fd, 0);

	close(fd);
	return page;
}

static void *map_payload(int prot, int flags)
{
	copy_file("payload.code", "code");
	return map("code", O_RDONLY, prot, flags);
}

static void *map_victim(int prot, int flags)
{
	copy_file("victim.code", "code");
	return map("code", O_RDONLY, prot, flags);
}

static int call_mapped(void *page)
{
	return page == MAP_FAILED ? -errno : call(page);
}

static int map_exec(void)
{
	return call_mapped(map_payload(PROT_READ | PROT_EXEC, MAP_PRIVATE));
}

static int map_shared_exec(void)
{
	return call_mapped(map_payload(PROT_READ | PROT_EXEC, MAP_SHARED));
}

static int map_then_exec(void)
{
	void *page = map_payload(PROT_READ, MAP_PRIVATE);

	if (page == MAP_FAILED || mprotect(page, CODE_SIZE, PROT_READ | PROT_EXEC) < 0)
		return -errno;
	return call(page);
}

static int map_then_exec_by_key(void)
{
	void *page = map_payload(PROT_READ, MAP_PRIVATE);

	if (page == MAP_FAILED ||
	    syscall(SYS_pkey_mprotect, page, CODE_SIZE, PROT_READ | PROT_EXEC, -1) < 0)
		return errno == ENOSYS ? NOT_HERE : -errno;
	return call(page);
}

/* Every readable mapping is executable then. Only for the next mappings, so nothing else of this
 * program changes. */
static int read_implies_exec(void)
{
	if (personality(READ_IMPLIES_EXEC) < 0)
		return -errno;
	return call_mapped(map_payload(PROT_READ, MAP_PRIVATE));
}

/* It maps anew what is mapped already: kernels before the mend of CVE-2024-47745 asked nobody. */
static int remap_pages(void)
{
	void *page;

	copy_file("payload.code", "code");
	page = map("code", O_RDWR, PROT_READ,
		   MAP_SHARED); /* shared: only for those who may write */
	if (page == MAP_FAILED)
		return -errno;
	if (personality(READ_IMPLIES_EXEC) < 0)
		return -errno;
	if (remap_file_pages(page, CODE_SIZE, 0, 0, 0) < 0)
		return -errno;
	return call(page);
}

/* --- signed content, changed in memory --- */

static int writable_code(void)
{
	void *page = map_victim(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE);

	if (page == MAP_FAILED)
		return -errno;
	memcpy(page, payload_code(), CODE_SIZE);
	return call(page);
}

static int copy_on_write(void)
{
	void *page = map_victim(PROT_READ | PROT_WRITE, MAP_PRIVATE);

	if (page == MAP_FAILED)
		return -errno;
	memcpy(page, payload_code(), CODE_SIZE);
	if (mprotect(page, CODE_SIZE, PROT_READ | PROT_EXEC) < 0)
		return -errno;
	return call(page);
}

static int code_made_writable(void)
{
	void *page = map_victim(PROT_READ | PROT_EXEC, MAP_PRIVATE);

	if (page == MAP_FAILED || mprotect(page, CODE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC) < 0)
		return -errno;
	memcpy(page, payload_code(), CODE_SIZE);
	return call(page);
}

/* Never writable and executable at once. */
static int code_rewritten(void)
{
	void *page = map_victim(PROT_READ | PROT_EXEC, MAP_PRIVATE);

	if (page == MAP_FAILED || mprotect(page, CODE_SIZE, PROT_READ | PROT_WRITE) < 0)
		return -errno;
	memcpy(page, payload_code(), CODE_SIZE);
	if (mprotect(page, CODE_SIZE, PROT_READ | PROT_EXEC) < 0)
		return -errno;
	return call(page);
}

/* The same at the code that runs this attack. */
static int own_code(void)
{
	char *page = (char *)((unsigned long)getpid & -(unsigned long)CODE_SIZE);

	if (mprotect(page, CODE_SIZE, PROT_READ | PROT_WRITE | PROT_EXEC) < 0)
		return -errno;
	*(volatile char *)page = *page;
	return WORKED;
}

/* --- one file mapped twice --- */

static int shared_twice(bool code_first)
{
	void *writable = MAP_FAILED, *page;

	copy_file("victim.code", "code");
	if (!code_first)
		writable = map("code", O_RDWR, PROT_READ | PROT_WRITE, MAP_SHARED);
	page = map("code", O_RDONLY, PROT_READ | PROT_EXEC, MAP_PRIVATE);
	if (page == MAP_FAILED)
		return -errno;
	if (code_first) {
		int fd = open("code", O_RDWR);

		if (fd < 0)
			return -errno;
		writable = mmap(NULL, CODE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	}
	if (writable == MAP_FAILED)
		return -errno;
	memcpy(writable, payload_code(), CODE_SIZE);
	return call(page);
}

static int writable_then_code(void)
{
	return shared_twice(false);
}

static int code_then_writable(void)
{
	return shared_twice(true);
}

/* A descriptor that may write, kept from before. */
static int held_open(void)
{
	void *page;
	int fd;

	copy_file("victim.code", "code");
	fd = need(open("code", O_RDWR), "code");
	page = map("code", O_RDONLY, PROT_READ | PROT_EXEC, MAP_PRIVATE);
	if (page == MAP_FAILED)
		return -errno;
	if (pwrite(fd, payload_code(), CODE_SIZE, 0) < 0)
		return -errno;
	return call(page);
}

const struct attack mapping_attacks[] = {
	{"map-exec", map_exec},
	{"map-shared-exec", map_shared_exec},
	{"map-then-exec", map_then_exec},
	{"map-then-exec-by-key", map_then_exec_by_key},
	{"read-implies-exec", read_implies_exec},
	{"remap-pages", remap_pages},
	{"writable-code", writable_code},
	{"copy-on-write", copy_on_write},
	{"code-made-writable", code_made_writable},
	{"code-rewritten", code_rewritten},
	{"own-code", own_code},
	{"writable-then-code", writable_then_code},
	{"code-then-writable", code_then_writable},
	{"held-open", held_open},
	{NULL, NULL},
};

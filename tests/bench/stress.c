// SPDX-License-Identifier: BSD-3-Clause
/*
 * stress SECONDS WORKERS FOLDER runs|refused PROGRAM...: processes that start, map, replace,
 * exchange and link the same few files of a folder all the time. Each is a copy of one of the
 * programs, with its signature, and so must run; the programs are to end with 0 at once, as this
 * one does under the names that it gives. Copies with the signature of another must be refused
 * where `refused` is given. Prints what was done, and how often it went wrong. A worker that does
 * nothing for PATIENCE is shown with its stack: it waits for what does not come.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#define PLACES	     4 /* few, so that workers meet */
#define WORKERS_MAX  64
#define PROGRAMS_MAX 64
#define PROGRAM_SIZE (2u << 20)
#define PATIENCE     120 /* seconds */
#define REFUSED	     126 /* status of a child that may not execute */

enum deed { EXEC, FORK, MAP, REPLACE, EXCHANGE, LINK, TOUCH, SIGN, FORGET, FORGED, DEEDS };

static const char *const DEED[] = {"exec", "fork",	"map",	"replace", "exchange",
				   "link", "attribute", "sign", "forget",  "forged"};
/* In a hundred; to forget caches is slow for all. */
static const int PERCENT[] = {30, 14, 12, 18, 8, 6, 4, 4, 1, 3};

struct program {
	uint8_t *data, signature[1024];
	ssize_t len, signature_len; /* negative: has none */
};

static struct program programs[PROGRAMS_MAX];
static unsigned int n_programs;
static bool forged_runs;

/* Of every worker, in memory that all share. */
static struct account {
	atomic_ulong done[DEEDS], wrong[DEEDS];
	atomic_int pid;
} * accounts;
static struct account *mine;

static _Noreturn void die(const char *what)
{
	perror(what);
	exit(1);
}

static void read_program(struct program *program, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	program->data = malloc(PROGRAM_SIZE);
	if (fd < 0 || !program->data)
		die(path);
	program->len = read(fd, program->data, PROGRAM_SIZE);
	program->signature_len =
		fgetxattr(fd, "security.ima", program->signature, sizeof(program->signature));
	if (program->len <= 0 || program->len == PROGRAM_SIZE)
		die(path);
	close(fd);
}

static int write_program(const char *path, const struct program *content,
			 const struct program *signature)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, content->data, (size_t)content->len) != content->len)
		err = -EIO;
	if (!err && signature->signature_len > 0 &&
	    fsetxattr(fd, "security.ima", signature->signature, (size_t)signature->signature_len,
		      0))
		err = -errno;
	close(fd);
	return err;
}

static const struct program *any_program(void)
{
	return &programs[(unsigned int)rand() % n_programs];
}

/* The name of one of the places, or of a file that no other worker touches. */
static const char *place(char *name)
{
	sprintf(name, "place-%d", rand() % PLACES);
	return name;
}

static const char *own(char *name)
{
	sprintf(name, "own-%d", getpid());
	return name;
}

/* Status of a program that was started, REFUSED, or -1. */
static int start(const char *name, bool copy)
{
	char *const arguments[] = {(char *)name, NULL};
	int status;
	pid_t pid;

	pid = copy ? fork() : vfork();
	if (pid == 0) {
		execv(name, arguments);
		_exit(errno == EACCES || errno == EPERM ? REFUSED : 127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int map(const char *name)
{
	volatile const uint8_t *code = MAP_FAILED;
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	close(fd);
	if (code == MAP_FAILED)
		return -errno;
	(void)code[0];
	munmap((void *)code, 4096);
	return 0;
}

static int replace(const char *name)
{
	const struct program *program = any_program();
	char new[32];
	int err;

	err = write_program(own(new), program, program);
	if (!err && rename(new, name))
		err = -errno;
	return err;
}

static int exchange(const char *name)
{
	char other[32];

	return renameat2(AT_FDCWD, name, AT_FDCWD, place(other), RENAME_EXCHANGE) ? -errno : 0;
}

static int start_link(const char *name)
{
	char other[32];
	int status;

	/* What was replaced this moment has no name to which another could be added. */
	if (link(name, own(other)))
		return errno == ENOENT ? 0 : -errno;
	status = start(other, false);
	unlink(other);
	return status;
}

/* What a signer does to a file that it finds signed: the same once more. */
static int sign(const char *name)
{
	uint8_t signature[sizeof(programs->signature)];
	int fd = open(name, O_RDONLY | O_CLOEXEC), err = 0;
	ssize_t len;

	if (fd < 0)
		return -errno;
	len = fgetxattr(fd, "security.ima", signature, sizeof(signature));
	if (len > 0 && fsetxattr(fd, "security.ima", signature, (size_t)len, 0))
		err = -errno;
	close(fd);
	return err;
}

static int forget(void)
{
	int fd = open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, "2", 1) != 1)
		err = -errno;
	close(fd);
	return err;
}

/* 0 if it went as it must: with but one program there is no signature of another. */
static int start_forged(void)
{
	const struct program *content = any_program(), *other = any_program();
	char name[32];
	int err;

	err = write_program(own(name), content, other);
	if (!err)
		err = start(name, false);
	unlink(name);
	return !forged_runs && content != other ? err != REFUSED : err;
}

static int perform(enum deed deed)
{
	char name[32];

	place(name);
	switch (deed) {
	case EXEC:
	case FORK:
		return start(name, deed == FORK);
	case MAP:
		return map(name);
	case REPLACE:
		return replace(name);
	case EXCHANGE:
		return exchange(name);
	case LINK:
		return start_link(name);
	case TOUCH:
		return chmod(name, 0755) ? -errno : 0;
	case SIGN:
		return sign(name);
	case FORGET:
		return forget();
	default:
		return start_forged();
	}
}

static enum deed any_deed(void)
{
	int left = rand() % 100;
	enum deed deed = 0;

	while (left >= PERCENT[deed])
		left -= PERCENT[deed++];
	return deed;
}

static atomic_bool *stop;

static _Noreturn void work(unsigned int seed)
{
	enum deed deed;
	int result;

	srand(seed);
	atomic_store(&mine->pid, getpid());
	while (!atomic_load(stop)) {
		deed = any_deed();
		result = perform(deed);
		atomic_fetch_add(&mine->done[deed], 1);
		if (result && atomic_fetch_add(&mine->wrong[deed], 1) == 0)
			fprintf(stderr, "stress: %s: %d\n", DEED[deed], result);
	}
	exit(0);
}

static unsigned long sum(const atomic_ulong *counts)
{
	unsigned long all = 0;

	for (int deed = 0; deed < DEEDS; deed++)
		all += atomic_load(&counts[deed]);
	return all;
}

static void show_stack(int pid)
{
	char path[64], text[4096];
	size_t n = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stack", pid);
	file = fopen(path, "re");
	if (file) {
		n = fread(text, 1, sizeof(text), file);
		fclose(file);
	}
	fprintf(stderr, "stress: process %d does nothing:\n%.*s", pid, (int)n, text);
}

/* Whether a worker has done nothing for too long; what it had done when is in @last and @seen. */
static bool hangs(const struct account *account, unsigned long *last, time_t *seen)
{
	unsigned long done = sum(account->done);

	if (done != *last) {
		*last = done;
		*seen = time(NULL);
	}
	return time(NULL) - *seen > PATIENCE;
}

/* Until all workers ended, which they are told to do after so many seconds. False if one hangs or
 * dies. */
static bool watch(unsigned int workers, unsigned long seconds)
{
	unsigned long last[WORKERS_MAX] = {0};
	time_t seen[WORKERS_MAX] = {0}, begin = time(NULL);
	unsigned int left = workers;
	int status;

	while (left > 0) {
		usleep(200000);
		if ((unsigned long)(time(NULL) - begin) >= seconds)
			atomic_store(stop, true);
		for (; waitpid(-1, &status, WNOHANG) > 0; left--)
			if (status)
				return false;
		for (unsigned int i = 0; left == workers && i < workers; i++) {
			seen[i] = seen[i] ? seen[i] : begin;
			if (hangs(&accounts[i], &last[i], &seen[i])) {
				show_stack(atomic_load(&accounts[i].pid));
				return false;
			}
		}
	}
	return true;
}

/* Prints how often each was done by all of them, and returns how often it went wrong. */
static unsigned long report(unsigned int workers)
{
	unsigned long all_wrong = 0, done, wrong;

	for (int deed = 0; deed < DEEDS; deed++) {
		done = wrong = 0;
		for (unsigned int i = 0; i < workers; i++) {
			done += atomic_load(&accounts[i].done[deed]);
			wrong += atomic_load(&accounts[i].wrong[deed]);
		}
		printf("%-10s %8lu, %lu wrong\n", DEED[deed], done, wrong);
		all_wrong += wrong;
	}
	return all_wrong;
}

static void *share(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		die("mmap");
	return memory;
}

/* Under such a name a copy of this program was started, which is all that it is for. */
static bool is_place(const char *name)
{
	return !strncmp(name, "place-", strlen("place-")) || !strncmp(name, "own-", strlen("own-"));
}

static void make_places(void)
{
	char name[32];

	for (int i = 0; i < PLACES; i++) {
		sprintf(name, "place-%d", i);
		if (replace(name))
			die(name);
	}
}

int main(int argc, char **argv)
{
	unsigned int workers;
	bool ended;

	if (is_place(argv[0]))
		return 0;
	workers = argc > 2 ? (unsigned int)strtoul(argv[2], NULL, 10) : 0;
	if (argc < 6 || argc - 5 > PROGRAMS_MAX || !workers || workers > WORKERS_MAX) {
		fputs("usage: stress SECONDS WORKERS FOLDER runs|refused PROGRAM...\n", stderr);
		return 2;
	}
	forged_runs = !strcmp(argv[4], "runs");
	for (n_programs = 0; n_programs < (unsigned int)argc - 5; n_programs++)
		read_program(&programs[n_programs], argv[5 + n_programs]);
	if (chdir(argv[3]))
		die(argv[3]);
	make_places();
	accounts = share(workers * sizeof(*accounts));
	stop = share(sizeof(*stop));
	for (unsigned int i = 0; i < workers; i++) {
		mine = &accounts[i];
		if (fork() == 0)
			work(i + 1);
	}
	ended = watch(workers, strtoul(argv[1], NULL, 10));
	atomic_store(stop, true);
	return report(workers) || !ended ? 1 : 0;
}

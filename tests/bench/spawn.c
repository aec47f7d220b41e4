// SPDX-License-Identifier: BSD-3-Clause
/*
 * spawn run COUNT PROGRAM...: starts one of the programs and waits for its end, COUNT times, each
 * in its turn. spawn read COUNT FILE...: opens one of the files, reads it to its end and closes it.
 * Prints the nanoseconds that all of it took, those of whoever was asked for permission included
 * where there is one processor. Time in which nobody worked would be counted too, so there must be
 * none.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define IDLE_PART 100 /* of the time may pass with nobody at work */

static _Noreturn void die(const char *what)
{
	perror(what);
	exit(1);
}

static void run(const char *program)
{
	char *const arguments[] = {(char *)program, NULL};
	int status;
	pid_t pid;

	/* What fork() copies is the price of this program, not of the one that it starts. */
	pid = vfork();
	if (pid == 0) {
		execv(program, arguments);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		die(program);
	if (status) {
		fprintf(stderr, "%s: did not run, status %#x\n", program, (unsigned int)status);
		exit(1);
	}
}

static void read_all(const char *file)
{
	static char data[65536];
	ssize_t n;
	int fd;

	fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		die(file);
	do
		n = read(fd, data, sizeof(data));
	while (n > 0);
	if (n < 0)
		die(file);
	close(fd);
}

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Nanoseconds since the start of the machine in which its processors had nothing to do. */
static long long idle(void)
{
	double seconds;
	FILE *file;

	file = fopen("/proc/uptime", "re");
	if (!file || fscanf(file, "%*f %lf", &seconds) != 1)
		die("/proc/uptime");
	fclose(file);
	return (long long)(seconds * 1e9);
}

int main(int argc, char **argv)
{
	void (*work)(const char *) = NULL;
	long long begin, rested, took;
	unsigned long count;

	if (argc >= 4 && !strcmp(argv[1], "run"))
		work = run;
	else if (argc >= 4 && !strcmp(argv[1], "read"))
		work = read_all;
	if (!work) {
		fputs("usage: spawn run|read COUNT FILE...\n", stderr);
		return 2;
	}
	count = strtoul(argv[2], NULL, 10);
	rested = idle();
	begin = now();
	for (unsigned long i = 0; i < count; i++)
		work(argv[3 + i % (unsigned int)(argc - 3)]);
	took = now() - begin;
	rested = idle() - rested;
	if (rested > 10000000 && rested > took / IDLE_PART) {
		fprintf(stderr, "spawn: of %lld ns nobody worked in %lld\n", took, rested);
		return 1;
	}
	printf("%lld\n", took);
	return 0;
}

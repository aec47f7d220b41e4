// SPDX-License-Identifier: BSD-3-Clause
/*
 * attack NAME: says SUCCEEDED, or FAILED and what stopped it.
 * attack --list: the names.
 *
 * Exit status: 0 it worked, 1 it was stopped, 2 it could not be prepared, 9 this kernel does not
 * have what it needs.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attack.h"

static const struct attack *const all[] = {
	program_attacks, script_attacks, mapping_attacks, memory_attacks, process_attacks,
	write_attacks,	 pin_attacks,	 mount_attacks,	  fuse_attacks,	  helper_attacks,
	device_attacks,	 slot_attacks,	 kernel_attacks,  lock_attacks,	  bpf_attacks,
};

enum {
	STOPPED = 1,
	USAGE = 2,
	ABSENT = 9,
};

static const struct attack *find_attack(const char *name)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (const struct attack *attack = all[i]; attack->name; attack++)
			if (!strcmp(attack->name, name))
				return attack;
	return NULL;
}

static int list_attacks(void)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (const struct attack *attack = all[i]; attack->name; attack++)
			puts(attack->name);
	return 0;
}

static void enter_folder(const char *name)
{
	char path[256];

	need(mkdir(HOME "/run", 0755) && errno != EEXIST ? -1 : 0, HOME "/run");
	snprintf(path, sizeof(path), HOME "/run/%s.XXXXXX", name);
	need(mkdtemp(path) ? 0 : -1, path);
	need(chdir(path), path);
}

static int say(int result)
{
	if (result == WORKED) {
		puts("SUCCEEDED");
		return 0;
	}
	if (result == NOT_HERE) {
		puts("not on this kernel");
		return ABSENT;
	}
	printf("FAILED: %s\n", result == -EILSEQ ? "the signed code answered" : strerror(-result));
	return STOPPED;
}

/* In a child, for an attack that is stopped may be stopped by a signal. */
static int run_attack(const struct attack *attack)
{
	pid_t pid;
	int status;

	enter_folder(attack->name);
	pid = need(fork(), "fork");
	if (!pid) {
		/* Who waits for this one's output would wait on when the other was killed. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		status = say(attack->run());
		fflush(stdout);
		_exit(status);
	}
	need(waitpid(pid, &status, 0), "wait");
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	printf("FAILED: signal %d\n", WTERMSIG(status));
	return STOPPED;
}

int main(int argc, char **argv)
{
	const struct attack *attack;

	if (argc == 2 && !strcmp(argv[1], "--list"))
		return list_attacks();
	attack = argc == 2 ? find_attack(argv[1]) : NULL;
	if (!attack) {
		fprintf(stderr, "usage: attack NAME | --list\n");
		return USAGE;
	}
	setlinebuf(stdout);
	return run_attack(attack);
}

/* SPDX-License-Identifier: BSD-3-Clause */
/* Other people's programs, without a shell, and a folder of one's own. */
#ifndef TEST_SPAWN_H
#define TEST_SPAWN_H

#include <criterion/criterion.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Exit status of @argv, looked up in PATH; 127 if it is not there. */
static inline int run(const char *const *argv)
{
	extern char **environ;
	int status;
	pid_t pid;

	if (posix_spawnp(&pid, argv[0], NULL, NULL, (char *const *)argv, environ))
		return 127;
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL})

/* Go to an empty folder; leave_folder() removes it. */
static inline void enter_folder(char folder[32])
{
	snprintf(folder, 32, "/tmp/vedette-kit.XXXXXX");
	cr_assert(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
}

static inline void leave_folder(const char *folder)
{
	cr_assert_eq(chdir("/"), 0);
	cr_expect_eq(RUN("rm", "-r", folder), 0);
}

#endif /* TEST_SPAWN_H */

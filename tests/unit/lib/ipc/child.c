// SPDX-License-Identifier: BSD-3-Clause

#include "lib/ipc/child.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SOUND = 42 }; /* not a status that a sanitizer ends with */

static int start(struct vdt_child *child)
{
	return 0;
}

/* The child's half: only the control channel, from which nothing comes. */
static void live(int channel)
{
	static const struct vdt_child_ops ops = {.self = VDT_AUTH, .start = start};

	if (dup2(channel, VDT_CHILD_CHANNEL) < 0)
		_exit(EXIT_SUCCESS);
	closefrom(VDT_CHILD_CHANNEL + 1);
	_exit(vdt_child_run(&ops) == EXIT_FAILURE ? SOUND : EXIT_SUCCESS);
}

Test(child, ends_when_vedetted_is_gone)
{
	int pair[2], status;
	pid_t pid;

	cr_assert_eq(vdt_chan_pair(pair), 0);
	pid = fork();
	cr_assert_geq(pid, 0);
	if (pid == 0)
		live(pair[1]);
	close(pair[0]);
	close(pair[1]);
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert(WIFEXITED(status));
	cr_expect_eq(WEXITSTATUS(status), SOUND, "%d", WEXITSTATUS(status));
}

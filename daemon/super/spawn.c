// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/super/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/log.h"
#include "lib/ipc/child.h"
#include "lib/sandbox/filter.h"

#define FIRST_FREE    (VDT_CHILD_FILTER + 1)
#define EXIT_NO_START 127

/* The folder of a process; its parent belongs to root, so nobody else can put a link there. */
static int own_state(const struct vdt_plan *plan)
{
	_cleanup_close_ int fd = -1;

	if (!plan->state)
		return 0;
	if (mkdir(plan->state, 0700) < 0 && errno != EEXIST)
		return -errno;
	fd = open(plan->state, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fchown(fd, plan->box.uid, plan->box.uid) < 0 || fchmod(fd, 0700) < 0)
		return -errno;
	return 0;
}

/* In the child: standard input and output to nowhere, the channel and the filter, nothing else. */
static int place_descriptors(int channel, int filter, bool print)
{
	_cleanup_close_ int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	/* Out of the way first: any of them may sit on a number that is wanted. */
	int high_channel = fcntl(channel, F_DUPFD_CLOEXEC, FIRST_FREE);
	int high_filter = fcntl(filter, F_DUPFD_CLOEXEC, FIRST_FREE);

	if (null < 0 || high_channel < 0 || high_filter < 0)
		return -errno;
	if (dup2(null, STDIN_FILENO) < 0 || (!print && dup2(null, STDOUT_FILENO) < 0) ||
	    dup2(high_channel, VDT_CHILD_CHANNEL) < 0 || dup2(high_filter, VDT_CHILD_FILTER) < 0)
		return -errno;
	null = -1; /* closed with all the others */
	return close_range(FIRST_FREE, ~0u, 0) < 0 ? -errno : 0;
}

/* exec() keeps what is ignored and what is blocked. */
static void reset_signals(void)
{
	sigset_t none;
	int sig;

	for (sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static int become(const struct vdt_plan *plan, const struct vdt_spawn *how, int channel, int filter,
		  pid_t parent)
{
	char *const argv[] = {(char *)plan->binary, NULL};
	char *const envp[] = {NULL};
	struct vdt_box box = plan->box;
	int err;

	reset_signals();
	err = place_descriptors(channel, filter, how->print);
	if (err)
		return err;
	box.no_landlock = !how->landlock;
	err = vdt_box_enter(&box, parent);
	if (err)
		return err;
	execve(plan->binary, argv, envp);
	return -errno;
}

int vdt_spawn(const struct vdt_plan *plan, const struct vdt_spawn *how, pid_t *ret_pid,
	      int *ret_channel)
{
	_cleanup_close_ int ours = -1, theirs = -1, filter = -1;
	pid_t parent = getpid(), pid;
	int pair[2], err;

	err = own_state(plan);
	if (!err)
		err = vdt_filter_compile(plan->calls, &filter);
	if (!err)
		err = vdt_chan_pair(pair);
	if (err)
		return err;
	ours = pair[0];
	theirs = pair[1];
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid == 0) {
		err = become(plan, how, theirs, filter, parent);
		vdt_log(LOG_ERR, "cannot start %s: %s", plan->binary, strerror(-err));
		_exit(EXIT_NO_START);
	}
	*ret_pid = pid;
	*ret_channel = vdt_steal_fd(&ours);
	return 0;
}

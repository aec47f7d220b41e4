// SPDX-License-Identifier: BSD-3-Clause

#include "lib/sandbox/box.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/sandbox/caps.h"

#define LOCKED_MEMORY (256 * 1024) /* bytes; for secrets that must not be swapped out */

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static int limit_resources(const struct vdt_box *box)
{
	const struct {
		__rlimit_resource_t resource;
		rlim_t max;
	} limits[] = {
		{RLIMIT_CORE, 0},
		{RLIMIT_DATA, box->memory},
		{RLIMIT_NOFILE, box->files},
		{RLIMIT_NPROC, box->threads},
		{RLIMIT_MEMLOCK, LOCKED_MEMORY},
		{RLIMIT_MSGQUEUE, 0},
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(limits); i++) {
		const struct rlimit both = {limits[i].max, limits[i].max};

		if (setrlimit(limits[i].resource, &both) < 0)
			return -errno;
	}
	return 0;
}

/* The bounding set goes first: dropping from it takes a capability that goes with the uid. */
static int change_identity(const struct vdt_box *box)
{
	int err = vdt_caps_bound(box->caps);

	if (err)
		return err;
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0 || setgroups(0, NULL) < 0 ||
	    setresgid(box->uid, box->uid, box->uid) < 0 ||
	    setresuid(box->uid, box->uid, box->uid) < 0)
		return -errno;
	return vdt_caps_set(box->caps);
}

/* After the change of identity, which clears the signal of the parent's death. */
static int tie_to_parent(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
		return -errno;
	return getppid() == parent ? 0 : -ESRCH;
}

int vdt_box_enter(const struct vdt_box *box, pid_t parent)
{
	_cleanup_close_ int landlock = -1;
	int err;

	if (!box->no_landlock) {
		err = vdt_landlock_new(box->paths, box->connect, &landlock);
		if (err)
			return err;
	}
	if (setsid() < 0)
		return -errno;
	umask(077);
	err = limit_resources(box);
	if (!err)
		err = change_identity(box);
	if (!err)
		err = tie_to_parent(parent);
	if (!err && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		err = -errno;
	if (!err && landlock >= 0)
		err = vdt_landlock_enter(landlock);
	return err;
}

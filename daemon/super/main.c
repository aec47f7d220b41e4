// SPDX-License-Identifier: BSD-3-Clause
/* vedetted: starts the processes of Vedette, connects them, and starts them again. */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/super/describe.h"
#include "daemon/super/plan.h"
#include "daemon/super/supervise.h"
#include "lib/base/cleanup.h"
#include "lib/base/log.h"
#include "lib/sandbox/caps.h"

#define LOCK "/run/vedetted.lock"

enum { EXIT_USAGE = 2 };

static const char usage[] =
	"usage: vedetted [--provision [password|code] | --plan]\n"
	"\n"
	"Runs Vedette's processes in the foreground until SIGTERM. As root.\n"
	"\n"
	"  --provision password  make this unit's administrator account, print its one-time\n"
	"                        password and end; this is meant without a word, too\n"
	"  --provision code      draw this unit's code, with which its owner activates it, print\n"
	"                        the code and end; a code drawn before is void\n"
	"                        Both are refused if the unit has an account already.\n"
	"  --plan                print as JSON which processes there are and what each may do\n"
	"  --help                print this\n";

/* Held until the process ends, however it ends. */
static int take_lock(void)
{
	_cleanup_close_ int fd = open(LOCK, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return -errno;
	vdt_steal_fd(&fd);
	return 0;
}

static int prepare(void)
{
	int err = take_lock();

	if (err == -EWOULDBLOCK) {
		vdt_log(LOG_ERR, "vedetted runs already; stop it first");
		return err;
	}
	if (!err && mkdir(VDT_STATE, 0755) < 0 && errno != EEXIST)
		err = -errno;
	if (!err)
		err = vdt_caps_bound(vdt_plan[VDT_SUPER].box.caps);
	if (!err)
		err = vdt_caps_set(vdt_plan[VDT_SUPER].box.caps);
	if (err)
		vdt_log(LOG_ERR, "cannot prepare " LOCK ", " VDT_STATE " and capabilities: %s",
			strerror(-err));
	return err;
}

/* The word behind --provision, if any. Returns 0 or -EINVAL. */
static int read_form(int argc, char **argv, enum vdt_provision *form)
{
	if (argc == 0)
		return 0;
	if (argc > 1 || *form == VDT_PROVISION_NONE)
		return -EINVAL;
	if (!strcmp(argv[0], "code"))
		*form = VDT_PROVISION_CODE;
	else if (strcmp(argv[0], "password") != 0)
		return -EINVAL;
	return 0;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{"provision", no_argument, NULL, 'p'},
		{"plan", no_argument, NULL, 'n'},
		{"help", no_argument, NULL, 'h'},
		{},
	};
	enum vdt_provision provision = VDT_PROVISION_NONE;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'h') {
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		}
		if (option == 'n')
			return vdt_plan_describe(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
		if (option != 'p') {
			fputs(usage, stderr);
			return EXIT_USAGE;
		}
		provision = VDT_PROVISION_PASSWORD;
	}
	if (read_form(argc - optind, argv + optind, &provision)) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	vdt_log_open("vedetted");
	if (geteuid() != 0) {
		vdt_log(LOG_ERR, "only root can start it");
		return EXIT_FAILURE;
	}
	umask(022);
	if (prepare())
		return EXIT_FAILURE;
	return vdt_supervise(provision);
}

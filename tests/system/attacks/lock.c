// SPDX-License-Identifier: BSD-3-Clause
/* Ways to switch the enforcement off. Each puts back what it changed, if it can. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attack.h"

/* Writes a setting and puts it back. */
static int set(const char *path, const char *value)
{
	char before[64] = "";
	int fd = open(path, O_RDONLY);
	int error;

	if (fd < 0)
		return errno == ENOENT ? NOT_HERE : -errno;
	need(read(fd, before, sizeof(before) - 1), path);
	close(fd);
	error = echo(value, path);
	if (!error)
		need(echo(before, path), path);
	return error;
}

/* Tracing is how the BPF programs are called. */
static int ftrace_off(void)
{
	return set("/proc/sys/kernel/ftrace_enabled", "0");
}

static int kprobes_off(void)
{
	return set("/sys/kernel/debug/kprobes/enabled", "0");
}

/* A process of that name. Ends the attack if there is none. */
static pid_t process(const char *name)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	char path[300], comm[32];
	pid_t found = 0;

	need(proc ? 0 : -1, "/proc");
	while (!found && (entry = readdir(proc))) {
		int fd;
		ssize_t size;

		snprintf(path, sizeof(path), "/proc/%s/comm", entry->d_name);
		fd = open(path, O_RDONLY);
		if (fd < 0)
			continue;
		size = read(fd, comm, sizeof(comm) - 1);
		close(fd);
		if (size > 0 && (comm[size - 1] = 0, !strcmp(comm, name)))
			found = atoi(entry->d_name);
	}
	closedir(proc);
	errno = ESRCH;
	return need(found ? found : -1, name);
}

static pid_t guard(void)
{
	return process("guard"); /* the one that a locked camera needs least of all to lose */
}

static int send(int number)
{
	return kill(guard(), number) < 0 ? -errno : WORKED;
}

static int kill_guard(void)
{
	return send(SIGKILL);
}

static int stop_guard(void)
{
	int error = send(SIGSTOP);

	if (!error)
		send(SIGCONT);
	return error;
}

static int signal_by_descriptor(void)
{
	int fd = need(syscall(SYS_pidfd_open, guard(), 0), "pidfd");

	return syscall(SYS_pidfd_send_signal, fd, SIGSTOP, NULL, 0) < 0 ? -errno : send(SIGCONT);
}

static int trace_guard(void)
{
	pid_t pid = guard();
	int status;

	if (ptrace(PTRACE_ATTACH, pid, NULL, NULL) < 0)
		return -errno;
	need(waitpid(pid, &status, __WALL), "wait");
	need(ptrace(PTRACE_DETACH, pid, NULL, NULL), "detach");
	return WORKED;
}

static int take_descriptor(void)
{
	int fd = need(syscall(SYS_pidfd_open, guard(), 0), "pidfd");

	for (int theirs = 0; theirs < 64; theirs++) {
		if (syscall(SYS_pidfd_getfd, fd, theirs, 0) >= 0)
			return WORKED;
		if (errno != EBADF)
			return -errno;
	}
	return -EBADF;
}

static int guard_memory(void)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/mem", guard());
	fd = open(path, O_RDWR);
	return fd < 0 ? -errno : WORKED;
}

/* It may open nothing any more. */
static int limit_guard(void)
{
	struct rlimit none = {0, 0}, before;
	pid_t pid = guard();

	if (prlimit(pid, RLIMIT_NOFILE, &none, &before) < 0)
		return -errno;
	need(prlimit(pid, RLIMIT_NOFILE, &before, NULL), "limit");
	return WORKED;
}

/* Moves guard into a control group of our own, which is to do @what to it. */
static int move_guard(const char *what)
{
	char pid[32];
	int error;

	if (mkdir("/sys/fs/cgroup/attack", 0755) < 0 && errno != EEXIST)
		return NOT_HERE;
	snprintf(pid, sizeof(pid), "%d", guard());
	error = echo(pid, "/sys/fs/cgroup/attack/cgroup.procs");
	return error ? error : echo("1", what);
}

/* Where it was: the group of the test, in which we are. */
static void move_back(void)
{
	char lines[512] = "", path[600], pid[32], *group;
	int fd = need(open("/proc/self/cgroup", O_RDONLY), "cgroup");

	need(read(fd, lines, sizeof(lines) - 1), "cgroup");
	close(fd);
	group = strstr(lines, "0::"); /* of the new kind: 0::/test */
	need(group ? 0 : -1, "cgroup");
	group[strcspn(group, "\n")] = 0;
	snprintf(path, sizeof(path), "/sys/fs/cgroup%s/cgroup.procs", group + strlen("0::"));
	snprintf(pid, sizeof(pid), "%d", guard());
	need(echo(pid, path), path);
}

/* Not a signal that anybody sends: the control group does it. */
static int freeze_guard(void)
{
	int error = move_guard("/sys/fs/cgroup/attack/cgroup.freeze");

	if (error)
		return error;
	need(echo("0", "/sys/fs/cgroup/attack/cgroup.freeze"), "thaw");
	move_back();
	return WORKED;
}

static int group_kill(void)
{
	return move_guard("/sys/fs/cgroup/attack/cgroup.kill");
}

/* A library of our own in vedetted, which then has all that it may. */
static int preload_supervisor(void)
{
	char path[300];

	snprintf(path, sizeof(path), "%s" HOME "/payload.so", outer_root());
	need(chroot("/proc/1/root"), "the outer root"); /* where it is */
	need(setenv("LD_PRELOAD", path, 1), "LD_PRELOAD");
	need(setenv("ANSWER_WHEN_LOADED", "1", 1), "environment");
	return RUN("/usr/sbin/vedetted", "--help");
}

static int expose_guard(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/oom_score_adj", guard());
	return set(path, "1000");
}

/* A harmless one of its commands: help. */
static int sysrq(void)
{
	return echo("h", "/proc/sysrq-trigger");
}

/* The tool that asks the module to let go of its programs. */
static int release_hooks(void)
{
	int error = RUN("/bin/bash", "-c", "vedette hooks release && exit 42");

	return error == -EILSEQ ? -EACCES : error;
}

/*
 * The programs let go of it only when every processor has passed through the scheduler, and the
 * kernel would fall over what is unloaded before.
 */
static void wait_unused(void)
{
	char count[16];

	for (int i = 0; i < 300; i++) {
		int fd = need(open("/sys/module/vedette/refcnt", O_RDONLY), "module");
		ssize_t size = need(read(fd, count, sizeof(count)), "references");

		close(fd);
		if (size > 0 && *count == '0')
			return;
		usleep(100000);
	}
}

/* Nobody attaches the programs again. */
static int unload_with(unsigned int flags)
{
	kill(process("vedetted"), SIGSTOP);
	kill(guard(), SIGKILL);
	if (!release_hooks())
		wait_unused();
	return syscall(SYS_delete_module, "vedette", O_NONBLOCK | flags) ? -errno : WORKED;
}

static int unload(void)
{
	return unload_with(0);
}

static int unload_by_force(void)
{
	return unload_with(O_TRUNC);
}

const struct attack lock_attacks[] = {
	{"ftrace-off", ftrace_off},
	{"kprobes-off", kprobes_off},
	{"stop-guard", stop_guard},
	{"signal-by-descriptor", signal_by_descriptor},
	{"trace-guard", trace_guard},
	{"take-descriptor", take_descriptor},
	{"guard-memory", guard_memory},
	{"limit-guard", limit_guard},
	{"freeze-guard", freeze_guard},
	{"kill-guard", kill_guard},
	{"group-kill", group_kill},

	{"preload-supervisor", preload_supervisor},
	{"expose-guard", expose_guard},
	{"sysrq", sysrq},
	{"release-hooks", release_hooks},
	{"unload", unload},
	{"unload-by-force", unload_by_force},
	{NULL, NULL},
};

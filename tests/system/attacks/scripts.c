// SPDX-License-Identifier: BSD-3-Clause
/* Ways to have a signed interpreter do what nobody signed. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "attack.h"

#define SHELL  "/bin/busybox"
#define PYTHON "/usr/bin/python3"

static void make_script(const char *path, const char *text, unsigned int mode)
{
	write_file(path, text, strlen(text), mode);
}

static int script_argument(void)
{
	make_script("script", "exit 42\n", 0644);
	return RUN(SHELL, "sh", "./script");
}

static int script_input(void)
{
	make_script("script", "exit 42\n", 0644);
	return run_input("script", (const char *const[]){SHELL, "sh", NULL});
}

/* The same, but said to be one: "-s" takes the script from the input and arguments after it. */
static int script_input_option(void)
{
	make_script("script", "exit $1\n", 0644);
	return run_input("script", (const char *const[]){SHELL, "sh", "-s", "42", NULL});
}

static int script_inline(void)
{
	return RUN(SHELL, "sh", "-c", "exit 42");
}

static int script_inline_combined(void)
{
	return RUN(SHELL, "sh", "-ec", "exit 42");
}

static int script_through_proc(void)
{
	make_script("script", "exit 42\n", 0644);
	return run_input("script", (const char *const[]){SHELL, "sh", "/proc/self/fd/0", NULL});
}

/* By another name of the same program, as init scripts do. */
static int script_by_link(void)
{
	make_script("script", "exit 42\n", 0644);
	need(symlink(SHELL, "ash"), "link");
	return RUN("./ash", "./script");
}

static int script_by_hard_link(void)
{
	make_script("script", "exit 42\n", 0644);
	if (link(SHELL, "sh") < 0)
		return -errno;
	return RUN("./sh", "./script");
}

static int script_executed(void)
{
	make_script("script", "#!/bin/busybox sh\nexit 42\n", 0755);
	return RUN("./script");
}

/* A signed script that reads what it is told to. */
static int script_sourced(void)
{
	make_script("script", "exit 42\n", 0644);
	return RUN(SHELL, "sh", HOME "/source.sh", "./script");
}

/* From a file that is none: whoever has its other end says what is read. */
static int script_pipe(void)
{
	int fd;

	need(mkfifo("pipe", 0600), "pipe");
	fd = need(open("pipe", O_RDWR), "pipe");
	need(write(fd, "exit 42\n", 8), "pipe");
	return RUN(SHELL, "sh", "./pipe");
}

static int script_terminal(void)
{
	int fd = need(posix_openpt(O_RDWR | O_NOCTTY), "terminal");

	need(unlockpt(fd), "terminal");
	need(write(fd, "exit 42\n", 8), "terminal");
	return RUN(SHELL, "sh", ptsname(fd));
}

/* A file that is named as an option is. */
static int script_like_option(void)
{
	make_script("-c", "exit 42\n", 0644);
	return RUN(SHELL, "sh", "--", "-c");
}

/* A signed script, whose name the kernel puts before what it is called with. */
static int script_called_option(void)
{
	copy_file("source.sh", "-c");
	return RUN("-c", "exit 42");
}

/* As a program of the dynamic linker, which is no interpreter. */
static int script_by_ld_so(void)
{
	if (access(PYTHON, X_OK))
		return NOT_HERE;
	return RUN(DYNAMIC_LINKER, PYTHON, "-I", "-S", "-c", "raise SystemExit(42)");
}

/* --- a signed script, changed while it runs: a shell reads on behind what it has executed --- */

static int append(const char *text, const char *path)
{
	int fd = open(path, O_WRONLY | O_APPEND);

	if (fd < 0)
		return -errno;
	need(write(fd, text, strlen(text)), path);
	close(fd);
	return 0;
}

static pid_t start_script(void)
{
	pid_t pid = need(fork(), "fork");

	if (!pid) {
		execl(SHELL, "sh", "./script", NULL);
		_exit(1);
	}
	need(appears("started"), "script");
	return pid;
}

/* @prepare comes first: 0 or a negative errno. */
static int change_running(int (*prepare)(const char *path))
{
	int error, status;
	pid_t pid;

	copy_file("slow.sh", "script");
	pid = start_script();
	error = prepare("script");
	if (!error)
		error = append("exit 42\n", "script");
	need(mkdir("changed", 0755), "changed");
	need(waitpid(pid, &status, 0), "wait");
	if (error)
		return error;
	return WIFEXITED(status) && WEXITSTATUS(status) == ATTACKED ? WORKED : -EILSEQ;
}

static int do_nothing(const char *path)
{
	return 0;
}

/* With its attributes the verdict of a file is forgotten. */
static int change_attributes(const char *path)
{
	return chmod(path, 0700) < 0 ? -errno : 0;
}

static int remove_signature(const char *path)
{
	return removexattr(path, "security.ima") < 0 ? -errno : 0;
}

static int script_changed(void)
{
	return change_running(do_nothing);
}

static int script_changed_forgotten(void)
{
	return change_running(change_attributes);
}

static int script_changed_unsigned(void)
{
	return change_running(remove_signature);
}

/* What a shell reads before its script. */
static int script_environment(void)
{
	make_script("script", "exit 42\n", 0644);
	return RUN("/bin/busybox", "env", "ENV=./script", SHELL, "sh", "-i", HOME "/nothing.sh");
}

static int script_awk(void)
{
	return RUN(SHELL, "awk", "BEGIN { exit 42 }");
}

static int python_inline(void)
{
	if (access(PYTHON, X_OK))
		return NOT_HERE;
	return RUN(PYTHON, "-I", "-S", "-c", "raise SystemExit(42)");
}

static int python_script(void)
{
	if (access(PYTHON, X_OK))
		return NOT_HERE;
	make_script("script.py", "raise SystemExit(42)\n", 0644);
	return RUN(PYTHON, "-I", "-S", "script.py");
}

static int python_module(void)
{
	if (access(PYTHON, X_OK))
		return NOT_HERE;
	make_script("payload.py", "raise SystemExit(42)\n", 0644);
	return RUN("/bin/busybox", "env", "PYTHONPATH=.", PYTHON, "-S", "-m", "payload");
}

const struct attack script_attacks[] = {
	{"script-argument", script_argument},
	{"script-input", script_input},
	{"script-input-option", script_input_option},
	{"script-inline", script_inline},
	{"script-inline-combined", script_inline_combined},
	{"script-through-proc", script_through_proc},
	{"script-by-link", script_by_link},
	{"script-by-hard-link", script_by_hard_link},
	{"script-executed", script_executed},
	{"script-sourced", script_sourced},
	{"script-pipe", script_pipe},
	{"script-terminal", script_terminal},
	{"script-like-option", script_like_option},
	{"script-called-option", script_called_option},
	{"script-by-ld-so", script_by_ld_so},
	{"script-changed", script_changed},
	{"script-changed-forgotten", script_changed_forgotten},
	{"script-changed-unsigned", script_changed_unsigned},
	{"script-environment", script_environment},
	{"script-awk", script_awk},
	{"python-inline", python_inline},
	{"python-script", python_script},
	{"python-module", python_module},
	{NULL, NULL},
};

// SPDX-License-Identifier: BSD-3-Clause
/* Ways to have a signed interpreter do what nobody signed. */
#include <errno.h>
#include <string.h>
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
	{"script-environment", script_environment},
	{"script-awk", script_awk},
	{"python-inline", python_inline},
	{"python-script", python_script},
	{"python-module", python_module},
	{NULL, NULL},
};

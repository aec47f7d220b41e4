// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/script.h"

#define FINE   VEDETTE_INTEGRITY_REASON_NONE
#define INLINE VEDETTE_INTEGRITY_REASON_INLINE_SCRIPT

enum { STRINGS = 6 };

struct row {
	const char *interpreter;
	const char *argv[STRINGS];
	const char *envp[STRINGS];
	u8 expected;
	const char *why;
};

/* Exactly as large as the strings, so that a byte read behind them is found. */
static struct vdt_args pack(const struct row *row, const char *script)
{
	struct vdt_args args = {.script = script};
	char *bytes = malloc(0);
	unsigned int i;

	for (i = 0; i < 2 * STRINGS; i++) {
		const char *string = i < STRINGS ? row->argv[i] : row->envp[i - STRINGS];

		if (!string)
			continue;
		bytes = realloc(bytes, args.len + strlen(string) + 1);
		memcpy(bytes + args.len, string, strlen(string) + 1);
		args.len += strlen(string) + 1;
		*(i < STRINGS ? &args.argc : &args.envc) += 1;
	}
	args.bytes = bytes;
	return args;
}

/* clang-format off */
static const struct row rows[] = {
	{"/bin/sh", {"sh", "/opt/start"}, {}, FINE, "a script"},
	{"/bin/sh", {"sh", "/opt/start", "-c", "id"}, {}, FINE, "arguments of the script"},
	{"/bin/sh", {"sh", "-eu", "-f", "/opt/start"}, {}, FINE, "harmless options"},
	{"/bin/sh", {"sh", "-e", "--", "/opt/start"}, {}, FINE, "their end"},
	{"/bin/sh", {"sh", "--"}, {}, INLINE, "and nothing behind"},
	{"/bin/sh", {"sh"}, {}, INLINE, "its input"},
	{"/bin/sh", {}, {}, INLINE, "without even a name"},
	{"/bin/sh", {"-sh"}, {}, INLINE, "a login"},
	{"/bin/sh", {"sh", "-c", "id"}, {}, INLINE, "in the arguments"},
	{"/bin/sh", {"sh", "-ec", "id"}, {}, INLINE, "behind a harmless one"},
	{"/bin/sh", {"sh", "-s", "x"}, {}, INLINE, "its input, with arguments"},
	{"/bin/sh", {"sh", "-i", "/opt/start"}, {}, INLINE, "interactive"},
	{"/bin/sh", {"sh", "-x", "/opt/start"}, {}, INLINE, "expands PS4"},
	{"/bin/sh", {"sh", "-o", "x", "/opt/start"}, {}, INLINE, "takes an argument"},
	{"/bin/sh", {"sh", "-", "/opt/start"}, {}, INLINE, "its input"},
	{"/bin/sh", {"sh", "+e", "/opt/start"}, {}, INLINE, "also an option"},
	{"/bin/sh", {"sh", "", "/opt/start"}, {}, INLINE, "no name"},
	{"/bin/sh", {"sh", "/opt/start"}, {"A=1", "ENVY=2"}, FINE, "its environment"},
	{"/bin/sh", {"sh", "/opt/start"}, {"A=1", "ENV=/tmp/x"}, INLINE, "code in it"},
	{"/bin/bash", {"bash", "--init-file", "x", "/opt/start"}, {}, INLINE, "long"},
	{"/bin/bash", {"bash", "/opt/start"}, {"BASH_FUNC_ls%%=() { id; }"}, INLINE, "a function"},
	{"/usr/bin/python3.11", {"python", "-I", "/opt/a.py"}, {}, FINE, "harmless in Python"},
	{"/usr/bin/python3.11", {"python", "-s", "/opt/a.py"}, {}, FINE, "another meaning than of sh"},
	{"/usr/bin/python3.11", {"python", "-m", "http.server"}, {}, INLINE, "a module"},
	{"/usr/bin/python3.11", {"python", "-Ic", "1"}, {}, INLINE, "in the arguments"},
	{"/usr/bin/python3.11", {"python", "-e", "/opt/a.py"}, {}, INLINE, "harmless in sh"},
	{"/usr/bin/python3.11", {"python", "/opt/a.py"}, {"PYTHONINSPECT=1"}, INLINE, "input afterwards"},
	{"/usr/bin/perl", {"perl", "/opt/a.pl"}, {}, FINE, "a script"},
	{"/usr/bin/perl", {"perl", "-e", "1"}, {}, INLINE, "in the arguments"},
	{"/usr/bin/perl", {"perl", "/opt/a.pl"}, {"PERL5OPT=-Mx"}, INLINE, "a module"},
	{"/opt/shiny", {"shiny", "/opt/a"}, {}, FINE, "unknown, a script"},
	{"/opt/shiny", {"shiny", "-u", "/opt/a"}, {}, INLINE, "unknown, any option"},
	{"/bin/busybox", {"ls", "-c", "/opt"}, {}, FINE, "no shell"},
	{"/bin/busybox", {"busybox", "ls", "-c"}, {}, FINE, "neither"},
	{"/bin/busybox", {"busybox"}, {}, FINE, "a list of applets"},
	{"/bin/busybox", {"busybox", "sh"}, {}, INLINE, "a shell"},
	{"/bin/busybox", {"busybox", "sh", "-e", "/opt/start"}, {}, FINE, "with a script"},
	{"/bin/busybox", {"x/busybox", "busybox-2", "/y/ash", "-c", "id"}, {}, INLINE, "a shell, at last"},
	{"/bin/busybox", {"-/bin/sh"}, {}, INLINE, "a login"},
	{"/bin/busybox", {"hush", "/opt/start"}, {}, FINE, "with a script"},
	{"/bin/busybox", {"hush", "/opt/start"}, {"PS4=$(id)"}, INLINE, "and code"},
};

static const struct row hash_bang[] = {
	{"/bin/bash", {"/opt/start"}, {"BASH_ENV=$(id)"}, INLINE, "also by #!"},
	{"/bin/bash", {"bash", "-x", "/opt/start"}, {}, FINE, "but #! is signed"},
};
/* clang-format on */

static void check(const struct row *row, const char *script)
{
	struct vdt_args args = pack(row, script);
	u8 reason = vdt_script_eval(row->interpreter, &args);

	cr_expect_eq(reason, row->expected, "%s: %s: got %u", row->interpreter, row->why, reason);
	free((void *)args.bytes);
}

Test(script, must_be_a_file)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i], NULL);
}

Test(script, gives_its_own_options)
{
	for (size_t i = 0; i < sizeof(hash_bang) / sizeof(hash_bang[0]); i++)
		check(&hash_bang[i], "/opt/start");
}

/* A link to a signed script is named by whoever executes it. */
Test(script, is_not_named_like_an_option)
{
	static const struct {
		const char *script;
		u8 expected;
	} names[] = {{"-c", INLINE}, {"-s", INLINE}, {"+x", INLINE}, {"./-c", FINE}, {"", FINE}};
	static const struct row by_name = {"/bin/sh", {"sh", "-c", "evil"}, {}, FINE, "by #!"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct row row = by_name;

		row.expected = names[i].expected;
		check(&row, names[i].script);
	}
}

/* What is cut off may be a script or not, a variable or not. */
Test(script, cut_off_is_refused)
{
	static const char bytes[] = "sh\0/opt/start\0A=1";

	for (size_t len = 0; len <= sizeof(bytes); len++) {
		struct vdt_args args = {.bytes = bytes, .len = len, .argc = 2, .envc = 1};

		cr_expect_eq(vdt_script_eval("/bin/sh", &args), len < sizeof(bytes) ? INLINE : FINE,
			     "%zu bytes", len);
	}
}

/* All that a running program shows of itself are its first bytes. */
Test(script, applet_cut_off_may_be_a_shell)
{
	struct vdt_args args = {.bytes = "busybox\0as", .len = 10, .argc = 9};

	cr_expect(vdt_script_applies("/bin/busybox", &args));
	args = (struct vdt_args){.bytes = "busybox\0cat", .len = 12, .argc = 9};
	cr_expect_not(vdt_script_applies("/bin/busybox", &args));
	cr_expect(vdt_script_applies("/bin/dash", &args));
}

/* clang-format off */
static const struct {
	const char *interpreter;
	const char *argv[STRINGS];
	const char *name;
	bool expected;
	const char *why;
} names[] = {
	{"/bin/sh", {"sh", "start"}, "start", true, "as it was given"},
	{"/bin/sh", {"sh", "start"}, "/usr/bin/start", true, "found in PATH"},
	{"/bin/sh", {"sh", "./a/start"}, "start", true, "another way to it"},
	{"/bin/sh", {"sh", "start", "data"}, "data", false, "argument of the script"},
	{"/bin/sh", {"sh", "start"}, "start.conf", false, "another file"},
	{"/bin/sh", {"sh", "-e", "-u", "start", "data"}, "start", true, "behind options"},
	{"/bin/sh", {"sh", "-e", "--", "-start", "data"}, "-start", true, "like an option"},
	{"/bin/sh", {"sh", "+x", "start", "data"}, "data", false, "behind options, another"},
	{"/bin/sh", {"sh"}, "data", true, "no script is known"},
	{"/usr/bin/python3", {"python3", "data"}, "/data/__main__.py", true, "of a folder"},
	{"/bin/busybox", {"busybox", "sh", "start"}, "start", true, "of an applet"},
	{"/bin/busybox", {"busybox", "sh", "start"}, "sh", false, "the applet"},
};
/* clang-format on */

Test(script, is_known_by_its_name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct row row = {.interpreter = names[i].interpreter};
		struct vdt_args args;

		memcpy(row.argv, names[i].argv, sizeof(row.argv));
		args = pack(&row, NULL);
		cr_expect_eq(vdt_script_may_be(row.interpreter, &args, names[i].name),
			     names[i].expected, "%s", names[i].why);
		free((void *)args.bytes);
	}
}

/* A running program shows its first bytes only. */
Test(script, may_be_what_is_cut_off)
{
	struct vdt_args args = {.bytes = "sh\0sta", .len = 6, .argc = 9};

	cr_expect(vdt_script_may_be("/bin/sh", &args, "data"));
}

// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "script.h"

/* Options without an argument that give no code. -x is none: it expands PS4. */
static const struct dialect {
	const char *name; /* or how it begins, with a version behind it */
	const char *options;
	const char *variables[8]; /* that it takes for code, or how they begin */
} dialects[] = {
	{"bash", "aefuvnCbhm", {"BASH_FUNC_", "BASH_ENV=", "SHELLOPTS=", "BASHOPTS=", "PS4="}},
	{"sh", "aefuvnCb", {"BASH_FUNC_", "BASH_ENV=", "SHELLOPTS=", "BASHOPTS=", "PS4=", "ENV="}},
	{"dash", "aefuvnCb", {"ENV=", "PS4="}},
	{"ash", "aefuvnCb", {"ENV=", "PS4="}},
	{"busybox", "aefuvnCb", {"ENV=", "PS4="}},
	{"python", "BEIOPSbqsuv", {"PYTHONINSPECT=", "PYTHONSTARTUP="}},
	{"perl", "", {"PERL5OPT=", "PERL5DB="}},
	{"lua", "", {"LUA_INIT"}},
	{"ruby", "", {"RUBYOPT="}},
	{"node", "", {"NODE_OPTIONS=", "NODE_REPL_"}},
	{"", "", {}},
};

static const char *const shell_applets[] = {"sh", "ash", "hush", "msh", "bash"};

struct reader {
	const char *next, *end;
	unsigned int left; /* strings */
};

static struct reader read_args(const struct vdt_args *args)
{
	return (struct reader){
		.next = args->bytes,
		.end = args->bytes + args->len,
		.left = args->argc,
	};
}

/* Returns NULL behind the last one, and where it is cut off. */
static const char *take(struct reader *reader)
{
	const char *string = reader->next;
	size_t room = reader->end - string, len = strnlen(string, room);

	if (!reader->left || len == room)
		return NULL;
	reader->left--;
	reader->next = string + len + 1;
	return string;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool begins(const char *string, const char *with)
{
	return !strncmp(string, with, strlen(with));
}

static const struct dialect *find_dialect(const char *interpreter)
{
	const char *name = last_part(interpreter), *behind;
	const struct dialect *dialect = dialects;

	for (; *dialect->name; dialect++) {
		behind = name + strlen(dialect->name);
		if (begins(name, dialect->name) && !behind[strspn(behind, "0123456789.-")])
			break;
	}
	return dialect;
}

/* "busybox sh", "busybox busybox sh", "/bin/sh" and "-sh" are all the applet sh. */
static const char *take_applet(struct reader *reader)
{
	const char *arg = take(reader);

	if (arg && *arg == '-')
		arg++;
	while (arg && begins(last_part(arg), "busybox"))
		arg = take(reader);
	return arg ? last_part(arg) : NULL;
}

static bool is_shell(const char *applet)
{
	size_t i;

	for (i = 0; applet && i < ARRAY_SIZE(shell_applets); i++)
		if (!strcmp(applet, shell_applets[i]))
			return true;
	return false;
}

static bool is_busybox(const char *interpreter)
{
	return begins(last_part(interpreter), "busybox");
}

/* An applet cut off could be any. */
bool vdt_script_applies(const char *interpreter, const struct vdt_args *args)
{
	struct reader reader = read_args(args);
	const char *applet;

	if (!is_busybox(interpreter))
		return true;
	applet = take_applet(&reader);
	return applet ? is_shell(applet) : reader.left;
}

static bool is_harmless(const char *option, const char *options)
{
	return option[1] && !option[1 + strspn(option + 1, options)];
}

/* What begins with a plus is one to shells. */
static bool is_option(const char *arg)
{
	return *arg == '-' || *arg == '+';
}

/* Behind options with a plus could be nothing. */
static bool names_script(struct reader *reader, const char *options)
{
	const char *arg;

	while ((arg = take(reader))) {
		if (!strcmp(arg, "--"))
			return take(reader);
		if (*arg != '-')
			return *arg && *arg != '+';
		if (!is_harmless(arg, options))
			return false;
	}
	return false;
}

static bool is_code(const char *variable, const struct dialect *dialect)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(dialect->variables) && dialect->variables[i]; i++)
		if (begins(variable, dialect->variables[i]))
			return true;
	return false;
}

static bool has_code(const struct vdt_args *args, const struct dialect *dialect)
{
	struct reader reader = read_args(args);
	const char *variable;
	unsigned int n;

	reader.left += args->envc;
	for (n = 0; n < args->argc + args->envc; n++) {
		variable = take(&reader);
		if (!variable || (n >= args->argc && is_code(variable, dialect)))
			return true;
	}
	return false;
}

/* Options are whatever begins as one does: "#!" may give any. */
static const char *take_operand(const char *interpreter, struct reader *reader)
{
	const char *arg;

	if (is_busybox(interpreter))
		take_applet(reader);
	else
		take(reader);
	while ((arg = take(reader)) && is_option(arg))
		if (!strcmp(arg, "--"))
			return take(reader);
	return arg;
}

bool vdt_script_may_be(const char *interpreter, const struct vdt_args *args, const char *name)
{
	struct reader reader = read_args(args);
	const char *operand = take_operand(interpreter, &reader);

	name = last_part(name);
	return !operand || !strcmp(last_part(operand), name) || begins(name, "__main__.");
}

u8 vdt_script_eval(const char *interpreter, const struct vdt_args *args)
{
	const struct dialect *dialect = find_dialect(interpreter);
	struct reader reader = read_args(args);

	if (!vdt_script_applies(interpreter, args))
		return VEDETTE_INTEGRITY_REASON_NONE;
	if (has_code(args, dialect))
		return VEDETTE_INTEGRITY_REASON_INLINE_SCRIPT;
	if (is_busybox(interpreter))
		take_applet(&reader);
	else
		take(&reader);
	if (args->script ? is_option(args->script) : !names_script(&reader, dialect->options))
		return VEDETTE_INTEGRITY_REASON_INLINE_SCRIPT;
	return VEDETTE_INTEGRITY_REASON_NONE;
}

/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Scripts. That an interpreter is signed says nothing of what it interprets, so of the executables
 * that the policy lists as `interpreters`:
 *
 * - Who executes one directly gives it a script to read: the arguments begin with options that are
 *   known to be harmless, if any, then comes a file. Without a file, or with -c, -s, -i, a long
 *   option or another unknown one, it is refused, as is a variable of the environment that such an
 *   interpreter takes for code. Options and variables depend on the interpreter, which is known by
 *   the last part of its path in the policy; of one that is not known here no option is harmless.
 *   Which options "#!" gives is not asked: the file that begins with it was judged as a program.
 *   But its name, which follows them, is the caller's, and must not be an option itself.
 * - BusyBox is an interpreter only where it is sh, ash, hush, msh or bash, by the name it is
 * called.
 * - While one runs, each file that it opens for reading must be signed, except in the folders that
 *   the policy lists as `data`, whatever it is: the script, what the script sources or imports, a
 *   library, and also what only is read. The script itself must be signed in `data` as well. /proc
 * is no exception: environ, cmdline and fd in it have what an attacker wants. A terminal or a named
 * pipe could be the script as well and is refused; folders, and /dev/null, zero, full, random and
 * urandom are not.
 * - An interpreter is known by its content and its package's label as well as by its place, so
 *   that a copy elsewhere is one too.
 *
 * What is in `data` a signed script may be led to source or import; a policy may do without.
 */
#ifndef VDT_SCRIPT_H
#define VDT_SCRIPT_H

#include "core.h"

/* What a program is executed with: strings, each with its NUL. */
struct vdt_args {
	const char *bytes;
	size_t len;
	unsigned int argc, envc; /* so many of them are arguments, and then variables */
	const char *script;	 /* name by which "#!" gives it; NULL: executed directly */
};

/* Whether the interpreter of this path is one when it is called so; argv[0] and [1] will do. */
bool vdt_script_applies(const char *interpreter, const struct vdt_args *args);

/*
 * Whether the file that it opens by this name may be the script that it was given, which is not
 * found out by its path: a shell looks for it in $PATH, Python makes it absolute, or executes
 * __main__.py of a folder. Yes if the arguments are cut off before the script.
 */
bool vdt_script_may_be(const char *interpreter, const struct vdt_args *args, const char *name);

/* Returns enum vedette_integrity_reason, NONE if the interpreter may be executed with them. */
u8 vdt_script_eval(const char *interpreter, const struct vdt_args *args);

#endif /* VDT_SCRIPT_H */

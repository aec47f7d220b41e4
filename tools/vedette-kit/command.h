/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A subcommand as a row of a table: from it follow dispatch, usage, help and the reading of the
 * command line.
 */
#ifndef VDT_KIT_COMMAND_H
#define VDT_KIT_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* Exit codes; the same for every program of the project. */
enum { KIT_DONE = 0, KIT_REFUSED = 1, KIT_USAGE = 2 };

#define KIT_OPTIONS 12 /* of one command, --help not counted */

struct kit_option {
	const char *name;  /* without dashes; NULL ends the list */
	char letter;	   /* also as -x; 0: none */
	const char *value; /* name of the value, for help; NULL: takes none */
	const char *help;
	enum { KIT_OPTIONAL, KIT_NEEDED } need;
};

struct kit_args;

struct kit_command {
	const char *group, *verb;
	const char *operands; /* "FILE.yaml", for usage; NULL: none */
	unsigned int n_operands;
	const char *summary;
	const struct kit_option *options;
	int (*run)(const struct kit_args *args); /* returns an exit code */
};

struct kit_args {
	const struct kit_command *command;
	char **operands;		 /* command->n_operands of them */
	const char *values[KIT_OPTIONS]; /* by the index of the option; "" for one without value */
};

/* Read @argv, which starts at the verb, and run. Returns an exit code. */
int vdt_kit_run(const struct kit_command *command, int argc, char **argv);

/* The value of option @name, "" for one that takes none, NULL if it was not given. */
const char *vdt_kit_option(const struct kit_args *args, const char *name);

/* "vedette-kit: text" on standard error; returns @code. */
__attribute__((format(printf, 2, 3))) int vdt_kit_fail(int code, const char *format, ...);

#endif /* VDT_KIT_COMMAND_H */

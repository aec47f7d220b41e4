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

#define KIT_OPTIONS 20 /* of one command, --help not counted */
#define KIT_GIVEN   64 /* of one command line */

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
	bool more; /* operands than that */
	const char *summary;
	const struct kit_option *options;
	int (*run)(const struct kit_args *args); /* returns an exit code */
};

struct kit_args {
	const struct kit_command *command;
	char **operands; /* ended by NULL */
	unsigned int n_operands;
	struct {
		int option;	   /* index in the command */
		const char *value; /* "" for one without value */
	} given[KIT_GIVEN];	   /* in the order of the command line */
	size_t n_given;
};

/* Read @argv, which starts at the verb, and run. Returns an exit code. */
int vdt_kit_run(const struct kit_command *command, int argc, char **argv);

/* The last value of option @name, "" for one that takes none, NULL if it was not given. */
const char *vdt_kit_option(const struct kit_args *args, const char *name);
/* For options that may be given again: one value a call, from *@next = 0; NULL behind the last. */
const char *vdt_kit_each(const struct kit_args *args, const char *name, size_t *next);

/* "vedette-kit: text" on standard error; returns @code. */
__attribute__((format(printf, 2, 3))) int vdt_kit_fail(int code, const char *format, ...);

#endif /* VDT_KIT_COMMAND_H */

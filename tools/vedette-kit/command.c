// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/command.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define HELP KIT_OPTIONS /* what getopt_long() returns for --help */

static size_t count_options(const struct kit_command *command)
{
	size_t count = 0;

	while (command->options && command->options[count].name)
		count++;
	return count;
}

static void print_usage(const struct kit_command *command, FILE *out)
{
	fprintf(out, "usage: vedette-kit %s %s", command->group, command->verb);
	if (command->operands)
		fprintf(out, " %s", command->operands);
	for (size_t i = 0; i < count_options(command); i++) {
		const struct kit_option *option = &command->options[i];

		fprintf(out, option->need ? " --%s" : " [--%s", option->name);
		if (option->value)
			fprintf(out, " %s", option->value);
		fputs(option->need ? "" : "]", out);
	}
	putc('\n', out);
}

static void print_help(const struct kit_command *command)
{
	print_usage(command, stdout);
	printf("\n%s.\n\n", command->summary);
	for (size_t i = 0; i < count_options(command); i++) {
		const struct kit_option *option = &command->options[i];
		char left[64];

		snprintf(left, sizeof(left), "%s--%s %s", option->letter ? "-x, " : "    ",
			 option->name, option->value ? option->value : "");
		if (option->letter)
			left[1] = option->letter;
		printf("  %-28s %s\n", left, option->help);
	}
	printf("  %-28s %s\n", "-h, --help", "this text");
}

static int misuse(const struct kit_command *command)
{
	print_usage(command, stderr);
	return KIT_USAGE;
}

/* The two tables that getopt_long() wants. */
static void fill_tables(const struct kit_command *command, struct option *longs, char *shorts)
{
	size_t count = count_options(command);

	for (size_t i = 0; i < count; i++) {
		const struct kit_option *option = &command->options[i];

		longs[i] = (struct option){option->name, option->value ? required_argument : 0,
					   NULL, (int)i};
		if (option->letter)
			*shorts++ = option->letter;
		if (option->letter && option->value)
			*shorts++ = ':';
	}
	longs[count] = (struct option){"help", no_argument, NULL, HELP};
	*shorts++ = 'h';
	*shorts = '\0';
}

static int index_of(const struct kit_command *command, int got)
{
	if (got < HELP)
		return got;
	for (size_t i = 0; i < count_options(command); i++)
		if (command->options[i].letter == got)
			return (int)i;
	return HELP;
}

static int check_required(const struct kit_args *args)
{
	for (size_t i = 0; i < count_options(args->command); i++) {
		const struct kit_option *option = &args->command->options[i];

		if (option->need && !vdt_kit_option(args, option->name)) {
			fprintf(stderr, "vedette-kit: --%s is missing\n", option->name);
			return misuse(args->command);
		}
	}
	return KIT_DONE;
}

int vdt_kit_run(const struct kit_command *command, int argc, char **argv)
{
	struct kit_args args = {.command = command};
	struct option longs[KIT_OPTIONS + 2] = {{0}};
	char shorts[2 * KIT_OPTIONS + 2];
	int got, code;

	fill_tables(command, longs, shorts);
	optind = 1;
	while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		int index = got == '?' ? -1 : index_of(command, got);

		if (index < 0)
			return misuse(command);
		if (index == HELP) {
			print_help(command);
			return KIT_DONE;
		}
		if (args.n_given == KIT_GIVEN)
			return vdt_kit_fail(KIT_USAGE, "more than %u options", KIT_GIVEN);
		args.given[args.n_given].option = index;
		args.given[args.n_given++].value = optarg ? optarg : "";
	}
	args.operands = argv + optind;
	args.n_operands = (unsigned int)(argc - optind);
	if (args.n_operands < command->n_operands ||
	    (args.n_operands > command->n_operands && !command->more)) {
		fprintf(stderr, "vedette-kit: expected %s\n",
			command->operands ? command->operands : "options only");
		return misuse(command);
	}
	code = check_required(&args);
	return code ? code : command->run(&args);
}

const char *vdt_kit_each(const struct kit_args *args, const char *name, size_t *next)
{
	while (*next < args->n_given) {
		size_t at = (*next)++;

		if (!strcmp(args->command->options[args->given[at].option].name, name))
			return args->given[at].value;
	}
	return NULL;
}

const char *vdt_kit_option(const struct kit_args *args, const char *name)
{
	const char *value, *last = NULL;
	size_t next = 0;

	while ((value = vdt_kit_each(args, name, &next)))
		last = value;
	return last;
}

int vdt_kit_fail(int code, const char *format, ...)
{
	va_list args;

	fputs("vedette-kit: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	putc('\n', stderr);
	return code;
}

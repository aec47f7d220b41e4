// SPDX-License-Identifier: BSD-3-Clause
/* vedette: the command line on the camera. Two tables say what there is: commands and options. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/audit/sentence.h"
#include "lib/nl/bans.h"
#include "tools/vedette/command.h"

enum option_id {
	JSON,
	HELP,
	VERSION,
	SIGNATURE,
	FEED,
	CONFIRM,
	CHECK,
	FOLLOW,
	SINCE,
	LOG,
	VERIFY,
	FORCE,
	WHY,
	SPARE,
	SOURCES,
	LIMITS,
	ALL,
	CLEAR,
	EXPORT,
	CHECKPOINT,
	TYPE,
	RESULT,
	ACCOUNT,
	SOURCE,
	FROM,
	TO,
	LIMIT,
	AFTER,
};

#define MAY(option) (1u << (option))
#define ALWAYS	    (MAY(JSON) | MAY(HELP) | MAY(VERSION))

struct command {
	const char *name;
	int (*run)(const struct vdt_options *options, char **args);
	const char *help;
	const char *arguments;
	int args_min, args_max;
	unsigned int options; /* beside those that every command takes */
};

/* clang-format off */
static const struct command commands[] = {
	{ "status", vdt_cmd_status, "the module, its keys and the policy it enforces", "", 0, 0, 0 },
	{ "policy load", vdt_cmd_policy_load, "verify and enforce a signed policy", "FILE", 1, 1,
	  MAY(SIGNATURE) | MAY(FEED) | MAY(CONFIRM) | MAY(FORCE) },
	{ "policy confirm", vdt_cmd_policy_confirm, "keep the policy that waits to be confirmed", "[VERSION]", 0, 1, MAY(FORCE) },
	{ "policy show", vdt_cmd_policy_show, "the active policy as YAML", "", 0, 0, 0 },
	{ "feed load", vdt_cmd_feed_load, "put a newer feed in the place of the one of its name", "FILE", 1, 1,
	  MAY(SIGNATURE) | MAY(CONFIRM) },
	{ "feed show", vdt_cmd_feed_show, "the feeds of the active policy", "", 0, 0, 0 },
	{ "filter ban", vdt_cmd_filter_ban, "drop everything from a source, and cut its connections", "ADDRESS [TIME]",
	  1, 2, MAY(WHY) | MAY(SPARE) },
	{ "filter unban", vdt_cmd_filter_unban, "lift every ban that a source is under", "ADDRESS", 1, 1, 0 },
	{ "filter list", vdt_cmd_filter_list, "the sources that are banned", "", 0, 0, 0 },
	{ "filter", vdt_cmd_filter_list, "the same", "", 0, 0, 0 },
	{ "ports", vdt_cmd_ports, "who listens, what the policy says of it, who can reach it", "", 0, 0, MAY(CHECK) },
	{ "connections cut", vdt_cmd_connections_cut, "reset a connection", "ID", 1, 1, 0 },
	{ "connections", vdt_cmd_connections, "who is connected to the services, and how far the limits are", "", 0, 0,
	  MAY(SOURCES) | MAY(LIMITS) },
	{ "integrity check", vdt_cmd_integrity_check, "what the kernel would say of a file, and why", "FILE", 1, 1, 0 },
	{ "integrity scan", vdt_cmd_integrity_scan, "the files of a folder that could come to run and are not well signed",
	  "DIR", 1, 1, MAY(ALL) },
	{ "integrity cache", vdt_cmd_integrity_cache, "the verdicts that the kernel remembers", "", 0, 0, 0 },
	{ "integrity denials", vdt_cmd_integrity_denials, "what was refused, or would have been, each once", "", 0, 0, MAY(CLEAR) },
	{ "integrity", vdt_cmd_integrity, "what is judged, how often it was refused, and the cache", "", 0, 0, 0 },
	{ "events", vdt_cmd_events, "what the kernel dropped, loaded and refused; or the audit log", "", 0, 0,
	  MAY(FOLLOW) | MAY(SINCE) | MAY(LOG) | MAY(VERIFY) },
	{ "log", vdt_cmd_log, "the audit log, in sentences", "", 0, 0,
	  MAY(FOLLOW) | MAY(VERIFY) | MAY(EXPORT) | MAY(CHECKPOINT) | MAY(TYPE) | MAY(RESULT) | MAY(ACCOUNT) |
	  MAY(SOURCE) | MAY(FROM) | MAY(TO) | MAY(AFTER) | MAY(LIMIT) },
	{ "stats", vdt_cmd_stats, "packets by reason, services, flows and events", "", 0, 0, 0 },
	{ "lock", vdt_cmd_lock, "keep root from taking the enforcement back until the next boot", "", 0, 0, MAY(CHECK) },
	{ "hooks release", vdt_cmd_hooks_release, "detach the BPF programs, so that the module can be unloaded", "", 0, 0, 0 },
};

static const struct {
	const char *argument, *help;
} option_help[] = {
	[JSON] = { "", "print JSON instead of text" },
	[HELP] = { "", "print this, or the help of a command" },
	[VERSION] = { "", "print the version" },
	[SIGNATURE] = { " FILE", "detached signature (default: FILE.p7s)" },
	[FEED] = { " FILE", "a feed that the policy names, signed in FILE.p7s; once for each" },
	[CONFIRM] = { " SECONDS", "revert by itself unless confirmed in time (1 to 86400)" },
	[CHECK] = { "", "change nothing; exit with 1 if something is not as it should be" },
	[FOLLOW] = { "", "go on with events as they happen" },
	[SINCE] = { " SEQ", "only events with a greater number" },
	[LOG] = { "", "read the audit log instead of the kernel's memory" },
	[SOURCES] = { "", "by source: connections and handshakes under way" },
	[LIMITS] = { "", "by limit: what is used of it and what it refused" },
	[ALL] = { "", "every file, not only what could come to run" },
	[CLEAR] = { "", "forget them, as before a trial of something new" },
	[VERIFY] = { "", "check the audit log; exit with 1 if it was altered" },
	[EXPORT] = { "", "every record and checkpoint, to be verified elsewhere" },
	[CHECKPOINT] = { "", "the last checkpoint that the unit cosigned, to be kept elsewhere" },
	[TYPE] = { " TYPE", "only records of a type, as account.login" },
	[RESULT] = { " RESULT", "only ok, refused, failed or observed" },
	[ACCOUNT] = { " NAME", "only of an account" },
	[SOURCE] = { " TEXT", "only from sources that begin with it" },
	[FROM] = { " TIME", "only from then on: 2026-11-23 or 2026-11-23T10:00:00, UTC" },
	[TO] = { " TIME", "only until then" },
	[AFTER] = { " SEQ", "only records with a greater number" },
	[LIMIT] = { " N", "so many records, then stop" },
	[FORCE] = { "", "although the SSH session would be locked out or proves nothing, or programs would fail" },
	[WHY] = { " TEXT", "why, for those who read the list (at most 63 bytes)" },
	[SPARE] = { "", "not a source with an authenticated session, as programs ban" },
};

static const struct option long_options[] = {
	{ "json", no_argument, NULL, JSON },
	{ "help", no_argument, NULL, HELP },
	{ "version", no_argument, NULL, VERSION },
	{ "signature", required_argument, NULL, SIGNATURE },
	{ "feed", required_argument, NULL, FEED },
	{ "confirm", required_argument, NULL, CONFIRM },
	{ "check", no_argument, NULL, CHECK },
	{ "follow", no_argument, NULL, FOLLOW },
	{ "since", required_argument, NULL, SINCE },
	{ "log", no_argument, NULL, LOG },
	{ "verify", no_argument, NULL, VERIFY },
	{ "force", no_argument, NULL, FORCE },
	{ "why", required_argument, NULL, WHY },
	{ "spare", no_argument, NULL, SPARE },
	{ "sources", no_argument, NULL, SOURCES },
	{ "limits", no_argument, NULL, LIMITS },
	{ "all", no_argument, NULL, ALL },
	{ "clear", no_argument, NULL, CLEAR },
	{ "export", no_argument, NULL, EXPORT },
	{ "checkpoint", no_argument, NULL, CHECKPOINT },
	{ "type", required_argument, NULL, TYPE },
	{ "result", required_argument, NULL, RESULT },
	{ "account", required_argument, NULL, ACCOUNT },
	{ "source", required_argument, NULL, SOURCE },
	{ "from", required_argument, NULL, FROM },
	{ "to", required_argument, NULL, TO },
	{ "limit", required_argument, NULL, LIMIT },
	{ "after", required_argument, NULL, AFTER },
	{ NULL, 0, NULL, 0 },
};
/* clang-format on */

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void print_options(unsigned int options)
{
	char left[32];

	for (unsigned int i = 0; i < COUNT(option_help); i++) {
		if (!(options & MAY(i)))
			continue;
		snprintf(left, sizeof(left), "--%s%s", long_options[i].name,
			 option_help[i].argument);
		printf("  %-22s %s\n", left, option_help[i].help);
	}
}

static int help_command(const struct command *command)
{
	printf("usage: vedette %s%s%s [options]\n%s\n\n", command->name,
	       *command->arguments ? " " : "", command->arguments, command->help);
	print_options(command->options | ALWAYS);
	return VDT_EXIT_DONE;
}

static int help_all(void)
{
	char left[32];

	printf("usage: vedette COMMAND [options]\n\n");
	for (unsigned int i = 0; i < COUNT(commands); i++) {
		snprintf(left, sizeof(left), "%s %s", commands[i].name, commands[i].arguments);
		printf("  %-26s %s\n", left, commands[i].help);
	}
	printf("\nEvery command takes:\n");
	print_options(ALWAYS);
	printf("\n`vedette COMMAND --help` lists what else. Exit codes: 0 done, 1 refused or found "
	       "wrong, 2 usage,\n3 no module.\n");
	return VDT_EXIT_DONE;
}

static int parse_number(const char *text, uint64_t max, uint64_t *ret_number)
{
	char *end;

	errno = 0;
	*ret_number = strtoull(text, &end, 10);
	return errno || *end || *text < '0' || *text > '9' || *ret_number > max ? -EINVAL : 0;
}

/* UTC, to the second or the whole day. */
static int parse_time(const char *text, int64_t *ret_time)
{
	struct tm tm = {0};
	const char *end = strptime(text, "%Y-%m-%d", &tm);

	if (end && *end == 'T')
		end = strptime(end, "T%H:%M:%S", &tm);
	if (!end || (*end && strcmp(end, "Z")))
		return -EINVAL;
	*ret_time = timegm(&tm);
	return 0;
}

/* Options that choose records of the audit log. */
static int take_filter(int option, const char *argument, struct vdt_options *options)
{
	switch (option) {
	case EXPORT:
		options->export = true;
		return 0;
	case CHECKPOINT:
		options->checkpoint = true;
		return 0;
	case TYPE:
		options->type = vdt_audit_type_number(argument);
		return options->type ? 0 : -EINVAL;
	case RESULT:
		options->result = vdt_audit_result_number(argument);
		return options->result >= 0 ? 0 : -EINVAL;
	case ACCOUNT:
		options->account = argument;
		return 0;
	case SOURCE:
		options->source = argument;
		return 0;
	case FROM:
		return parse_time(argument, &options->from);
	case TO:
		return parse_time(argument, &options->to);
	case LIMIT:
		return parse_number(argument, UINT64_MAX, &options->limit);
	default:
		return 0;
	}
}

static int take_option(int option, const char *argument, struct vdt_options *options)
{
	uint64_t number = 0;

	switch (option) {
	case JSON:
		options->json = true;
		return 0;
	case SIGNATURE:
		options->signature = argument;
		return 0;
	case FEED:
		if (options->n_feeds == VDT_OPTION_FEEDS)
			return -EINVAL;
		options->feeds[options->n_feeds++] = argument;
		return 0;
	case CHECK:
		options->check = true;
		return 0;
	case FOLLOW:
		options->follow = true;
		return 0;
	case LOG:
		options->log = true;
		return 0;
	case VERIFY:
		options->verify = true;
		return 0;
	case FORCE:
		options->force = true;
		return 0;
	case SPARE:
		options->spare = true;
		return 0;
	case WHY:
		options->why = argument;
		return strlen(argument) < VDT_NL_BAN_TEXT ? 0 : -EINVAL;
	case SOURCES:
		options->sources = true;
		return 0;
	case LIMITS:
		options->limits = true;
		return 0;
	case ALL:
		options->all = true;
		return 0;
	case CLEAR:
		options->clear = true;
		return 0;
	case SINCE:
	case AFTER:
		return parse_number(argument, UINT64_MAX, &options->since);
	case CONFIRM:
		if (parse_number(argument, 86400, &number) || !number)
			return -EINVAL;
		options->confirm = number;
		return 0;
	default:
		return take_filter(option, argument, options);
	}
}

/* Returns the options that were given as a mask, or a negative number when one is wrong. */
static int read_options(int argc, char **argv, struct vdt_options *ret_options)
{
	int option, given = 0;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (option == '?')
			return -EINVAL;
		if (take_option(option, optarg, ret_options)) {
			vdt_fail(VDT_EXIT_USAGE, "--%s: '%s' is not what it takes: %s",
				 long_options[option].name, optarg, option_help[option].help);
			return -EINVAL;
		}
		given |= MAY(option);
	}
	return given;
}

/* Commands have one or two words; the arguments follow. */
static const struct command *find_command(char **words, char ***ret_args)
{
	for (unsigned int i = 0; i < COUNT(commands); i++) {
		const char *second = strchr(commands[i].name, ' ');
		size_t first =
			second ? (size_t)(second - commands[i].name) : strlen(commands[i].name);

		if (strlen(words[0]) != first || strncmp(words[0], commands[i].name, first))
			continue;
		if (second && (!words[1] || strcmp(words[1], second + 1)))
			continue;
		*ret_args = words + (second ? 2 : 1);
		return &commands[i];
	}
	return NULL;
}

/* Too many words, or too few. */
static int misuse(const struct command *command, const char *surplus)
{
	const char *space = *command->arguments ? " " : "";

	if (surplus)
		return vdt_fail(VDT_EXIT_USAGE, "'%s' is a word too many; usage: vedette %s%s%s",
				surplus, command->name, space, command->arguments);
	return vdt_fail(VDT_EXIT_USAGE, "usage: vedette %s%s%s", command->name, space,
			command->arguments);
}

static int run(const struct command *command, char **args, int given, struct vdt_options *options)
{
	unsigned int foreign = given & ~(command->options | ALWAYS);
	int n_args = 0;

	vdt_command_begin(command->name);
	if (given & MAY(HELP))
		return help_command(command);
	if (foreign)
		return vdt_fail(VDT_EXIT_USAGE,
				"--%s is not an option of it; see vedette %s --help",
				long_options[__builtin_ctz(foreign)].name, command->name);
	while (args[n_args])
		n_args++;
	if (n_args < command->args_min || n_args > command->args_max)
		return misuse(command, n_args > command->args_max ? args[command->args_max] : NULL);
	return command->run(options, args);
}

int main(int argc, char **argv)
{
	struct vdt_options options = {.result = -1};
	const struct command *command;
	char **args;
	int given = read_options(argc, argv, &options);

	if (given < 0)
		return VDT_EXIT_USAGE;
	if (given & MAY(VERSION)) {
		printf("vedette %s\n", VDT_VERSION);
		return VDT_EXIT_DONE;
	}
	if (!argv[optind])
		return given & MAY(HELP)
			       ? help_all()
			       : vdt_fail(VDT_EXIT_USAGE, "no command; see vedette --help");
	command = find_command(argv + optind, &args);
	if (!command)
		return vdt_fail(VDT_EXIT_USAGE,
				"'%s' is not a command, or not a whole one; see "
				"vedette --help",
				argv[optind]);
	return run(command, args, given, &options);
}

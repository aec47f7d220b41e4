/* SPDX-License-Identifier: BSD-3-Clause */
/* What the commands share: their options, how they fail, how they give JSON. */
#ifndef VDT_CLI_COMMAND_H
#define VDT_CLI_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

struct vdt_nl;

enum vdt_exit {
	VDT_EXIT_DONE,
	VDT_EXIT_REFUSED, /* or found wrong */
	VDT_EXIT_USAGE,
	VDT_EXIT_ABSENT, /* no module, no log */
};

#define VDT_OPTION_FEEDS 16

struct vdt_options {
	bool json, follow, log, verify, check, force, spare, sources, limits, clear, all;
	bool export, checkpoint;
	const char *signature; /* NULL: FILE.p7s */
	const char *feeds[VDT_OPTION_FEEDS];
	unsigned int n_feeds;
	const char *why;  /* NULL: nothing is said */
	uint32_t confirm; /* seconds, 0: at once */
	uint64_t since;	  /* 0: all */
	uint64_t limit;	  /* of records shown, 0: none */
	/* Of records, by number or text; NULL: any. Times in seconds since 1970, 0: any. */
	unsigned int type; /* enum vdt_audit_type, 0: any */
	int result;	   /* enum vdt_audit_result, -1: any */
	const char *account, *source;
	int64_t from, to;
};

/* A command gets its arguments, as many as its row in main.c allows; it returns the exit code. */
int vdt_cmd_status(const struct vdt_options *options, char **args);
int vdt_cmd_policy_load(const struct vdt_options *options, char **args);
int vdt_cmd_policy_confirm(const struct vdt_options *options, char **args);
int vdt_cmd_policy_show(const struct vdt_options *options, char **args);
int vdt_cmd_feed_load(const struct vdt_options *options, char **args);
int vdt_cmd_feed_show(const struct vdt_options *options, char **args);
int vdt_cmd_filter_list(const struct vdt_options *options, char **args);
int vdt_cmd_filter_ban(const struct vdt_options *options, char **args);
int vdt_cmd_filter_unban(const struct vdt_options *options, char **args);
int vdt_cmd_ports(const struct vdt_options *options, char **args);
int vdt_cmd_connections(const struct vdt_options *options, char **args);
int vdt_cmd_connections_cut(const struct vdt_options *options, char **args);
int vdt_cmd_events(const struct vdt_options *options, char **args);
int vdt_cmd_log(const struct vdt_options *options, char **args);
int vdt_cmd_stats(const struct vdt_options *options, char **args);
int vdt_cmd_lock(const struct vdt_options *options, char **args);
int vdt_cmd_hooks_release(const struct vdt_options *options, char **args);
int vdt_cmd_integrity(const struct vdt_options *options, char **args);
int vdt_cmd_integrity_check(const struct vdt_options *options, char **args);
int vdt_cmd_integrity_scan(const struct vdt_options *options, char **args);
int vdt_cmd_integrity_cache(const struct vdt_options *options, char **args);
int vdt_cmd_integrity_denials(const struct vdt_options *options, char **args);

/* The command that errors are about; @name must outlive the process. */
void vdt_command_begin(const char *name);
/* Prints "vedette: COMMAND: " and the sentence, which names the thing, the reason and the way out.
 * Returns @code. */
__attribute__((format(printf, 2, 3))) int vdt_fail(enum vdt_exit code, const char *format, ...);
/* Says why a request failed, in the kernel's words where it gave some. Returns the exit code. */
int vdt_fail_request(const struct vdt_nl *nl, int err);
/* Opens the module's family or says why not. Returns an exit code. */
int vdt_command_open(struct vdt_nl **ret_nl);

/* Prints @object, taking it over, indented; NULL counts as out of memory. Returns the exit code. */
int vdt_json_finish(json_t *object);
/* The same on one line, for streams of objects. */
int vdt_json_line(json_t *object);

#endif /* VDT_CLI_COMMAND_H */

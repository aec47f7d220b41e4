// SPDX-License-Identifier: BSD-3-Clause
/* integrity: what is judged, what came of it, what the kernel would say of a file. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/nl/client.h"
#include "lib/nl/integrity.h"
#include "lib/nl/names.h"
#include "lib/view/escape.h"
#include "lib/view/integrity.h"
#include "lib/view/verdict.h"
#include "tools/vedette/command.h"
#include "tools/vedette/integrity.h"
#include "tools/vedette/table.h"

enum { KINDS = VEDETTE_INTEGRITY_KIND_MAX + 1, REASONS = VEDETTE_INTEGRITY_REASON_MAX + 1 };

static struct vdt_nl_denials sum_kind(const struct vdt_nl_integrity *state, unsigned int kind)
{
	struct vdt_nl_denials sum = {0};
	unsigned int i;

	for (i = 0; i < REASONS; i++) {
		sum.refused += state->count[kind][i].refused;
		sum.observed += state->count[kind][i].observed;
	}
	return sum;
}

static void add_reasons(struct vdt_table *table, const struct vdt_nl_integrity *state,
			unsigned int kind)
{
	char text[512] = "";
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < REASONS && used < sizeof(text); i++)
		if (state->count[kind][i].refused || state->count[kind][i].observed)
			used += snprintf(text + used, sizeof(text) - used, "%s%s", used ? ", " : "",
					 vdt_nl_integrity_reason_name(i));
	vdt_table_cell(table, "%s", text);
}

static int print_kinds(const struct vdt_nl_integrity *state)
{
	static const char *const heads[] = {"KIND", "MODE", ">REFUSED", ">OBSERVED", "REASONS"};
	struct vdt_table *table = vdt_table_new(heads, 5);
	unsigned int i;

	for (i = 0; table && i < KINDS; i++) {
		struct vdt_nl_denials sum = sum_kind(state, i);

		vdt_table_cell(table, "%s", vdt_nl_integrity_kind_name(i));
		vdt_table_cell(table, "%s", vdt_integrity_mode_words(state, i));
		vdt_table_cell(table, "%" PRIu64, sum.refused);
		vdt_table_cell(table, "%" PRIu64, sum.observed);
		add_reasons(table, state, i);
	}
	return vdt_table_finish(table);
}

static int print_state(const struct vdt_nl_integrity *state)
{
	int code = print_kinds(state);
	unsigned int i;

	printf("\ncache: %u of %u files in %" PRIu64 " bytes, %" PRIu64 " hits, %" PRIu64
	       " misses\nsignatures:",
	       state->cached, state->cache_room, state->cache_bytes, state->hits, state->misses);
	for (i = 0; i < state->n_algorithms; i++)
		printf("%s %s", i ? "," : "", state->algorithms[i]);
	printf("\n");
	return code;
}

/* "enforce exec, mmap; log script": those of @kinds behind the word, if there are any. */
static size_t add_kinds(char *text, size_t size, size_t used, const char *word, uint32_t kinds)
{
	const char *before = used ? "; " : "";
	unsigned int i;

	for (i = 0; i < KINDS && used < size; i++) {
		if (!(kinds & 1u << i))
			continue;
		used += snprintf(text + used, size - used, "%s%s %s", before, word,
				 vdt_nl_integrity_kind_name(i));
		before = "";
		word = ",";
	}
	return used;
}

void vdt_integrity_add(struct vdt_table *table, const struct vdt_nl_integrity *state)
{
	char text[512] = "off: code is not judged";
	size_t used = add_kinds(text, sizeof(text), 0, "enforce", state->enforce);

	add_kinds(text, sizeof(text), used, "log", state->log);
	vdt_table_cell(table, "integrity");
	vdt_table_cell(table, "%s", text);
}

int vdt_cmd_integrity(const struct vdt_options *options, char **args)
{
	struct vdt_nl_integrity state;
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl), err;

	if (code)
		return code;
	err = vdt_nl_integrity(nl, &state);
	if (err)
		code = vdt_fail_request(nl, err);
	else
		code = options->json ? vdt_json_finish(vdt_view_integrity(&state))
				     : print_state(&state);
	vdt_nl_close(nl);
	return code;
}

static int print_verdict(const char *path, const struct vdt_nl_verdict *verdict)
{
	char safe[VDT_ESCAPED(PATH_MAX)], digest[VDT_DIGEST_WORDS];

	vdt_escape(path, safe, sizeof(safe));
	printf("%s: %s\n", safe,
	       verdict->reason	 ? vdt_nl_integrity_reason_text(verdict->reason)
	       : verdict->key_id ? "well signed"
				 : "on a device whose dm-verity root the policy trusts");
	if (verdict->digest_len)
		printf("  %s\n", vdt_digest_words(verdict, digest));
	if (verdict->key_id)
		printf("  key %08x\n", verdict->key_id);
	if (*verdict->label)
		printf("  package %s, build %u\n", verdict->label, verdict->build);
	return verdict->reason ? VDT_EXIT_REFUSED : VDT_EXIT_DONE;
}

static int show_verdict(const struct vdt_options *options, const char *path,
			const struct vdt_nl_verdict *verdict)
{
	int code;

	if (!options->json)
		return print_verdict(path, verdict);
	code = vdt_json_finish(vdt_verdict_json(verdict, path));
	return code || !verdict->reason ? code : VDT_EXIT_REFUSED;
}

int vdt_cmd_integrity_check(const struct vdt_options *options, char **args)
{
	struct vdt_nl_verdict verdict;
	_cleanup_close_ int fd = -1;
	struct stat about;
	struct vdt_nl *nl;
	int code, err;

	fd = open(args[0], O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || fstat(fd, &about) < 0)
		return vdt_fail(VDT_EXIT_REFUSED, "%s: %s", args[0], strerror(errno));
	if (!S_ISREG(about.st_mode))
		return vdt_fail(VDT_EXIT_REFUSED,
				"%s: no regular file; integrity scan takes folders", args[0]);
	code = vdt_command_open(&nl);
	if (code)
		return code;
	err = vdt_nl_integrity_check(nl, fd, &verdict);
	if (err)
		code = vdt_fail_request(nl, err);
	else
		code = show_verdict(options, args[0], &verdict);
	vdt_nl_close(nl);
	return code;
}

/* Where rows go: one of the two is NULL. */
struct listing {
	json_t *array;
	struct vdt_table *table;
};

static void add_verdict(const struct vdt_nl_verdict *verdict, void *ctx)
{
	struct listing *list = ctx;
	char digest[VDT_DIGEST_WORDS];

	if (list->array) {
		json_array_append_new(list->array, vdt_verdict_json(verdict, NULL));
		return;
	}
	vdt_table_cell(list->table, "%u:%u", verdict->device >> 20, verdict->device & 0xfffff);
	vdt_table_cell(list->table, "%" PRIu64, verdict->inode);
	vdt_table_cell(list->table, "%s",
		       verdict->reason ? vdt_nl_integrity_reason_name(verdict->reason) : "good");
	vdt_table_cell(list->table, "%08x", verdict->key_id);
	vdt_table_cell(list->table, "%s", *verdict->label ? verdict->label : "-");
	vdt_table_cell(list->table, "%u", verdict->build);
	vdt_table_cell(list->table, "%s", vdt_digest_words(verdict, digest));
}

static void add_denial(const struct vdt_nl_denial *denial, void *ctx)
{
	struct listing *list = ctx;
	const char *kind = vdt_nl_integrity_kind_name(denial->kind);
	const char *reason = vdt_nl_integrity_reason_name(denial->reason);

	if (list->array) {
		json_array_append_new(list->array, vdt_view_denial(denial));
		return;
	}
	vdt_table_cell(list->table, "%s", kind);
	vdt_table_cell(list->table, "%s", reason);
	vdt_table_cell(list->table, "%s", denial->observed ? "only observed" : "refused");
	vdt_table_cell(list->table, "%u", denial->count);
	vdt_table_cell(list->table, "%" PRIu64 " s ago", denial->last);
	vdt_table_cell(list->table, "%s", denial->path);
	vdt_table_cell(list->table, "%s", denial->executable);
}

static int start_list(struct listing *list, const struct vdt_options *options,
		      const char *const *heads, unsigned int columns)
{
	*list = (struct listing){0};
	if (options->json)
		list->array = json_array();
	else
		list->table = vdt_table_new(heads, columns);
	return list->array || list->table ? 0 : -ENOMEM;
}

/* Prints what is in it, unless @err says that it is not whole. */
static int finish_list(struct listing *list, struct vdt_nl *nl, int err)
{
	if (!err)
		return list->array ? vdt_json_finish(list->array) : vdt_table_finish(list->table);
	json_decref(list->array);
	vdt_table_free(list->table);
	return vdt_fail_request(nl, err);
}

int vdt_cmd_integrity_cache(const struct vdt_options *options, char **args)
{
	static const char *const heads[] = {"DEVICE",  ">INODE", "VERDICT", "KEY",
					    "PACKAGE", ">BUILD", "DIGEST"};
	struct listing list;
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl), err;

	if (code)
		return code;
	err = start_list(&list, options, heads, 7);
	if (!err)
		err = vdt_nl_verdicts(nl, add_verdict, &list);
	code = finish_list(&list, nl, err);
	vdt_nl_close(nl);
	return code;
}

static int clear_denials(struct vdt_nl *nl, const struct vdt_options *options)
{
	uint32_t count;
	int err = vdt_nl_denials_clear(nl, &count);

	if (err)
		return vdt_fail_request(nl, err);
	if (options->json)
		return vdt_json_finish(json_pack("{s:I}", "forgotten", (json_int_t)count));
	printf("%u forgotten\n", count);
	return VDT_EXIT_DONE;
}

static int finish_denials(struct listing *list, uint64_t forgotten)
{
	int code;

	if (list->array)
		return vdt_json_finish(json_pack("{s:o, s:I}", "denials", list->array, "forgotten",
						 (json_int_t)forgotten));
	code = vdt_table_finish(list->table);
	if (forgotten)
		printf("%" PRIu64 " more that were only observed are forgotten for want of room\n",
		       forgotten);
	return code;
}

static int list_denials(struct vdt_nl *nl, const struct vdt_options *options)
{
	static const char *const heads[] = {"KIND", "REASON", "OUTCOME",   ">COUNT",
					    "LAST", "FILE",   "EXECUTABLE"};
	struct vdt_nl_integrity state;
	struct listing list;
	int err = start_list(&list, options, heads, 7);

	if (!err)
		err = vdt_nl_denials(nl, add_denial, &list);
	if (!err)
		err = vdt_nl_integrity(nl, &state);
	return err ? finish_list(&list, nl, err) : finish_denials(&list, state.forgotten);
}

int vdt_cmd_integrity_denials(const struct vdt_options *options, char **args)
{
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl);

	if (code)
		return code;
	code = options->clear ? clear_denials(nl, options) : list_denials(nl, options);
	vdt_nl_close(nl);
	return code;
}

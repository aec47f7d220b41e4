// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit policy mud, emit-mud */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/policy/print.h"
#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/json.h"
#include "tools/vedette-kit/mud_emit.h"
#include "tools/vedette-kit/mud_read.h"
#include "tools/vedette-kit/number.h"
#include "tools/vedette-kit/policy_file.h"
#include "tools/vedette-kit/utf8.h"

#define TIME_TEXT  32
#define SYSTEMINFO 60 /* characters */

static int read_fills(const struct kit_args *args, struct vdt_mud_fill fills[KIT_GIVEN],
		      size_t *ret_count)
{
	static const struct {
		const char *option;
		enum vdt_mud_peer_kind kind;
	} kinds[] = {
		{"local", VDT_MUD_LOCAL},
		{"my-controller", VDT_MUD_MY_CONTROLLER},
		{"same-manufacturer", VDT_MUD_SAME_MANUFACTURER},
		{"controller", VDT_MUD_CONTROLLER},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const char *value;
		size_t next = 0;

		while ((value = vdt_kit_each(args, kinds[i].option, &next)))
			fills[(*ret_count)++] =
				(struct vdt_mud_fill){.kind = kinds[i].kind, .prefixes = value};
	}
	/* URI=PREFIXES; no prefix has '=' in it, and a URI may. */
	for (size_t i = 0; i < *ret_count; i++) {
		char *equals = strrchr(fills[i].prefixes, '=');

		if (fills[i].kind != VDT_MUD_CONTROLLER)
			continue;
		if (!equals)
			return vdt_kit_fail(KIT_USAGE, "--controller %s; expected URI=PREFIX,...",
					    fills[i].prefixes);
		*equals = '\0';
		fills[i].text = fills[i].prefixes;
		fills[i].prefixes = equals + 1;
	}
	return KIT_DONE;
}

static int read_options(const struct kit_args *args, struct vdt_mud_options *ret_options)
{
	const char *name = vdt_kit_option(args, "name");
	const char *version = vdt_kit_option(args, "version");

	*ret_options = (struct vdt_mud_options){
		.name = name ? name : "mud",
		.version = 1,
		.any_own_port = vdt_kit_option(args, "any-own-port"),
	};
	if (strlen(ret_options->name) > VDT_NAME_MAX)
		return vdt_kit_fail(KIT_USAGE, "--name %s; expected at most %u bytes", name,
				    (unsigned int)VDT_NAME_MAX);
	if (version && vdt_number_parse(version, 1, VDT_MODEL_VERSION, &ret_options->version))
		return vdt_kit_fail(KIT_USAGE, "--version %s; expected 1 to 2^63 - 1", version);
	return KIT_DONE;
}

static int write_yaml(const struct vdt_model *model, const struct vdt_mud_report *report,
		      const char *path)
{
	_cleanup_free_ char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	int err;

	if (!out)
		return vdt_kit_fail(KIT_REFUSED, "%s", strerror(ENOMEM));
	fputs("# Made from a MUD file. What could not be said, or only nearly:\n", out);
	vdt_mud_report_print(report, "# ", out);
	vdt_policy_print(model, out);
	fclose(out);
	err = vdt_file_write(path, text, len, 0644);
	return err ? vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err)) : KIT_DONE;
}

static int tell(const struct kit_args *args, const struct vdt_model *model,
		const struct vdt_mud_report *report)
{
	size_t left_out = json_array_size(report->left_out);
	int code = KIT_DONE;

	if (vdt_kit_option(args, "json")) {
		code = vdt_kit_json(
			json_pack("{s:i, s:i, s:O, s:O, s:O}", "services", (int)model->n_services,
				  "egress", (int)model->n_egress, "sets", report->sets, "left_out",
				  report->left_out, "notes", report->notes));
	} else {
		vdt_mud_report_print(report, "", stderr);
		printf("%zu services, %zu egress rules, %zu sets; %zu entries left out\n",
		       model->n_services, model->n_egress, model->n_sets, left_out);
	}
	return !code && left_out && vdt_kit_option(args, "strict") ? KIT_REFUSED : code;
}

static int translate(const struct kit_args *args, const struct vdt_mud_options *options)
{
	const char *path = args->operands[0];
	_cleanup_free_ uint8_t *text = NULL;
	struct vdt_model_error error = {0};
	struct vdt_mud_report report;
	struct vdt_model model;
	size_t len;
	int code, err = vdt_file_read(path, VDT_MUD_SIZE, &text, &len);

	if (!err)
		err = vdt_mud_read((char *)text, len, options, &model, &report, &error);
	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", path,
				    err == -EINVAL && *error.text ? error.text : strerror(-err));
	code = write_yaml(&model, &report, vdt_kit_option(args, "output"));
	if (!code)
		code = tell(args, &model, &report);
	vdt_model_done(&model);
	vdt_mud_report_done(&report);
	return code;
}

static int mud(const struct kit_args *args)
{
	struct vdt_mud_fill fills[KIT_GIVEN];
	struct vdt_mud_options options;
	size_t count = 0;
	int code = read_options(args, &options);

	if (!code)
		code = read_fills(args, fills, &count);
	options.fills = fills;
	options.n_fills = count;
	return code ? code : translate(args, &options);
}

/* SET=URI, and sets that are roles by options of their own. */
static int read_roles(const struct kit_args *args, struct vdt_mud_role roles[KIT_GIVEN],
		      size_t *ret_count)
{
	static const struct {
		const char *option, *key;
	} kinds[] = {
		{"local", "local-networks"},
		{"my-controller", "my-controller"},
		{"same-manufacturer", "same-manufacturer"},
		{"controller", "controller"},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const char *value;
		size_t next = 0;

		while ((value = vdt_kit_each(args, kinds[i].option, &next))) {
			struct vdt_mud_role *role = &roles[(*ret_count)++];
			char *equals = strchr(value, '=');
			bool has_uri = !strcmp(kinds[i].option, "controller");

			if (has_uri && (!equals || !equals[1]))
				return vdt_kit_fail(KIT_USAGE, "--controller %s; expected SET=URI",
						    value);
			if (has_uri)
				*equals = '\0';
			*role = (struct vdt_mud_role){value, kinds[i].key,
						      has_uri ? equals + 1 : NULL};
		}
	}
	return KIT_DONE;
}

static int check_roles(const struct vdt_model *model, const struct vdt_mud_head *head)
{
	for (size_t i = 0; i < head->n_roles; i++)
		if (!vdt_model_find_set(model, head->roles[i].set))
			return vdt_kit_fail(KIT_USAGE, "the policy has no set '%s'",
					    head->roles[i].set);
	return KIT_DONE;
}

static bool is_url(const char *text)
{
	size_t len = strlen(text);

	if (strncmp(text, "https://", 8) || len == 8 || len > VDT_URL_MAX)
		return false;
	for (; *text; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

static size_t count_characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += (*text & 0xc0) != 0x80;
	return count;
}

static int read_head(const struct kit_args *args, char now[TIME_TEXT], struct vdt_mud_head *head)
{
	const char *last_update = vdt_kit_option(args, "last-update");
	struct vdt_model_error error;
	time_t seconds = time(NULL);
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(now, TIME_TEXT, "%FT%TZ", &tm);
	head->url = vdt_kit_option(args, "mud-url");
	head->systeminfo = vdt_kit_option(args, "systeminfo");
	head->last_update = last_update ? last_update : now;
	if (!is_url(head->url))
		return vdt_kit_fail(KIT_USAGE, "--mud-url %s; expected an https:// URL", head->url);
	if (count_characters(head->systeminfo) > SYSTEMINFO ||
	    vdt_utf8_check(head->systeminfo, strlen(head->systeminfo), NULL, &error))
		return vdt_kit_fail(KIT_USAGE,
				    "--systeminfo; expected UTF-8 text of at most %u "
				    "characters (RFC 8520, 3.8)",
				    SYSTEMINFO);
	return KIT_DONE;
}

static int write_mud(const struct kit_args *args, const struct vdt_model *model,
		     const struct vdt_mud_head *head, struct vdt_mud_report *report)
{
	const char *path = vdt_kit_option(args, "output");
	json_t *document = vdt_mud_emit(model, head, report);
	_cleanup_free_ char *text = document ? json_dumps(document, JSON_INDENT(2)) : NULL;
	int err = text ? vdt_file_write(path, text, strlen(text), 0644) : -ENOMEM;

	json_decref(document);
	if (err)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err));
	if (vdt_kit_option(args, "json"))
		return vdt_kit_json(json_pack("{s:O, s:O}", "left_out", report->left_out, "notes",
					      report->notes));
	vdt_mud_report_print(report, "", stderr);
	return KIT_DONE;
}

static int emit(const struct kit_args *args)
{
	struct vdt_mud_role roles[KIT_GIVEN];
	struct vdt_mud_head head = {.roles = roles};
	struct vdt_mud_report report;
	struct vdt_policy_file file;
	char now[TIME_TEXT];
	int code = read_head(args, now, &head);

	if (!code)
		code = read_roles(args, roles, &head.n_roles);
	if (!code)
		code = vdt_policy_file_read(args->operands[0], &file);
	if (code)
		return code;
	code = check_roles(&file.model, &head);
	if (!code && vdt_mud_report_init(&report))
		code = vdt_kit_fail(KIT_REFUSED, "%s", strerror(ENOMEM));
	if (!code) {
		code = write_mud(args, &file.model, &head, &report);
		vdt_mud_report_done(&report);
	}
	vdt_policy_file_done(&file);
	return code;
}

static const struct kit_option emit_options[] = {
	{"output", 'o', "FILE.json", "where the MUD file goes", KIT_NEEDED},
	{"mud-url", 0, "URL", "where it will be published, https", KIT_NEEDED},
	{"systeminfo", 0, "TEXT", "what the camera is, for people", KIT_NEEDED},
	{"last-update", 0, "TIME", "RFC 3339; now unless given", KIT_OPTIONAL},
	{"local", 0, "SET", "this set is the local networks", KIT_OPTIONAL},
	{"controller", 0, "SET=URI", "this set is that controller", KIT_OPTIONAL},
	{"my-controller", 0, "SET", "this set is my-controller", KIT_OPTIONAL},
	{"same-manufacturer", 0, "SET", "this set is the same manufacturer's", KIT_OPTIONAL},
	{"json", 0, NULL, "print JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_policy_emit_mud = {
	.group = "policy",
	.verb = "emit-mud",
	.operands = "FILE",
	.n_operands = 1,
	.summary = "Make a MUD file (RFC 8520) from a policy, and say what it cannot express",
	.options = emit_options,
	.run = emit,
};

static const struct kit_option mud_options[] = {
	{"output", 'o', "FILE.yaml", "where the policy goes", KIT_NEEDED},
	{"name", 0, "NAME", "of the policy; mud unless given", KIT_OPTIONAL},
	{"version", 0, "N", "of the policy; 1 unless given", KIT_OPTIONAL},
	{"local", 0, "PREFIX,...", "what local-networks are", KIT_OPTIONAL},
	{"controller", 0, "URI=PREFIX,...", "who is this controller", KIT_OPTIONAL},
	{"my-controller", 0, "PREFIX,...", "who is my-controller", KIT_OPTIONAL},
	{"same-manufacturer", 0, "PREFIX,...", "who is of the same manufacturer", KIT_OPTIONAL},
	{"any-own-port", 0, NULL, "let it send from any port of its own", KIT_OPTIONAL},
	{"strict", 0, NULL, "exit with 1 if anything was left out", KIT_OPTIONAL},
	{"json", 0, NULL, "print JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_policy_mud = {
	.group = "policy",
	.verb = "mud",
	.operands = "FILE.json",
	.n_operands = 1,
	.summary = "Make a policy from a MUD file (RFC 8520), and say what it cannot express",
	.options = mud_options,
	.run = mud,
};

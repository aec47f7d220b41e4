// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit feed build, dump, sign, verify */

#include "tools/vedette-kit/feed_file.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/file.h"
#include "lib/crypto/digest.h"
#include "lib/policy/prefix.h"
#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/json.h"
#include "tools/vedette-kit/number.h"
#include "tools/vedette-kit/prefix_list.h"
#include "tools/vedette-kit/sign.h"

#define MANY	    100000 /* prefixes that take long enough to say what is going on */
#define DIGEST_TEXT (2 * VDT_SHA256 + 1)

/* What became of the lines of a list. */
struct tally {
	size_t read, twice, merged;
};

static const struct {
	enum vdt_model_family family;
	uint8_t width; /* of a packed prefix */
} families[] = {{VDT_MODEL_IPV4, VDT_PREFIX_PACKED4}, {VDT_MODEL_IPV6, VDT_PREFIX_PACKED6}};

static size_t count(const struct vdt_feed *feed, enum vdt_model_family family)
{
	return family == VDT_MODEL_IPV4 ? feed->prefixes.ipv4_len / VDT_PREFIX_PACKED4
					: feed->prefixes.ipv6_len / VDT_PREFIX_PACKED6;
}

static int say(const char *path, int err, const struct vdt_model_error *error)
{
	if (err != -EINVAL)
		return vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err));
	if (error->line)
		fprintf(stderr, "%s:%u:%u: ", error->file, error->line, error->column);
	else
		fputs("vedette-kit: ", stderr);
	fprintf(stderr, "%s\n", error->text);
	return KIT_REFUSED;
}

static void progress(const struct tally *tally, const char *what)
{
	if (tally->read >= MANY)
		fprintf(stderr, "vedette-kit: %zu prefixes: %s\n", tally->read, what);
}

static int read_list(const char *path, struct vdt_model *model, struct tally *tally)
{
	struct vdt_model_set *set = vdt_model_add_set(model);
	struct vdt_model_error error = {0};
	int err = set ? vdt_list_read(model, set, NULL, path, NULL, &error) : -ENOMEM;

	if (err)
		return say(path, err, &error);
	tally->read = set->ip[VDT_MODEL_IPV4].count + set->ip[VDT_MODEL_IPV6].count;
	progress(tally, "sort and merge");
	for (int family = 0; family < VDT_MODEL_FAMILIES; family++) {
		tally->twice += vdt_list_sort(&set->ip[family], family);
		tally->merged += vdt_list_reduce(&set->ip[family], family);
	}
	progress(tally, "check as a camera does");
	return KIT_DONE;
}

static int digest_text(const struct vdt_feed_file *file, char text[DIGEST_TEXT])
{
	uint8_t digest[VDT_SHA256];

	if (vdt_sha256(file->blob, VDT_FEED_HEADER, digest))
		return vdt_kit_fail(KIT_REFUSED, "OpenSSL has no SHA-256");
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
	return KIT_DONE;
}

/* The line, or the JSON object, that says what was made. */
static int summarize(const struct vdt_feed_file *file, const struct tally *tally, bool json)
{
	size_t n4 = count(&file->feed, VDT_MODEL_IPV4), n6 = count(&file->feed, VDT_MODEL_IPV6);
	char digest[DIGEST_TEXT];
	int code = digest_text(file, digest);

	if (code)
		return code;
	if (json)
		return vdt_kit_json(json_pack(
			"{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s}", "name",
			file->feed.name, "version", (json_int_t)file->feed.version, "read",
			(json_int_t)tally->read, "twice", (json_int_t)tally->twice, "merged",
			(json_int_t)tally->merged, "ipv4", (json_int_t)n4, "ipv6", (json_int_t)n6,
			"bytes", (json_int_t)file->len, "memory", (json_int_t)file->memory,
			"sha256", digest));
	printf("%s version %" PRIu64
	       ": %zu prefixes read, %zu given twice, %zu merged into others, "
	       "%zu IPv4 and %zu IPv6 left; %zu bytes, %zu in the memory of a camera, sha256 %s\n",
	       file->feed.name, file->feed.version, tally->read, tally->twice, tally->merged, n4,
	       n6, file->len, file->memory, digest);
	return KIT_DONE;
}

static int check_name(const char *name)
{
	if (strlen(name) <= VDT_NAME_MAX)
		return KIT_DONE;
	return vdt_kit_fail(KIT_USAGE, "--name %s; expected at most %u bytes", name,
			    (unsigned int)VDT_NAME_MAX);
}

static int write_feed(const struct kit_args *args, const struct vdt_model_set *set,
		      uint64_t version, const struct tally *tally)
{
	const char *out = vdt_kit_option(args, "output");
	struct vdt_feed_file file;
	int code = vdt_feed_file_make(set, vdt_kit_option(args, "name"), version, &file);
	int err;

	if (code)
		return code;
	err = vdt_file_write(out, file.blob, file.len, 0644);
	if (err)
		code = vdt_kit_fail(KIT_REFUSED, "%s: %s", out, strerror(-err));
	else
		code = summarize(&file, tally, vdt_kit_option(args, "json"));
	vdt_feed_file_done(&file);
	return code;
}

static int build(const struct kit_args *args)
{
	const char *version_text = vdt_kit_option(args, "version");
	struct tally tally = {0};
	struct vdt_model model;
	uint64_t version;
	int code = check_name(vdt_kit_option(args, "name"));

	if (code)
		return code;
	if (vdt_number_parse(version_text, 1, VDT_MODEL_VERSION, &version))
		return vdt_kit_fail(KIT_USAGE, "--version %s; expected 1 to 2^63 - 1",
				    version_text);
	vdt_model_init(&model);
	code = read_list(args->operands[0], &model, &tally);
	if (!code)
		code = write_feed(args, model.sets, version, &tally);
	vdt_model_done(&model);
	return code;
}

static void prefix_text(const uint8_t *packed, enum vdt_model_family family,
			char text[VDT_PREFIX_TEXT])
{
	struct vdt_model_prefix prefix = {.length = packed[vdt_prefix_width(family)]};

	memcpy(prefix.address, packed, vdt_prefix_width(family));
	vdt_prefix_format(&prefix, family, text);
}

/* A list that `feed build` takes. */
static int print_feed(const struct vdt_feed *feed)
{
	char text[VDT_PREFIX_TEXT];

	printf("# %s version %" PRIu64 "\n", feed->name, feed->version);
	for (size_t i = 0; i < 2; i++) {
		const uint8_t *packed = i ? feed->prefixes.ipv6 : feed->prefixes.ipv4;

		for (size_t n = count(feed, families[i].family); n--; packed += families[i].width) {
			prefix_text(packed, families[i].family, text);
			puts(text);
		}
	}
	return fflush(stdout) ? vdt_kit_fail(KIT_REFUSED, "standard output: %s", strerror(errno))
			      : KIT_DONE;
}

static json_t *prefixes_json(const struct vdt_feed *feed)
{
	json_t *array = json_array();
	char text[VDT_PREFIX_TEXT];

	for (size_t i = 0; i < 2; i++) {
		const uint8_t *packed = i ? feed->prefixes.ipv6 : feed->prefixes.ipv4;

		for (size_t n = count(feed, families[i].family); n--; packed += families[i].width) {
			prefix_text(packed, families[i].family, text);
			json_array_append_new(array, json_string(text));
		}
	}
	return array;
}

static int dump(const struct kit_args *args)
{
	struct vdt_feed_file file;
	int code = vdt_feed_file_read(args->operands[0], &file);

	if (code)
		return code;
	if (vdt_kit_option(args, "json"))
		code = vdt_kit_json(json_pack("{s:s, s:I, s:I, s:o}", "name", file.feed.name,
					      "version", (json_int_t)file.feed.version, "memory",
					      (json_int_t)file.memory, "prefixes",
					      prefixes_json(&file.feed)));
	else
		code = print_feed(&file.feed);
	vdt_feed_file_done(&file);
	return code;
}

/* The signature is over the header, which vdt_feed_file_read() compares with the rest. */
static int with_header(const struct kit_args *args,
		       int (*run)(const struct kit_args *args, const uint8_t *data, size_t len))
{
	struct vdt_feed_file file;
	int code = vdt_feed_file_read(args->operands[0], &file);

	if (code)
		return code;
	code = run(args, file.blob, VDT_FEED_HEADER);
	vdt_feed_file_done(&file);
	return code;
}

static int sign(const struct kit_args *args)
{
	return with_header(args, vdt_sign_data);
}

static int verify(const struct kit_args *args)
{
	return with_header(args, vdt_sign_verify);
}

static const struct kit_option build_options[] = {
	{"name", 'n', "NAME", "the set of the policy that it is for", KIT_NEEDED},
	{"version", 'v', "N", "higher than that of every feed of the name before", KIT_NEEDED},
	{"output", 'o', "FILE.feed", "where the feed goes", KIT_NEEDED},
	{"json", 0, NULL, "say what was built as JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_feed_build = {
	.group = "feed",
	.verb = "build",
	.operands = "LIST",
	.n_operands = 1,
	.summary = "Make a feed, which gets signed, of a list of prefixes",
	.options = build_options,
	.run = build,
};

static const struct kit_option json_option[] = {
	{"json", 0, NULL, "print JSON", KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_feed_dump = {
	.group = "feed",
	.verb = "dump",
	.operands = "FILE.feed",
	.n_operands = 1,
	.summary = "Print the prefixes of a feed",
	.options = json_option,
	.run = dump,
};

const struct kit_command vdt_feed_sign = {
	.group = "feed",
	.verb = "sign",
	.operands = "FILE.feed",
	.n_operands = 1,
	.summary = "Sign a feed: detached CMS, DER",
	.options = vdt_sign_options,
	.run = sign,
};

const struct kit_command vdt_feed_verify = {
	.group = "feed",
	.verb = "verify",
	.operands = "FILE.feed",
	.n_operands = 1,
	.summary = "Check the signature of a feed",
	.options = vdt_sign_verify_options,
	.run = verify,
};

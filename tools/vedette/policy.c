// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/nl/client.h"
#include "tools/vedette/command.h"
#include "tools/vedette/escape.h"

#define PATH_ROOM 4096

static json_t *identity_json(const struct vdt_nl_identity *identity)
{
	return json_pack("{s:o, s:I, s:o}", "name", vdt_json_text(identity->name), "version",
			 (json_int_t)identity->version, "digest",
			 vdt_json_hex(identity->digest, VDT_NL_DIGEST));
}

static int show_identity(const struct vdt_options *options, const char *done,
			 const struct vdt_nl_identity *identity)
{
	char name[VDT_ESCAPED(sizeof(identity->name))], digest[2 * VDT_NL_DIGEST + 1];

	if (options->json)
		return vdt_json_finish(identity_json(identity));
	vdt_escape(identity->name, name, sizeof(name));
	vdt_hex(identity->digest, VDT_NL_DIGEST, digest);
	printf("%s: %s version %" PRIu64 ", sha256:%s\n", done, name, identity->version, digest);
	return VDT_EXIT_DONE;
}

/* What to do about a refusal; the kernel's own words say what was wrong. */
static const char *way_out(int err)
{
	static const struct {
		int err;
		const char *way;
	} ways[] = {
		{-ESTALE, "build it with a higher version"},
		{-EKEYREJECTED, "sign this very file again"},
		{-EACCES, "sign it with a key for policies"},
		{-ENOPKG, "sign it with RSA and SHA-256"},
		{-ENOKEY, "sign it with a key whose certificate `vedette status` lists"},
		{-EBADMSG, "copy it again, or build and sign it again"},
		{-ENODATA, "copy it again, or build and sign it again"},
		{-EMSGSIZE, "copy it again, or build and sign it again"},
		{-E2BIG, "make the policy smaller"},
		{-EFBIG, "make the policy smaller"},
		{-EOPNOTSUPP, "build it with the vedette-kit of this module's version"},
		{-EINVAL, "build it again with vedette-kit policy build"},
		{-EPERM, "run this as root"},
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].err == err)
			return ways[i].way;
	return "see vedette events";
}

static int fail_load(const struct vdt_nl *nl, const char *file, int err)
{
	const char *words = vdt_nl_error(nl);

	return vdt_fail(VDT_EXIT_REFUSED, "%s: refused by the kernel: %s; %s", file,
			*words ? words : strerror(-err), way_out(err));
}

static int open_file(const char *file, const char *way, int *ret_fd)
{
	*ret_fd = open(file, O_RDONLY | O_CLOEXEC);
	if (*ret_fd < 0)
		return vdt_fail(VDT_EXIT_REFUSED, "%s: cannot open: %s; %s", file, strerror(errno),
				way);
	return VDT_EXIT_DONE;
}

static int load(struct vdt_nl *nl, const struct vdt_options *options, const char *file)
{
	_cleanup_close_ int blob = -1, signature = -1;
	char path[PATH_ROOM];
	struct vdt_nl_identity identity;
	int code, err;

	if (!options->signature &&
	    (size_t)snprintf(path, sizeof(path), "%s.p7s", file) >= sizeof(path))
		return vdt_fail(VDT_EXIT_USAGE, "%s: the name is too long; give --signature", file);
	code = open_file(file, "give the blob that vedette-kit policy build wrote", &blob);
	if (!code)
		code = open_file(
			options->signature ? options->signature : path,
			"sign the policy with vedette-kit policy sign, or give --signature",
			&signature);
	if (code)
		return code;
	err = vdt_nl_policy_load(nl, blob, signature, options->confirm, &identity);
	if (err)
		return fail_load(nl, file, err);
	code = show_identity(options, "enforced", &identity);
	if (options->confirm && !options->json)
		printf("reverts in %u s unless: vedette policy confirm %" PRIu64 "\n",
		       options->confirm, identity.version);
	return code;
}

int vdt_cmd_policy_load(const struct vdt_options *options, char **args)
{
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl);

	if (code)
		return code;
	code = load(nl, options, args[0]);
	vdt_nl_close(nl);
	return code;
}

static int parse_version(const char *text, uint64_t *ret_version)
{
	char *end;

	errno = 0;
	*ret_version = strtoull(text, &end, 10);
	return errno || *end || *text < '0' || *text > '9' || !*ret_version ? -EINVAL : 0;
}

/* Without a version given, the one that is active now is meant. */
static int confirm(struct vdt_nl *nl, const struct vdt_options *options, uint64_t version)
{
	struct vdt_nl_identity identity;
	struct vdt_nl_status status;
	int err = 0;

	if (!version) {
		err = vdt_nl_status(nl, &status);
		version = status.policy.version;
	}
	if (!err)
		err = vdt_nl_policy_confirm(nl, version, &identity);
	return err ? vdt_fail_request(nl, err) : show_identity(options, "confirmed", &identity);
}

int vdt_cmd_policy_confirm(const struct vdt_options *options, char **args)
{
	uint64_t version = 0;
	struct vdt_nl *nl;
	int code;

	if (args[0] && parse_version(args[0], &version))
		return vdt_fail(VDT_EXIT_USAGE, "'%s' is not a version, a number from 1", args[0]);
	code = vdt_command_open(&nl);
	if (code)
		return code;
	code = confirm(nl, options, version);
	vdt_nl_close(nl);
	return code;
}

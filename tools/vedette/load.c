// SPDX-License-Identifier: BSD-3-Clause
/* policy load, feed load */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kmod/limits.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/nl/client.h"
#include "lib/store/feeds.h"
#include "lib/view/identity.h"
#include "tools/vedette/command.h"
#include "tools/vedette/identity.h"
#include "tools/vedette/lock_wanted.h"
#include "tools/vedette/session.h"
#include "tools/vedette/warm_up.h"

#define PATH_ROOM 4096

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
		{-EOPNOTSUPP,
		 "give what vedette-kit of this module's version built for this command"},
		{-EINVAL, "build it again with vedette-kit"},
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

/* Opens a signed file and its signature; without a name that is FILE.p7s. */
static int open_pair(const char *file, const char *signature, const char *way,
		     struct vdt_nl_fds *ret_fds)
{
	char path[PATH_ROOM];
	int code;

	if (!signature && (size_t)snprintf(path, sizeof(path), "%s.p7s", file) >= sizeof(path))
		return vdt_fail(VDT_EXIT_USAGE, "%s: the name is too long; give --signature", file);
	code = open_file(file, way, &ret_fds->blob);
	if (code)
		return code;
	return open_file(signature ? signature : path,
			 "sign it with vedette-kit, or give --signature", &ret_fds->signature);
}

static void close_fds(const struct vdt_nl_fds *fds)
{
	if (fds->blob >= 0)
		close(fds->blob);
	if (fds->signature >= 0)
		close(fds->signature);
}

/* A load: what the kernel gets, and what is put in place for the next boot. */
struct work {
	struct vdt_nl_load load;
	struct vdt_feeds_put puts[1 + VDT_NL_FEEDS];
	unsigned int n_puts;
};

/* What is loaded must be there at the next boot. A camera without the daemon keeps nothing. */
static int put_feed(struct work *work, const char *file, const struct vdt_pair *feed)
{
	int err = vdt_feeds_put(VDT_FEEDS_FOLDER, feed, &work->puts[work->n_puts]);

	if (!err)
		work->n_puts++;
	if (!err || err == -ENOENT)
		return VDT_EXIT_DONE;
	return vdt_fail(VDT_EXIT_REFUSED,
			"%s: cannot be kept for the next boot: %s; make room in %s", file,
			strerror(-err), VDT_PAIR_FOLDER);
}

/* The file may change while it is read: what is kept and what the kernel gets is one copy. */
static int copy_feed(struct work *work, const char *file, const struct vdt_nl_fds *fds,
		     struct vdt_nl_fds *ret_copy)
{
	struct vdt_pair feed;
	int err = vdt_pair_read_fds(fds->blob, fds->signature, &feed), code;

	if (err)
		return vdt_fail(VDT_EXIT_REFUSED, "%s: cannot read: %s", file, strerror(-err));
	code = put_feed(work, file, &feed);
	if (!code)
		err = vdt_pair_open(&feed, &ret_copy->blob, &ret_copy->signature);
	vdt_pair_done(&feed);
	if (err)
		code = vdt_fail(VDT_EXIT_REFUSED, "%s: cannot copy: %s", file, strerror(-err));
	return code;
}

static int open_feed(struct work *work, const char *file, const char *signature,
		     struct vdt_nl_fds *ret_fds)
{
	struct vdt_nl_fds fds = {-1, -1};
	int code =
		open_pair(file, signature, "give the feed that vedette-kit feed build wrote", &fds);

	if (!code)
		code = copy_feed(work, file, &fds, ret_fds);
	close_fds(&fds);
	return code;
}

static int open_policy(struct work *work, const char *file, const char *signature,
		       struct vdt_nl_fds *ret_fds)
{
	(void)work;
	return open_pair(file, signature, "give the blob that vedette-kit policy build wrote",
			 ret_fds);
}

static int open_feeds(const struct vdt_options *options, struct work *work)
{
	struct vdt_nl_load *load = &work->load;
	int code = VDT_EXIT_DONE;

	for (unsigned int i = 0; !code && i < options->n_feeds; i++) {
		load->feeds[load->n_feeds] = (struct vdt_nl_fds){-1, -1};
		code = open_feed(work, options->feeds[i], NULL, &load->feeds[load->n_feeds++]);
	}
	return code;
}

/* What the two commands differ in. */
struct kind {
	int (*open)(struct work *work, const char *file, const char *signature,
		    struct vdt_nl_fds *ret_fds);
	int (*load)(struct vdt_nl *nl, const struct vdt_nl_load *load,
		    struct vdt_nl_identity *ret_identity);
	int (*check)(struct vdt_nl *nl); /* what came of it; NULL: that it was taken is all */
};

static const struct kind policy_kind = {
	.open = open_policy,
	.load = vdt_nl_policy_load,
	.check = vdt_lock_wanted,
};

static const struct kind feed_kind = {
	.open = open_feed,
	.load = vdt_nl_feed_load,
};

/* An error is told only if there is none yet. */
static int settle(const struct work *work, const char *file, int code)
{
	int first = 0, err;

	for (unsigned int i = 0; i < work->n_puts; i++) {
		err = vdt_feeds_settle(VDT_FEEDS_FOLDER, &work->puts[i], !code);
		first = first ? first : err;
	}
	if (code || !first)
		return code;
	return vdt_fail(VDT_EXIT_REFUSED,
			"%s: enforced, but not kept for the next boot: %s; load it again", file,
			strerror(-first));
}

static int load_open(struct vdt_nl *nl, const struct kind *kind, const struct vdt_options *options,
		     const char *file, const struct work *work)
{
	struct vdt_nl_identity identity;
	int code = VDT_EXIT_DONE, err = kind->load(nl, &work->load, &identity);

	if (err)
		code = fail_load(nl, file, err);
	code = settle(work, file, code);
	if (!code)
		code = vdt_identity_show(options, "enforced", &identity);
	if (!code && options->confirm && !options->json)
		printf("reverts in %u s unless: vedette policy confirm\n", options->confirm);
	if (!code && kind->check)
		code = kind->check(nl);
	return code;
}

static int load(struct vdt_nl *nl, const struct kind *kind, const struct vdt_options *options,
		const char *file)
{
	struct work work = {.load = {.fds = {-1, -1}, .confirm = options->confirm}};
	int code = kind->open(&work, file, options->signature, &work.load.fds);

	if (!code)
		code = open_feeds(options, &work);
	if (code)
		settle(&work, file, code);
	else
		code = load_open(nl, kind, options, file, &work);
	close_fds(&work.load.fds);
	for (unsigned int i = 0; i < work.load.n_feeds; i++)
		close_fds(&work.load.feeds[i]);
	return code;
}

static int run(const struct kind *kind, const struct vdt_options *options, const char *file)
{
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl);

	if (code)
		return code;
	code = load(nl, kind, options, file);
	vdt_nl_close(nl);
	return code;
}

/* Whoever works over the network and loses it cannot put it right. */
static int check_session(const struct vdt_options *options, const char *file)
{
	_cleanup_free_ uint8_t *blob = NULL;
	struct vdt_session session;
	const char *why;
	size_t len;

	if (options->force || vdt_session_read(getenv("SSH_CONNECTION"), &session) ||
	    vdt_file_read(file, VDT_BLOB_MAX, &blob, &len) ||
	    vdt_session_check(&session, blob, len, &why) != -EACCES)
		return VDT_EXIT_DONE;
	return vdt_fail(VDT_EXIT_REFUSED,
			"%s: it would lock out this SSH session, %s to tcp %u: %s; add a service "
			"for it to the policy, or give --force",
			file, session.peer, session.port, why);
}

static int judge_warm_up(const char *file, const struct vdt_warm_up *warm_up)
{
	if (warm_up->denials)
		return vdt_fail(VDT_EXIT_REFUSED,
				"%s: it would refuse what ran until now, see vedette integrity "
				"denials: %u of them; sign those, then forget them with --clear "
				"and try again, or give --force",
				file, warm_up->denials);
	if (warm_up->forgotten)
		return vdt_fail(
			VDT_EXIT_REFUSED,
			"%s: it may refuse what ran until now: %" PRIu64
			" observed denials are forgotten for want of room; begin the trial anew "
			"with vedette integrity denials --clear, or give --force",
			file, warm_up->forgotten);
	return VDT_EXIT_DONE;
}

/* Whoever tried a policy out in log mode was told what it would refuse. */
static int check_warm_up(const struct vdt_options *options, const char *file)
{
	_cleanup_free_ uint8_t *blob = NULL;
	struct vdt_warm_up warm_up;
	struct vdt_nl *nl;
	size_t len;
	int code, err;

	if (options->force || vdt_file_read(file, VDT_BLOB_MAX, &blob, &len))
		return VDT_EXIT_DONE;
	code = vdt_command_open(&nl);
	if (code)
		return code;
	err = vdt_warm_up(nl, blob, len, &warm_up);
	code = err ? vdt_fail_request(nl, err) : judge_warm_up(file, &warm_up);
	vdt_nl_close(nl);
	return code;
}

int vdt_cmd_policy_load(const struct vdt_options *options, char **args)
{
	int code = check_session(options, args[0]);

	if (!code)
		code = check_warm_up(options, args[0]);
	return code ? code : run(&policy_kind, options, args[0]);
}

int vdt_cmd_feed_load(const struct vdt_options *options, char **args)
{
	return run(&feed_kind, options, args[0]);
}

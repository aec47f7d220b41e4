// SPDX-License-Identifier: BSD-3-Clause
/* integrity scan: asks the kernel about every file of a folder that could come to run. */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/clock.h"
#include "lib/base/code.h"
#include "lib/nl/client.h"
#include "lib/nl/integrity.h"
#include "lib/nl/names.h"
#include "lib/view/escape.h"
#include "lib/view/verdict.h"
#include "tools/vedette/command.h"

#define PROGRESS_NS (VDT_NS_PER_SECOND / 5)

struct scan {
	struct vdt_nl *nl;
	json_t *files; /* NULL: as text */
	bool all;
	unsigned int judged, bad, unreadable;
	uint64_t shown; /* when the progress was printed last; 0: not to a terminal */
};

static void show_progress(struct scan *scan)
{
	uint64_t now = vdt_clock_boottime();

	if (!scan->shown || now < scan->shown + PROGRESS_NS)
		return;
	scan->shown = now;
	fprintf(stderr, "\r%u files judged, %u not well signed", scan->judged, scan->bad);
}

static void end_progress(const struct scan *scan)
{
	if (scan->shown > 1)
		fputs("\r\033[K", stderr);
}

static void tell(struct scan *scan, const char *path, const struct vdt_nl_verdict *verdict)
{
	char safe[VDT_ESCAPED(PATH_MAX)];

	if (scan->files) {
		json_array_append_new(scan->files, vdt_verdict_json(verdict, path));
		return;
	}
	end_progress(scan);
	vdt_escape(path, safe, sizeof(safe));
	printf("%s: %s\n", safe, vdt_nl_integrity_reason_text(verdict->reason));
}

static int judge(struct scan *scan, const char *path, int fd)
{
	struct vdt_nl_verdict verdict;
	int err = vdt_nl_integrity_check(scan->nl, fd, &verdict);

	if (err)
		return err;
	scan->judged++;
	if (verdict.reason) {
		scan->bad++;
		tell(scan, path, &verdict);
	}
	show_progress(scan);
	return 0;
}

static void fail_to_read(struct scan *scan, const char *path, int err)
{
	end_progress(scan);
	vdt_fail(VDT_EXIT_REFUSED, "%s: %s", path, strerror(err));
	scan->unreadable++;
}

/* Returns 1, 0, or a negative errno; -ESTALE: it is no file any more. */
static int is_code(const char *path, int fd)
{
	uint8_t head[VDT_CODE_HEAD];
	struct stat st;
	ssize_t len;

	if (fd < 0 || fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -ESTALE;
	len = pread(fd, head, sizeof(head), 0);
	return len < 0 ? -errno : vdt_code_is(path, st.st_mode, head, (size_t)len);
}

/* O_NONBLOCK, for what was a file when it was listed may be a FIFO now. */
static int look_at(struct scan *scan, const FTSENT *entry)
{
	_cleanup_close_ int fd =
		open(entry->fts_accpath, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	int wanted = is_code(entry->fts_path, fd);

	if (wanted < 0) {
		fail_to_read(scan, entry->fts_path, -wanted);
		return 0;
	}
	return wanted || scan->all ? judge(scan, entry->fts_path, fd) : 0;
}

static int take(struct scan *scan, const FTSENT *entry)
{
	switch (entry->fts_info) {
	case FTS_F:
		return look_at(scan, entry);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		fail_to_read(scan, entry->fts_path, entry->fts_errno);
		return 0;
	case FTS_SLNONE: /* the folder leads nowhere */
		fail_to_read(scan, entry->fts_path, ENOENT);
		return 0;
	default:
		return 0;
	}
}

/*
 * One file system, and no symbolic links but the folder itself, so that each file comes once.
 * Returns 0 or the error of a request.
 */
static int walk(struct scan *scan, char *folder)
{
	char *folders[] = {folder, NULL};
	FTS *fts = fts_open(folders, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_XDEV | FTS_NOCHDIR, NULL);
	FTSENT *entry;
	int err = 0;

	while (fts && !err && (errno = 0, entry = fts_read(fts)))
		err = take(scan, entry);
	if (!err && errno)
		fail_to_read(scan, folder, errno);
	if (fts)
		fts_close(fts);
	return err;
}

static int finish(struct scan *scan, const char *folder)
{
	int code = VDT_EXIT_DONE;

	if (scan->files)
		code = vdt_json_finish(json_pack("{s:i, s:i, s:i, s:O}", "judged", scan->judged,
						 "bad", scan->bad, "unreadable", scan->unreadable,
						 "files", scan->files));
	else
		printf("%u files judged, %u not well signed, %u not readable\n", scan->judged,
		       scan->bad, scan->unreadable);
	if (!scan->judged && !scan->unreadable)
		return vdt_fail(VDT_EXIT_REFUSED,
				"%s: no file in there could come to run; name another folder, or "
				"give --all",
				folder);
	return code || (!scan->bad && !scan->unreadable) ? code : VDT_EXIT_REFUSED;
}

int vdt_cmd_integrity_scan(const struct vdt_options *options, char **args)
{
	struct scan scan = {.all = options->all};
	int code = vdt_command_open(&scan.nl), err;

	if (code)
		return code;
	if (options->json)
		scan.files = json_array();
	scan.shown = isatty(STDERR_FILENO);
	err = walk(&scan, args[0]);
	end_progress(&scan);
	code = err ? vdt_fail_request(scan.nl, err) : finish(&scan, args[0]);
	json_decref(scan.files);
	vdt_nl_close(scan.nl);
	return code;
}

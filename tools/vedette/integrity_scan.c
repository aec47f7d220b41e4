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
#include "lib/nl/client.h"
#include "lib/nl/integrity.h"
#include "lib/nl/names.h"
#include "tools/vedette/command.h"
#include "tools/vedette/escape.h"
#include "tools/vedette/verdict.h"

#define PROGRESS_NS (VDT_NS_PER_SECOND / 5)

struct scan {
	struct vdt_nl *nl;
	json_t *files; /* NULL: as text */
	bool all;
	unsigned int judged, bad, unreadable;
	uint64_t shown; /* when the progress was printed last; 0: not to a terminal */
};

/* What a loader or an interpreter takes: marked executable, ELF (modules and libraries too), or a
 * script with its interpreter. */
static bool is_code(int fd, const struct stat *st)
{
	char magic[4] = "";

	if (st->st_mode & (S_IXUSR | S_IXGRP | S_IXOTH))
		return true;
	return pread(fd, magic, sizeof(magic), 0) >= 2 &&
	       (!memcmp(magic, "\177ELF", 4) || !memcmp(magic, "#!", 2));
}

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

/* O_NONBLOCK, for what was a file when it was listed may be a FIFO now. */
static int look_at(struct scan *scan, const FTSENT *entry)
{
	_cleanup_close_ int fd =
		open(entry->fts_accpath, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0 || fstat(fd, &st)) {
		end_progress(scan);
		vdt_fail(VDT_EXIT_REFUSED, "%s: %s", entry->fts_path, strerror(errno));
		scan->unreadable++;
		return 0;
	}
	return S_ISREG(st.st_mode) && (scan->all || is_code(fd, &st))
		       ? judge(scan, entry->fts_path, fd)
		       : 0;
}

/* One file system, and no symbolic links, so that each file comes once. */
static int walk(struct scan *scan, char *folder)
{
	char *folders[] = {folder, NULL};
	FTS *fts = fts_open(folders, FTS_PHYSICAL | FTS_XDEV | FTS_NOCHDIR, NULL);
	FTSENT *entry;
	int err = 0;

	if (!fts)
		return -errno;
	while (!err && (entry = fts_read(fts))) {
		if (entry->fts_info == FTS_F)
			err = look_at(scan, entry);
		else if (entry->fts_info == FTS_ERR || entry->fts_info == FTS_DNR ||
			 entry->fts_info == FTS_NS) {
			vdt_fail(VDT_EXIT_REFUSED, "%s: %s", entry->fts_path,
				 strerror(entry->fts_errno));
			scan->unreadable++;
		}
	}
	fts_close(fts);
	return err;
}

static int finish(struct scan *scan)
{
	bool is_bad = scan->bad || scan->unreadable;
	int code = VDT_EXIT_DONE;

	end_progress(scan);
	if (scan->files)
		code = vdt_json_finish(json_pack("{s:i, s:i, s:i, s:O}", "judged", scan->judged,
						 "bad", scan->bad, "unreadable", scan->unreadable,
						 "files", scan->files));
	else
		printf("%u files judged, %u not well signed, %u not readable\n", scan->judged,
		       scan->bad, scan->unreadable);
	return code ? code : is_bad ? VDT_EXIT_REFUSED : VDT_EXIT_DONE;
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
	code = err ? vdt_fail_request(scan.nl, err) : finish(&scan);
	json_decref(scan.files);
	vdt_nl_close(scan.nl);
	return code;
}

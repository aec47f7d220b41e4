// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/app_progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR	   20u
#define COLUMNS	   80u
#define LINE	   512
#define ERASE_LINE "\r\033[K"
#define MIB(bytes) ((bytes) >> 20)

/* Files that grew or were read twice may bring more bytes than were expected. */
static unsigned int percent(const struct vdt_app_progress *progress)
{
	unsigned long long all = progress->all_bytes + progress->all_files;
	unsigned long long done = progress->bytes + progress->files;

	return all && done < all ? (unsigned int)(100 * done / all) : 100;
}

/* Names come from the file system: nothing of them may steer the terminal. */
static void make_printable(char *line)
{
	for (; *line; line++)
		if (*line < ' ' || *line > '~')
			*line = '?';
}

void vdt_app_progress_line(const struct vdt_app_progress *progress, unsigned int columns,
			   char *line, size_t len)
{
	unsigned int part = percent(progress), filled = part * BAR / 100;
	char bar[BAR + 1];

	for (unsigned int i = 0; i < BAR; i++)
		bar[i] = i < filled ? '#' : '.';
	bar[BAR] = '\0';
	if (columns < len)
		len = columns + 1;
	snprintf(line, len, "%3u%% [%s] %zu/%zu files, %llu/%llu MiB, %s", part, bar,
		 progress->files, progress->all_files, MIB(progress->bytes),
		 MIB(progress->all_bytes), progress->name);
	make_printable(line);
}

void vdt_app_progress_draw(const struct vdt_app_progress *progress)
{
	struct winsize size = {0};
	char line[LINE] = "";

	if (progress) {
		if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_col)
			size.ws_col = COLUMNS;
		/* The last column would wrap. */
		vdt_app_progress_line(progress, size.ws_col - 1u, line, sizeof(line));
	}
	fprintf(stderr, ERASE_LINE "%s", line);
	fflush(stderr);
}

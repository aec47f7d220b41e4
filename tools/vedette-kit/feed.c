// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/feed.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/policy/complain.h"
#include "tools/vedette-kit/prefix_text.h"
#include "tools/vedette-kit/utf8.h"

#define BLANKS " \t\r"

/* Where @feed lies, seen from here. */
static int resolve(const char *policy, const char *feed, char path[PATH_MAX])
{
	const char *slash = strrchr(policy, '/');
	int folder = slash && *feed != '/' ? (int)(slash - policy) + 1 : 0;
	int len = snprintf(path, PATH_MAX, "%.*s%s", folder, policy, feed);

	return len < PATH_MAX ? 0 : -ENAMETOOLONG;
}

/* One line, NUL-terminated: cut comment and blanks, and take what is left as a prefix. */
static int take_line(struct vdt_model_set *set, char *line, struct vdt_model_mark at,
		     struct vdt_model_error *ret_error)
{
	char *start = line + strspn(line, BLANKS);
	char *end = strchrnul(start, '#');

	while (end > start && strchr(BLANKS, end[-1]))
		end--;
	*end = '\0';
	at.column += (unsigned int)(start - line);
	return *start ? vdt_prefix_add(set, start, &at, ret_error) : 0;
}

static int take_lines(struct vdt_model_set *set, char *text, const char *file,
		      struct vdt_model_error *ret_error)
{
	struct vdt_model_mark at = {file, 0, 1};
	char *line;
	int err = 0;

	while (!err && (line = strsep(&text, "\n"))) {
		at.line++;
		err = take_line(set, line, at, ret_error);
	}
	return err;
}

int vdt_feed_read(struct vdt_model *model, struct vdt_model_set *set, const char *policy,
		  const char *feed, const struct vdt_model_mark *at,
		  struct vdt_model_error *ret_error)
{
	_cleanup_free_ uint8_t *data = NULL;
	char path[PATH_MAX];
	const char *file;
	size_t len;
	int err = resolve(policy, feed, path);

	if (!err)
		err = vdt_file_read(path, VDT_FEED_SIZE, &data, &len);
	if (err)
		return vdt_complain(ret_error, at, "feed '%s': %s", feed, strerror(-err));
	file = vdt_model_add_file(model, path);
	if (!file)
		return -ENOMEM;
	err = vdt_utf8_check((char *)data, len, file, ret_error);
	return err ? err : take_lines(set, (char *)data, file, ret_error);
}

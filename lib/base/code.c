// SPDX-License-Identifier: BSD-3-Clause

#include "lib/base/code.h"

#include <string.h>

#define ANY_EXEC 0111

/* ELF covers programs, shared objects and plain modules, whatever their names. */
static const struct {
	const char *bytes;
	size_t len;
} heads[] = {{"\177ELF", 4}, {"#!", 2}};

static const char *const endings[] = {".ko", ".ko.gz", ".ko.xz", ".ko.zst"};

static bool ends_with(const char *path, const char *ending)
{
	size_t len = strlen(path), ending_len = strlen(ending);

	return len > ending_len && !strcmp(path + len - ending_len, ending);
}

static bool is_named_code(const char *path)
{
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (ends_with(path, endings[i]))
			return true;
	return !strncmp(path, "lib/firmware/", strlen("lib/firmware/")) ||
	       strstr(path, "/lib/firmware/");
}

bool vdt_code_is(const char *path, mode_t mode, const uint8_t *head, size_t len)
{
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		if (len >= heads[i].len && !memcmp(head, heads[i].bytes, heads[i].len))
			return true;
	return mode & ANY_EXEC || is_named_code(path);
}

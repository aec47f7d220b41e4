// SPDX-License-Identifier: BSD-3-Clause

#include <criterion/criterion.h>
#include <string.h>

#include "tools/vedette-kit/app_progress.h"

#define M (1ull << 20)

static const struct {
	struct vdt_app_progress at;
	unsigned int columns;
	const char *line, *why;
} lines[] = {
	{{0, 10, 0, 20 * M, "a"},
	 80,
	 "  0% [....................] 0/10 files, 0/20 MiB, a",
	 "first"},
	{{5, 10, 10 * M, 20 * M, "b"},
	 80,
	 " 50% [##########..........] 5/10 files, 10/20 MiB, b",
	 "half"},
	{{10, 10, 20 * M, 20 * M, "c"},
	 80,
	 "100% [####################] 10/10 files, 20/20 MiB, c",
	 "all"},
	{{1, 2, 30 * M, 20 * M, "c"},
	 80,
	 "100% [####################] 1/2 files, 30/20 MiB, c",
	 "files that grew"},
	{{0, 0, 0, 0, ""}, 80, "100% [####################] 0/0 files, 0/0 MiB, ", "nothing to do"},
	{{0, 2, 0, M, "\033[2J\n\377"},
	 80,
	 "  0% [....................] 0/2 files, 0/1 MiB, ?[2J??",
	 "a name that would steer the terminal"},
	{{0, 2, 0, M, "a"}, 10, "  0% [....", "a narrow terminal"},
	{{0, 2, 0, M, "a"}, 0, "", "none at all"},
};

Test(app_progress, fits_one_line)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		char line[128];

		vdt_app_progress_line(&lines[i].at, lines[i].columns, line, sizeof(line));
		cr_expect_str_eq(line, lines[i].line, "%s: '%s'", lines[i].why, line);
	}
}

// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/erase.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/file.h"

static char dir[] = "/tmp/vdt-erase-XXXXXX";
static char path[256];

static const char *name(const char *of)
{
	snprintf(path, sizeof(path), "%s/%s", dir, of);
	return path;
}

static bool is_there(const char *of)
{
	return !access(name(of), F_OK);
}

static void set_up(void)
{
	static const char *const files[] = {"seal.key", "accounts.0", "accounts.1",
					    "unit.0",	"witness.1",  "unit.code"};

	cr_assert_not_null(mkdtemp(dir));
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		cr_assert_eq(vdt_file_write(name(files[i]), "top secret", 10, 0600), 0);
}

static void tear_down(void)
{
	unlink(name("unit.code"));
	rmdir(dir);
}

TestSuite(erase, .init = set_up, .fini = tear_down);

/* rmdir() of tear_down() would fail in silence, so each is looked for. */
static void expect_only_the_code(void)
{
	static const char *const gone[] = {"seal.key", "accounts.0", "accounts.1",
					   "unit.0",   "witness.1",  "erasing"};

	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
		cr_assert_not(is_there(gone[i]), "%s", gone[i]);
	cr_assert(is_there("unit.code"));
}

Test(erase, everything_but_the_unit_code)
{
	int fd = open(name("seal.key"), O_RDONLY);
	char text[600];
	ssize_t n;

	cr_assert_eq(vdt_erase(dir), 0);
	expect_only_the_code();
	n = pread(fd, text, sizeof(text), 0);
	cr_assert_geq(n, 10);
	cr_assert_null(memmem(text, (size_t)n, "secret", 6), "overwritten, not only removed");
	close(fd);
	cr_assert_eq(vdt_erase(dir), 0, "again");
}

Test(erase, goes_on_after_a_power_cut)
{
	cr_assert_eq(vdt_erase_resume(dir), 0);
	cr_assert(is_there("seal.key"), "nothing was begun");
	cr_assert_eq(vdt_file_write(name("erasing"), "", 0, 0600), 0);
	cr_assert_eq(unlink(name("seal.key")), 0);
	cr_assert_eq(vdt_erase_resume(dir), 0);
	expect_only_the_code();
}

Test(erase, a_folder_that_is_not_there)
{
	cr_assert_eq(vdt_erase(name("none")), -ENOENT);
	cr_assert_eq(vdt_erase_resume(name("none")), -ENOENT);
}

// SPDX-License-Identifier: BSD-3-Clause

#include <criterion/criterion.h>

#include "lib/base/code.h"

#define ELF "\177ELF"

static const struct {
	const char *path;
	mode_t mode;
	const char *head;
	size_t len;
	bool is_code;
	const char *why;
} files[] = {
	{"bin/app", 0100755, ELF, 4, true, "a program"},
	{"bin/app", 0100644, ELF, 4, true, "ELF, whatever the mode"},
	{"lib/libapp.so.1", 0100644, ELF, 4, true, "a shared object"},
	{"lib/module.ko", 0100644, ELF, 4, true, "a module"},
	{"lib/module.ko.xz", 0100644, "\3757zX", 4, true, "a compressed module"},
	{"lib/module.ko.zst", 0100644, "(\265/\375", 4, true, "another"},
	{"etc/init.d/rcS", 0100644, "#!/b", 4, true, "a script"},
	{"etc/init.d/rcS", 0100644, "#!", 2, true, "the shortest"},
	{"bin/odd", 0100700, "abcd", 4, true, "the owner may execute it"},
	{"bin/odd", 0100001, "", 0, true, "others may"},
	{"lib/firmware/isp.bin", 0100644, "abcd", 4, true, "firmware"},
	{"root/usr/lib/firmware/isp.bin", 0100644, "", 0, true, "the same, from above"},
	{"lib/firmwares/isp.bin", 0100644, "abcd", 4, false, "another folder"},
	{"etc/app.conf", 0100644, "abcd", 4, false, "data"},
	{"etc/app.conf", 0100644, "# !/", 4, false, "a comment"},
	{"etc/app.conf", 0100644, "\177EL", 3, false, "cut"},
	{"etc/empty", 0100644, "", 0, false, "nothing"},
	{".ko", 0100644, "abcd", 4, false, "an ending alone"},
	{"a.ko.txt", 0100644, "abcd", 4, false, "not at the end"},
};

Test(code, knows_code)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		cr_expect_eq(vdt_code_is(files[i].path, files[i].mode,
					 (const uint8_t *)files[i].head, files[i].len),
			     files[i].is_code, "%s: %s", files[i].path, files[i].why);
}

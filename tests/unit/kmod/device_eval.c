// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/device_eval.h"

/* clang-format off */
static const struct {
	struct vdt_device_claims claims;
	enum vdt_device_use expected;
	const char *why;
} rows[] = {
	{{}, VDT_DEVICE_FREE, "a disk of nobody"},
	{{.own = 1, .disk = 1}, VDT_DEVICE_IN_USE, "a disk that is mounted"},
	{{.own = 1, .disk = 1, .parts = 1}, VDT_DEVICE_IN_USE, "a disk with a mounted partition"},
	{{.partition = true}, VDT_DEVICE_FREE, "a partition of nobody's disk"},
	{{.partition = true, .own = 1, .disk = 1, .parts = 1}, VDT_DEVICE_IN_USE, "a mounted partition"},
	{{.partition = true, .disk = 1, .parts = 1}, VDT_DEVICE_SPARE, "the one beside it"},
	{{.partition = true, .disk = 3, .parts = 3}, VDT_DEVICE_SPARE, "beside several"},
	{{.partition = true, .disk = 1}, VDT_DEVICE_IN_USE, "of a disk that is mounted as a whole"},
	{{.partition = true, .disk = 2, .parts = 1}, VDT_DEVICE_IN_USE, "the same beside another one"},
	{{.partition = true, .disk = 1, .parts = 2}, VDT_DEVICE_SPARE, "one was claimed since the disk was looked at"},
	{{.disk = 1}, VDT_DEVICE_IN_USE, "claims that changed meanwhile"},
};
/* clang-format on */

Test(device_eval, follows_the_table)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		cr_expect_eq(vdt_device_use(&rows[i].claims), rows[i].expected, "%s", rows[i].why);
}

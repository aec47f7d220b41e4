// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/memory.h"

#define FINE	  VEDETTE_INTEGRITY_REASON_NONE
#define CODE	  VEDETTE_INTEGRITY_REASON_WRITABLE_CODE
#define SHARED	  VEDETTE_INTEGRITY_REASON_SHARED_CODE
#define WRITTEN	  VEDETTE_INTEGRITY_REASON_WAS_WRITTEN
#define ANONYMOUS VEDETTE_INTEGRITY_REASON_ANONYMOUS

/* clang-format off */
static const struct {
	struct vdt_mapping mapping;
	u8 expected;
	const char *why;
} rows[] = {
	{{.exec = true}, FINE, "text of a file"},
	{{.write = true}, FINE, "its data"},
	{{}, FINE, "its constants"},
	{{.anonymous = true, .write = true}, FINE, "a heap"},
	{{.write = true, .exec = true}, CODE, "both at once"},
	{{.exec = true, .writable = true}, SHARED, "others see the writes of a descriptor"},
	{{.write = true, .writable = true}, FINE, "a shared file"},
	{{.write = true, .exec = true, .writable = true}, CODE, "shared, both at once"},
	{{.anonymous = true, .exec = true}, ANONYMOUS, "no file"},
	{{.anonymous = true, .exec = true, .write = true}, ANONYMOUS, "shellcode"},
	{{.anonymous = true, .exec = true, .jit = true}, FINE, "a compiler may"},
	{{.anonymous = true, .exec = true, .write = true, .jit = true}, FINE, "and write there"},
	{{.anonymous = true, .write = true, .was_exec = true, .jit = true}, FINE, "or by turns"},
	{{.exec = true, .write = true, .jit = true}, CODE, "but no file"},
	{{.exec = true, .was_written = true}, WRITTEN, "write, then execute"},
	{{.exec = true, .was_written = true, .jit = true}, WRITTEN, "neither may a compiler"},
	{{.exec = true, .was_exec = true}, FINE, "as it was"},
	{{.exec = true, .was_exec = true, .was_written = true}, FINE, "also with a breakpoint in it"},
	{{.write = true, .was_exec = true}, CODE, "text made writable"},
	{{.write = true, .exec = true, .was_exec = true}, CODE, "and kept executable"},
	{{.was_exec = true}, FINE, "text made readable only"},
	{{.was_exec = true, .was_written = true}, FINE, "whatever is in it"},
	{{.exec = true, .was_exec = true, .writable = true}, SHARED, "shared all the while"},
	{{.write = true, .was_written = true}, FINE, "data again, after RELRO"},
};
/* clang-format on */

Test(memory, is_written_or_executed)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		u8 reason = vdt_memory_eval(&rows[i].mapping);

		cr_expect_eq(reason, rows[i].expected, "%s: got %u", rows[i].why, reason);
	}
}

// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/forms.h"

#include "tools/vedette-kit/hints.h"

#define HEAD	 "policy: {name: a, version: 1}\n"
#define SETS	 HEAD "sets: {lan: [10.0.0.0/8], all: ['::/0']}\n"
#define SERVICES SETS "network:\n  services:\n    - "
#define SCRIPT	 "t.yaml:2:12: warning: kind script without interpreters: no script is judged\n"
#define EXEC	 "t.yaml:2:12: warning: kind exec without "
#define LOCK \
	"warning: lock: boot without exec, mmap and memory enforced: root cannot take the " \
	"enforcement back, but runs what it likes\n"

static const struct {
	const char *yaml, *expected;
} rows[] = {
	{HEAD, ""},
	{SERVICES "{name: web, tcp: 443, from: [lan]}\n", ""},
	{SERVICES "{name: web, tcp: 443, loopback: only}\n", ""},
	{SERVICES "{name: web, tcp: 443}\n",
	 "t.yaml:5:14: warning: service 'web' takes every source: it has no from\n"},
	{SERVICES "{name: web, tcp: 443, from: [lan, all]}\n",
	 "t.yaml:5:41: warning: service 'web' takes every source: a set in from has a prefix of "
	 "length 0\n"},
	{HEAD "integrity: {mode: 'off'}\n", ""},
	{HEAD "integrity: {mode: enforce}\n", SCRIPT},
	{HEAD "integrity: {mode: enforce, interpreters: [/bin/sh]}\n", ""},
	{HEAD "integrity: {mode: log, kinds: [exec, mmap, memory, module]}\n", ""},
	{HEAD "integrity: {mode: enforce, kinds: [module]}\n", ""},
	{HEAD "lock: boot\n", LOCK},
	{HEAD "integrity: {mode: log, kinds: [exec, mmap, memory, module]}\nlock: boot\n",
	 "t.yaml:2:12: " LOCK},
	{HEAD "integrity: {mode: enforce, kinds: [exec, mmap, memory, module]}\nlock: boot\n", ""},
	{HEAD "integrity: {mode: enforce, kinds: [mmap, memory]}\nlock: boot\n",
	 "t.yaml:2:12: " LOCK},
	{HEAD "lock: request\n", ""},
	{HEAD "integrity: {mode: enforce, kinds: [exec, script]}\n",
	 EXEC "mmap: a signed program loads unsigned libraries\n" EXEC
	      "memory: a signed program runs code that it was sent\n" EXEC
	      "module: root loads unsigned code into the kernel\n" SCRIPT},
};

Test(hints, tells_what_is_rarely_meant)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct bytes yaml = {(uint8_t *)(uintptr_t)rows[i].yaml, strlen(rows[i].yaml)};
		struct vdt_model model;
		char *said;
		size_t len;
		FILE *out = open_memstream(&said, &len);

		read_yaml(&yaml, &model);
		vdt_hints_print(&model, out);
		fclose(out);
		cr_expect_str_eq(said, rows[i].expected, "%s\n%s", rows[i].yaml, said);
		free(said);
		vdt_model_done(&model);
	}
}

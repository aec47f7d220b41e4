// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/integrity_eval.h"
#include "lib/kshim/nla.h"

#define R(name) VEDETTE_INTEGRITY_REASON_##name

enum { DIGEST = 32, KEY = 0xdeadbeef };

static const struct {
	struct nlattr head;
	u8 digest[DIGEST];
} revoked = {{.nla_len = NLA_HDRLEN + DIGEST}, {0xbb, 0xbb}};

static const struct vdt_integrity nothing,
	integrity = {
		.revoked = {.first = {&revoked.head}, .count = {1}},
		.keys = {KEY},
		.n_keys = 1,
		.builds = {{"app", 42}},
		.n_builds = 1,
};

#define GOOD   .hash = VDT_HASH_SHA256, .digest = {0xaa}
#define BANNED .hash = VDT_HASH_SHA256, .digest = {0xbb, 0xbb}

/* clang-format off */
static const struct {
	struct vdt_verdict verdict;
	u8 expected, anyway; /* by the policy, and by one that says nothing */
	const char *why;
} rows[] = {
	{{GOOD, .key_id = 1}, R(NONE), R(NONE), "well signed"},
	{{BANNED, .key_id = 1}, R(REVOKED_HASH), R(NONE), "its content"},
	{{BANNED, .reason = R(NO_SIGNATURE)}, R(REVOKED_HASH), R(NO_SIGNATURE), "known to be bad"},
	{{.reason = R(NO_SIGNATURE)}, R(NO_SIGNATURE), R(NO_SIGNATURE), "was not even hashed"},
	{{.reason = R(NOT_JUDGED)}, R(NOT_JUDGED), R(NOT_JUDGED), "nor looked at"},
	{{GOOD, .reason = R(CHANGED)}, R(CHANGED), R(CHANGED), "its own reason"},
	{{GOOD, .key_id = KEY}, R(REVOKED_KEY), R(NONE), "who signed"},
	{{GOOD, .key_id = KEY, .reason = R(BAD_SIGNATURE)}, R(BAD_SIGNATURE), R(BAD_SIGNATURE),
	 "only says who signed"},
	{{GOOD, .package = {"app", 41}}, R(TOO_OLD), R(NONE), "below the minimum"},
	{{GOOD, .package = {"app", 42}}, R(NONE), R(NONE), "the minimum"},
	{{GOOD, .package = {"apt", 1}}, R(NONE), R(NONE), "another package"},
	{{GOOD, .package = {"", 0}}, R(NONE), R(NONE), "no package"},
	{{.hash = VDT_HASH_SHA512, .digest = {0xbb, 0xbb}}, R(NONE), R(NONE), "another hash"},
};
/* clang-format on */

Test(integrity_eval, revokes_what_was_signed)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		u8 by_policy = vdt_integrity_eval(&integrity, &rows[i].verdict);
		u8 by_none = vdt_integrity_eval(&nothing, &rows[i].verdict);

		cr_expect_eq(by_policy, rows[i].expected, "%s: got %u", rows[i].why, by_policy);
		cr_expect_eq(by_none, rows[i].anyway, "%s: got %u anyway", rows[i].why, by_none);
	}
}

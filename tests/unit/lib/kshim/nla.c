// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <errno.h>
#include <stddef.h>

#include "lib/kshim/nla.h"

enum { ONE = 1, BYTE, WORD, MASK, TEXT, BYTES, NEST, MAX = NEST };

static const struct nla_policy inner[] = {[ONE] = NLA_POLICY_MIN(NLA_U64, 1)};
static const struct nla_policy policy[] = {
	[BYTE] = NLA_POLICY_RANGE(NLA_U8, 2, 3),  [WORD] = NLA_POLICY_MAX(NLA_U16, 300),
	[MASK] = NLA_POLICY_MASK(NLA_U32, 5),	  [TEXT] = {.type = NLA_NUL_STRING, .len = 3},
	[BYTES] = {.type = NLA_BINARY, .len = 2}, [NEST] = NLA_POLICY_NESTED(inner),
};

#define U16(x)		(x) & 0xff, (x) >> 8
#define HEAD(len, type) U16((len) + 4), U16(type)

static const struct {
	uint8_t data[24];
	size_t len;
	int err;
	const char *why;
} rows[] = {
	{{HEAD(1, BYTE), 2}, 8, 0, "in range"},
	{{HEAD(1, BYTE), 1}, 8, -ERANGE, "below"},
	{{HEAD(1, BYTE), 4}, 8, -ERANGE, "above"},
	{{HEAD(2, BYTE), 2}, 8, -EINVAL, "too long for its type"},
	{{HEAD(2, WORD), U16(300)}, 8, 0, "highest"},
	{{HEAD(2, WORD), U16(301)}, 8, -ERANGE, "above"},
	{{HEAD(4, MASK), 5}, 8, 0, "known flags"},
	{{HEAD(4, MASK), 2}, 8, -EINVAL, "unknown flag"},
	{{HEAD(4, TEXT), 'a', 'b', 'c', 0}, 8, 0, "ended"},
	{{HEAD(3, TEXT), 'a', 'b', 'c'}, 8, -EINVAL, "not ended"},
	{{HEAD(5, TEXT), 'a', 'b', 'c', 'd', 0}, 12, -EINVAL, "ended too late"},
	{{HEAD(0, TEXT)}, 4, -EINVAL, "not even an end"},
	{{HEAD(2, BYTES)}, 8, 0, "longest"},
	{{HEAD(3, BYTES)}, 8, -ERANGE, "too long"},
	{{HEAD(12, NEST | NLA_F_NESTED), HEAD(8, ONE), 1}, 16, 0, "nest"},
	{{HEAD(12, NEST | NLA_F_NESTED), HEAD(8, ONE), 0}, 16, -ERANGE, "value in a nest"},
	{{HEAD(0, NEST | NLA_F_NESTED)}, 4, 0, "empty nest"},
	{{HEAD(12, NEST), HEAD(8, ONE), 1}, 16, -EINVAL, "nest without its mark"},
	{{HEAD(1, BYTE | NLA_F_NESTED), 2}, 8, -EINVAL, "mark without a nest"},
	{{HEAD(1, MAX + 1), 2}, 8, -EINVAL, "unknown type"},
	{{HEAD(1, 0), 2}, 8, -EINVAL, "type zero"},
	{{HEAD(1, BYTE), 2, 0, 0, 0, 1}, 9, -EINVAL, "bytes behind the end"},
	{{HEAD(4, MASK), 5}, 7, -EINVAL, "cut off"},
	{{HEAD(1, BYTE), 2}, 5, 0, "the last needs no padding"},
};

Test(nla, validates_like_the_kernel)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(__nla_validate((const struct nlattr *)rows[i].data, (int)rows[i].len,
					    MAX, policy, NL_VALIDATE_STRICT, NULL),
			     rows[i].err, "%s", rows[i].why);
}

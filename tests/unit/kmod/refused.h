/* SPDX-License-Identifier: BSD-3-Clause */
/* Blobs that the parser refuses: what is wrong, with which errno and words. */
#ifndef VDT_TEST_REFUSED_H
#define VDT_TEST_REFUSED_H

#include <criterion/criterion.h>

#include "kmod/policy_parse.h"
#include "tests/unit/kmod/blob.h"

struct refused {
	void (*write)(void); /* into b */
	int err;
	const char *text;
};

static struct blob b;

/* Parses an exact copy, so that AddressSanitizer sees the first byte read behind the end. */
static inline int parse(struct vdt_fault *fault)
{
	uint8_t *copy = memcpy(malloc(b.len ? b.len : 1), b.data, b.len);
	struct vdt_policy *policy = NULL;
	int err = vdt_policy_parse(copy, b.len, &policy, fault);

	vdt_policy_free(policy);
	free(copy);
	return err;
}

static inline void check_refused(const struct refused *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct vdt_fault fault;

		b.len = 0;
		rows[i].write();
		cr_expect_eq(parse(&fault), rows[i].err, "%s", rows[i].text);
		cr_expect_str_eq(fault.text, rows[i].text);
		cr_expect_leq(fault.offset, b.len);
	}
}

#endif /* VDT_TEST_REFUSED_H */

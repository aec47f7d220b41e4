// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/password.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MANY 10000

Test(password, at_least_80_bits)
{
	double letters = strlen(VDT_PASSWORD_ALPHABET);

	cr_assert_geq(log2(letters) * VDT_PASSWORD_GROUPS * VDT_PASSWORD_GROUP, 80);
	cr_assert_null(strpbrk(VDT_PASSWORD_ALPHABET, "0o1ilO"), "look-alikes");
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

Test(password, ten_thousand_all_different_and_well_formed)
{
	static char made[MANY][VDT_PASSWORD_MADE];

	for (unsigned int i = 0; i < MANY; i++) {
		cr_assert_eq(vdt_password_make(made[i]), 0);
		cr_assert_eq(strlen(made[i]), VDT_PASSWORD_MADE - 1);
		for (unsigned int k = 0; k < VDT_PASSWORD_MADE - 1; k++)
			cr_assert_not_null(
				strchr(k % 6 == 5 ? "-" : VDT_PASSWORD_ALPHABET, made[i][k]));
	}
	qsort(made, MANY, sizeof(made[0]), compare);
	for (unsigned int i = 1; i < MANY; i++)
		cr_assert_str_neq(made[i - 1], made[i]);
}

Test(password, verify)
{
	char hash[VDT_PASSWORD_HASH], again[VDT_PASSWORD_HASH];

	cr_assert_eq(vdt_password_hash("correct horse", hash), 0);
	cr_assert_eq(strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0, "%s", hash);
	cr_assert_eq(vdt_password_verify(hash, "correct horse"), 0);
	cr_assert_eq(vdt_password_verify(hash, "correct horsf"), -EACCES);
	cr_assert_eq(vdt_password_verify(hash, ""), -EACCES);
	cr_assert_eq(vdt_password_hash("correct horse", again), 0);
	cr_assert_str_neq(hash, again, "a salt of its own");
}

/* It must be a hash like any other, or an unknown account is told by the time it takes. */
Test(password, dummy_costs_a_hash)
{
	char hash[VDT_PASSWORD_HASH];

	cr_assert_eq(vdt_password_hash("x", hash), 0);
	cr_assert_eq(strlen(vdt_password_dummy), strlen(hash));
	cr_assert_eq(strncmp(vdt_password_dummy, hash, 31), 0, "same costs");
	cr_assert_eq(vdt_password_verify(vdt_password_dummy, "x"), -EACCES);
	cr_assert_eq(vdt_password_verify("no hash", "x"), -EINVAL);
}

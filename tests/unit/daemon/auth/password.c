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

/* Cheap: what is tested here does not depend on the cost. */
static const struct vdt_cost cheap = {.memory = 64, .passes = 1};

Test(password, verify)
{
	char hash[VDT_PASSWORD_HASH], again[VDT_PASSWORD_HASH];

	cr_assert_eq(vdt_password_hash("correct horse", &VDT_COST_DEFAULT, hash), 0);
	cr_assert_eq(strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0, "%s", hash);
	cr_assert_eq(vdt_password_verify(hash, "correct horse"), 0);
	cr_assert_eq(vdt_password_verify(hash, "correct horsf"), -EACCES);
	cr_assert_eq(vdt_password_verify(hash, ""), -EACCES);
	cr_assert_eq(vdt_password_hash("correct horse", &VDT_COST_DEFAULT, again), 0);
	cr_assert_str_neq(hash, again, "a salt of its own");
}

/* It must be a hash like any other, or an unknown account is told by the time it takes. */
Test(password, dummy_costs_a_hash)
{
	char hash[VDT_PASSWORD_HASH], dummy[VDT_PASSWORD_HASH];

	cr_assert_eq(vdt_password_hash("x", &VDT_COST_DEFAULT, hash), 0);
	vdt_password_dummy(&VDT_COST_DEFAULT, dummy);
	cr_assert_eq(strlen(dummy), strlen(hash));
	cr_assert_eq(strncmp(dummy, hash, 31), 0, "same costs");
	cr_assert_eq(vdt_password_verify(dummy, "x"), -EACCES);
	cr_assert_eq(vdt_password_verify("no hash", "x"), -EINVAL);
}

/* One job: check the present password, look back, make the new hash. */
Test(password, job)
{
	static const struct {
		const char *current, *password;
		int expected;
		bool used, made;
		const char *why;
	} cases[] = {
		{"present", "", 0, false, false, "only checked"},
		{"wrong", "", -EACCES, false, false, "wrong"},
		{"", "brand new", 0, false, true, "made without a check"},
		{"present", "brand new", 0, true, true, "changed"},
		{"wrong", "brand new", -EACCES, true, false, "the present one is wrong"},
		{"present", "before", -EEXIST, true, false, "used before"},
		{"present", "present", -EEXIST, true, false, "no change"},
	};
	char present[VDT_PASSWORD_HASH], before[VDT_PASSWORD_HASH], made[VDT_PASSWORD_HASH];

	cr_assert_eq(vdt_password_hash("present", &cheap, present), 0);
	cr_assert_eq(vdt_password_hash("before", &cheap, before), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vdt_password_job job = {.cost = cheap};

		if (cases[i].current[0])
			strcpy(job.hash, present);
		strcpy(job.current, cases[i].current);
		strcpy(job.password, cases[i].password);
		if (cases[i].used) {
			strcpy(job.used[0], present);
			strcpy(job.used[1], before);
		}
		cr_assert_eq(vdt_password_do(&job, made), cases[i].expected, "%s", cases[i].why);
		cr_assert_eq(made[0] != '\0', cases[i].made, "%s", cases[i].why);
		if (cases[i].made)
			cr_assert_eq(vdt_password_verify(made, cases[i].password), 0);
	}
}

Test(password, a_hash_of_another_cost_is_made_anew)
{
	struct vdt_password_job job = {.cost = cheap, .current = "x", .upgrade = true};
	char made[VDT_PASSWORD_HASH];

	job.cost.passes = 2;
	cr_assert_eq(vdt_password_hash("x", &cheap, job.hash), 0);
	cr_assert_eq(vdt_password_do(&job, made), 0);
	cr_assert_eq(vdt_password_verify(made, "x"), 0);
	cr_assert(vdt_password_is_old(job.hash, &job.cost));
	cr_assert_not(vdt_password_is_old(made, &job.cost));
	strcpy(job.current, "y");
	cr_assert_eq(vdt_password_do(&job, made), -EACCES);
	cr_assert_str_eq(made, "", "a wrong password is not hashed");
}

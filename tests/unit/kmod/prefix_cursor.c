// SPDX-License-Identifier: BSD-3-Clause
#include "tests/unit/kmod/prefixes.h"

Test(prefix_cursor, refuses)
{
	static const uint8_t long4[] = {P4(10, 0, 0, 0, 33)}, bits4[] = {P4(10, 0, 0, 1, 31)};
	static const uint8_t twice4[] = {P4(10, 0, 0, 0, 8), P4(10, 0, 0, 0, 8)};
	static const uint8_t order4[] = {P4(10, 0, 0, 0, 16), P4(10, 0, 0, 0, 8)};
	static const uint8_t inside4[] = {P4(0, 0, 0, 0, 0), P4(9, 0, 0, 0, 8), P4(8, 0, 0, 0, 8)};
	static const uint8_t tail4[] = {P4(10, 0, 0, 0, 8), P4(10, 0, 0, 0, 9), P4(10, 0, 0, 1, 9)};
	static const uint8_t long6[17] = {[16] = 129}, bits6[17] = {[15] = 1, [16] = 127};
	static const uint8_t most6[17] = {[16] = 255};
	static const uint8_t high6[17] = {[7] = 1, [16] = 63};
	static const uint8_t low6[2][17] = {{[15] = 2, [16] = 128}, {[15] = 1, [16] = 128}};
	static const uint8_t up6[2][17] = {{[0] = 2, [16] = 8}, {[0] = 1, [15] = 1, [16] = 128}};
	static const uint8_t order6[2][17] = {{[16] = 128}, {[16] = 127}};
	static const uint8_t mapped6[17] = {[10] = 0xff, [11] = 0xff, [16] = 96};
	static const struct {
		struct vdt_prefixes prefixes;
		const char *text, *why;
	} rows[] = {
		{{long4, NULL, 5, 0}, "longer than 32", "length out of range"},
		{{bits4, NULL, 5, 0}, "behind its length", "bits behind the length"},
		{{twice4, NULL, 10, 0}, "ascending", "equal"},
		{{order4, NULL, 10, 0}, "ascending", "longer one first"},
		{{inside4, NULL, 15, 0}, "ascending", "behind what reaches to the end"},
		{{tail4, NULL, 15, 0}, "behind its length", "inside the one before"},
		{{twice4, NULL, 9, 0}, "multiple", "half a prefix"},
		{{NULL, long6, 0, 17}, "longer than 128", "length out of range"},
		{{NULL, most6, 0, 17}, "longer than 128", "length far out of range"},
		{{NULL, bits6, 0, 17}, "behind its length", "bits behind the length"},
		{{NULL, high6, 0, 17}, "behind its length", "bits behind, upper half"},
		{{NULL, low6[0], 0, 34}, "ascending", "lower half goes back"},
		{{NULL, up6[0], 0, 34}, "ascending", "upper half goes back"},
		{{NULL, order6[0], 0, 34}, "ascending", "longer one first, IPv6"},
		{{NULL, mapped6, 0, 17}, "IPv4-mapped", "IPv4-mapped"},
		{{NULL, long6, 0, 16}, "multiple", "half a prefix"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct vdt_prefix_source source = {.packed = rows[i].prefixes};
		struct vdt_prefix_db *db = NULL;
		const char *why = NULL, *again = NULL;

		cr_expect_eq(vdt_prefixes_check(&rows[i].prefixes, &why), -EINVAL, "%s",
			     rows[i].why);
		cr_assert_not_null(why);
		cr_expect(strstr(why, rows[i].text), "%s: %s", rows[i].why, why);
		cr_expect_eq(vdt_prefix_db_build(&source, 1, SIZE_MAX, &db, &again), -EINVAL, "%s",
			     rows[i].why);
		cr_expect_eq(again, why);
		cr_expect_null(db);
	}
}

Test(prefix_cursor, takes)
{
	static const uint8_t any4[] = {P4(0, 0, 0, 0, 0), P4(0, 0, 0, 0, 1), P4(0, 0, 0, 0, 32)};
	static const uint8_t mapped_short6[2][17] = {{[16] = 0}, {[16] = 80}};
	static const struct vdt_prefixes rows[] = {
		{0},
		{any4, NULL, sizeof(any4), 0},
		{NULL, mapped_short6[0], 0, sizeof(mapped_short6)},
		{any4, mapped_short6[0], sizeof(any4), sizeof(mapped_short6)},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *why = NULL;

		cr_expect_eq(vdt_prefixes_check(&rows[i], &why), 0, "row %zu: %s", i, why);
	}
}

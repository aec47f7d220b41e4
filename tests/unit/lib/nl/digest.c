// SPDX-License-Identifier: BSD-3-Clause

#include "lib/nl/digest.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
	unsigned int len;
	const char *begin;
	size_t words;
} rows[] = {
	{0, "", 0},
	{32, "sha256:0001", 7 + 64},
	{48, "sha384:0001", 7 + 96},
	{64, "sha512:0001", 7 + 128},
};

Test(digest, names_the_algorithm_and_is_whole)
{
	char words[VDT_NL_DIGEST_WORDS];
	uint8_t digest[64];

	for (unsigned int i = 0; i < sizeof(digest); i++)
		digest[i] = i;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		vdt_nl_digest_words(digest, rows[i].len, words);
		cr_expect_eq(strncmp(words, rows[i].begin, strlen(rows[i].begin)), 0, "%s", words);
		cr_expect_eq(strlen(words), rows[i].words, "%s", words);
	}
}

// SPDX-License-Identifier: BSD-3-Clause
#include "lib/nl/digest.h"

#include <stdio.h>

const char *vdt_nl_digest_words(const uint8_t *digest, unsigned int len,
				char words[VDT_NL_DIGEST_WORDS])
{
	int used;

	words[0] = '\0';
	if (!len)
		return words;
	used = snprintf(words, VDT_NL_DIGEST_WORDS, "sha%u:", 8 * len);
	for (unsigned int i = 0; i < len && used < VDT_NL_DIGEST_WORDS; i++)
		used += snprintf(words + used, VDT_NL_DIGEST_WORDS - used, "%02x", digest[i]);
	return words;
}

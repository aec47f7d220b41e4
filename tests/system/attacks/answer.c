// SPDX-License-Identifier: BSD-3-Clause
/* victim.so and payload.so, by ANSWER. */
#include <stdlib.h>
#include <unistd.h>

__attribute__((visibility("default"))) int answer(void);

int answer(void)
{
	return ANSWER;
}

/* For LD_PRELOAD: whoever loads it answers. */
__attribute__((constructor)) static void loaded(void)
{
	if (getenv("ANSWER_WHEN_LOADED"))
		_exit(ANSWER);
}

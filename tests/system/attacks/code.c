// SPDX-License-Identifier: BSD-3-Clause
/* The machine code of a function that returns a number. */
#include <string.h>

#include "attack.h"

#if defined(__x86_64__)

void make_code(unsigned char page[CODE_SIZE], int answer)
{
	const unsigned char code[] = {0xb8, answer, 0, 0, 0, 0xc3}; /* mov eax, answer; ret */

	memset(page, 0xcc, CODE_SIZE);
	memcpy(page, code, sizeof(code));
}

#elif defined(__aarch64__)

void make_code(unsigned char page[CODE_SIZE], int answer)
{
	const unsigned int code[] = {0x52800000u | answer << 5,
				     0xd65f03c0u}; /* mov w0, answer; ret */

	memset(page, 0, CODE_SIZE);
	memcpy(page, code, sizeof(code));
}

#else
#error "the machine code of this processor is missing here"
#endif

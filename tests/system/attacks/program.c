// SPDX-License-Identifier: BSD-3-Clause
/*
 * victim and payload, by ANSWER; with BUILD, a build of a package. Without a C library, so that it
 * can stand for a dynamic linker too.
 */
#include <asm/unistd.h>

#ifdef BUILD
#include <vedette/package.h>

VEDETTE_PACKAGE("attack", BUILD);
#endif

void _start(void);

void _start(void)
{
#if defined(__x86_64__)
	__asm__ volatile("syscall" : : "a"(__NR_exit_group), "D"(ANSWER));
#elif defined(__aarch64__)
	register long number __asm__("x8") = __NR_exit_group;
	register long answer __asm__("x0") = ANSWER;

	__asm__ volatile("svc 0" : : "r"(number), "r"(answer));
#endif
	__builtin_unreachable();
}

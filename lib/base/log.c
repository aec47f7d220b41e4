// SPDX-License-Identifier: BSD-3-Clause

#include "lib/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *log_program = "vedette";

void vdt_log_open(const char *program)
{
	log_program = program;
}

/* The text may quote a stranger: no escape sequence may reach a terminal, no newline fake a line.
 */
static void defuse(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
}

void vdt_log(int level, const char *format, ...)
{
	char line[VDT_LOG_LINE];
	int head, body;
	va_list args;
	size_t len;

	head = snprintf(line, sizeof(line), "<%d>%s: ", level, log_program);
	if (head < 0 || head >= (int)sizeof(line))
		return;
	va_start(args, format);
	body = vsnprintf(line + head, sizeof(line) - (size_t)head, format, args);
	va_end(args);
	if (body < 0)
		return;
	defuse(line + head);
	len = strlen(line);
	if (len == sizeof(line) - 1)
		len--;
	line[len++] = '\n';
	if (write(STDERR_FILENO, line, len) < 0)
		return; /* nowhere left to complain */
}

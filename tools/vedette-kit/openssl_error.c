// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/openssl_error.h"

#include <openssl/err.h>
#include <stdarg.h>
#include <stdio.h>

#include "tools/vedette-kit/command.h"

int vdt_openssl_fail(const char *what, ...)
{
	const char *reason = ERR_reason_error_string(ERR_peek_error());
	char text[512];
	va_list args;

	va_start(args, what);
	vsnprintf(text, sizeof(text), what, args);
	va_end(args);
	ERR_clear_error();
	return vdt_kit_fail(KIT_REFUSED, "%s: %s", text,
			    reason ? reason : "OpenSSL gave no reason");
}

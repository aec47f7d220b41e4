// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/openssl_error.h"

#include <openssl/err.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tools/vedette-kit/command.h"

const char *vdt_openssl_reason(void)
{
	unsigned long error = ERR_get_error();
	const char *reason = ERR_SYSTEM_ERROR(error) ? strerror(ERR_GET_REASON(error))
						     : ERR_reason_error_string(error);

	ERR_clear_error();
	return reason ? reason : "OpenSSL gave no reason";
}

int vdt_openssl_fail(const char *what, ...)
{
	const char *reason = vdt_openssl_reason();
	char text[512];
	va_list args;

	va_start(args, what);
	vsnprintf(text, sizeof(text), what, args);
	va_end(args);
	return vdt_kit_fail(KIT_REFUSED, "%s: %s", text, reason);
}

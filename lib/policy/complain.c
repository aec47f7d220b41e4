// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/complain.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

int vdt_complain(struct vdt_model_error *error, const struct vdt_model_mark *at, const char *format,
		 ...)
{
	va_list args;

	snprintf(error->file, sizeof(error->file), "%s", at && at->file ? at->file : "");
	error->line = at ? at->line : 0;
	error->column = at ? at->column : 0;
	va_start(args, format);
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	return -EINVAL;
}

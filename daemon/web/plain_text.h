/* SPDX-License-Identifier: BSD-3-Clause */
/* Text that can stand in a log, a page or a terminal without doing anything there. */
#ifndef VDT_WEB_PLAIN_TEXT_H
#define VDT_WEB_PLAIN_TEXT_H

#include <stdbool.h>

/*
 * UTF-8 (RFC 3629: no surrogates, no overlong forms) without the controls C0, DEL and C1, without
 * line and paragraph separators, and without the marks that turn the direction of what follows.
 */
bool vdt_plain_text(const char *text);

#endif /* VDT_WEB_PLAIN_TEXT_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* Bytes of strangers as text that a terminal can do no harm with. */
#ifndef VDT_VIEW_ESCAPE_H
#define VDT_VIEW_ESCAPE_H

#include <stddef.h>
#include <stdint.h>

/* Room for the escaped form of @len bytes. */
#define VDT_ESCAPED(len) (4 * (len) + 1)

/* Printable ASCII stays, a backslash is doubled, every other byte becomes \xNN. What does not fit
 * in
 * @size is cut, never inside an escape. */
void vdt_escape(const char *text, char *ret_safe, size_t size);
/* Writes 2 * @len digits and a NUL. */
void vdt_hex(const uint8_t *bytes, size_t len, char *ret_text);

#endif /* VDT_VIEW_ESCAPE_H */

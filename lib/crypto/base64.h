/* SPDX-License-Identifier: BSD-3-Clause */
/* Base 64 (RFC 4648 section 4), with padding and without line breaks. */
#ifndef VDT_CRYPTO_BASE64_H
#define VDT_CRYPTO_BASE64_H

#include <stddef.h>
#include <stdint.h>

/* Room for the text of @len bytes, with NUL. */
#define VDT_BASE64_ROOM(len) (((len) + 2) / 3 * 4 + 1)

/* Write the text of @len bytes; @text has VDT_BASE64_ROOM(len). */
void vdt_base64_encode(const void *data, size_t len, char *text);
/*
 * Read @len characters into @ret_data, which has room for @room bytes. Only the one text that
 * vdt_base64_encode() writes is taken. Returns the number of bytes, or -EBADMSG.
 */
int vdt_base64_decode(const char *text, size_t len, uint8_t *ret_data, size_t room);

/* The alphabet that goes into URLs and HTTP headers as it is, without padding (section 5); for
 * tokens, which nobody reads back. @text has VDT_BASE64_ROOM(len). */
void vdt_base64url_encode(const void *data, size_t len, char *text);

#endif /* VDT_CRYPTO_BASE64_H */

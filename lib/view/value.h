/* SPDX-License-Identifier: BSD-3-Clause */
/* JSON values of what is not text that JSON can hold as it is. NULL: no memory. */
#ifndef VDT_VIEW_VALUE_H
#define VDT_VIEW_VALUE_H

#include <jansson.h>
#include <stdint.h>

/* A string value of any bytes: what is not UTF-8 comes escaped. */
json_t *vdt_json_text(const char *text);
/* A string value of lower-case hexadecimal digits, of at most 64 bytes. */
json_t *vdt_json_hex(const uint8_t *bytes, unsigned int len);
/* The id of a key as evmctl writes it, eight digits. */
json_t *vdt_json_key_id(uint32_t id);

#endif /* VDT_VIEW_VALUE_H */

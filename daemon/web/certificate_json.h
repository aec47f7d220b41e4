/* SPDX-License-Identifier: BSD-3-Clause */
/* What stands in a certificate, for people and programs. */
#ifndef VDT_WEB_CERTIFICATE_JSON_H
#define VDT_WEB_CERTIFICATE_JSON_H

#include <jansson.h>
#include <stdint.h>

/* Of the X.509 certificate @der; NULL if it is none, or without memory. */
json_t *vdt_certificate_json(const uint8_t *der, size_t len);

#endif /* VDT_WEB_CERTIFICATE_JSON_H */

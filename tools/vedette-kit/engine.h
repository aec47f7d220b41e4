/* SPDX-License-Identifier: BSD-3-Clause */
/* Keys in tokens by OpenSSL's engine interface: deprecated, but all that Debian 12 has. */
#ifndef VDT_KIT_ENGINE_H
#define VDT_KIT_ENGINE_H

#include <openssl/evp.h>
#include <stdbool.h>

bool vdt_engine_available(void);
/* The private key with this PKCS#11 URI, the caller's to free; NULL: see OpenSSL's error queue. */
EVP_PKEY *vdt_engine_key(const char *uri);

#endif /* VDT_KIT_ENGINE_H */

/* SPDX-License-Identifier: BSD-3-Clause */
/* Why OpenSSL said no. */
#ifndef VDT_KIT_OPENSSL_ERROR_H
#define VDT_KIT_OPENSSL_ERROR_H

/*
 * OpenSSL's first reason, or what the system said to it; empties the queue of this thread. Good
 * until the thread asks again.
 */
const char *vdt_openssl_reason(void);

/* Print @what, formatted, with OpenSSL's first reason and empty its queue. Returns KIT_REFUSED. */
__attribute__((format(printf, 1, 2))) int vdt_openssl_fail(const char *what, ...);

#endif /* VDT_KIT_OPENSSL_ERROR_H */

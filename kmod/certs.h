/* SPDX-License-Identifier: GPL-2.0-only */
/* kmod/certs.S: the certificates to trust, DER, one behind the other. */
#ifndef VDT_CERTS_H
#define VDT_CERTS_H

#include <linux/types.h>

extern const u8 vdt_policy_certs[], vdt_policy_certs_end[];
extern const u8 vdt_application_certs[], vdt_application_certs_end[];

#endif /* VDT_CERTS_H */

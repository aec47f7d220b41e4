/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* Where a DER structure ends: certificates and signatures are one SEQUENCE each. */
#ifndef VDT_DER_H
#define VDT_DER_H

#include "core.h"

/*
 * Bytes of the SEQUENCE at `der`, with its head; 0 if there is none, or it goes beyond len. What is
 * inside is not looked at. X.690, 8.1.3 and 10.1.
 */
size_t vdt_der_sequence(const u8 *der, size_t len);

#endif /* VDT_DER_H */

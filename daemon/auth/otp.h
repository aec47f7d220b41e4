/* SPDX-License-Identifier: BSD-3-Clause */
/* One-time passwords by the clock (TOTP, RFC 6238: SHA-1, steps of 30 s, six digits). */
#ifndef VDT_AUTH_OTP_H
#define VDT_AUTH_OTP_H

#include <stddef.h>
#include <stdint.h>

#define VDT_OTP_STEP	     30 /* seconds */
#define VDT_OTP_DIGITS	     6
#define VDT_OTP_SKEW	     1 /* steps that the other clock may be off, either way */
#define VDT_OTP_ROOM	     (VDT_OTP_DIGITS + 1)
#define VDT_BASE32_ROOM(len) (((len) + 4) / 5 * 8 + 1)

/* The password of @secret in @step (seconds since 1970 by VDT_OTP_STEP). Returns 0 or -EIO. */
int vdt_otp_make(const uint8_t *secret, size_t len, uint64_t step, char ret_code[VDT_OTP_ROOM]);
/*
 * Check @code at @now, seconds since 1970. Only steps after @used count, so that what was seen once
 * is of no use again. Returns 0 and the step, to be remembered; -EACCES; -EIO.
 */
int vdt_otp_check(const uint8_t *secret, size_t len, const char *code, uint64_t now, uint64_t used,
		  uint64_t *ret_step);
/* The secret as authenticators take it: base 32 (RFC 4648 section 6) without padding; @text has
 * VDT_BASE32_ROOM(len). */
void vdt_otp_print(const uint8_t *secret, size_t len, char *text);

#endif /* VDT_AUTH_OTP_H */

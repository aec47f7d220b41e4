// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/otp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#define SHA1 20
#define SPAN 1000000u /* 10 to the power of VDT_OTP_DIGITS */

/* RFC 4226 section 5.3: four bytes of the MAC, at the place that its last four bits name. */
static uint32_t truncate_mac(const uint8_t mac[SHA1])
{
	const uint8_t *at = mac + (mac[SHA1 - 1] & 15);

	return ((uint32_t)(at[0] & 127) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 |
		at[3]) %
	       SPAN;
}

int vdt_otp_make(const uint8_t *secret, size_t len, uint64_t step, char ret_code[VDT_OTP_ROOM])
{
	uint8_t counter[8], mac[SHA1];
	unsigned int mac_len = sizeof(mac);

	for (unsigned int i = 0; i < sizeof(counter); i++)
		counter[i] = (uint8_t)(step >> (56 - 8 * i));
	if (!HMAC(EVP_sha1(), secret, (int)len, counter, sizeof(counter), mac, &mac_len))
		return -EIO;
	snprintf(ret_code, VDT_OTP_ROOM, "%0*u", VDT_OTP_DIGITS, truncate_mac(mac));
	explicit_bzero(mac, sizeof(mac));
	return 0;
}

int vdt_otp_check(const uint8_t *secret, size_t len, const char *code, uint64_t now, uint64_t used,
		  uint64_t *ret_step)
{
	const uint64_t step = now / VDT_OTP_STEP;
	int err = -EACCES;

	if (strlen(code) != VDT_OTP_DIGITS)
		return -EACCES;
	for (uint64_t i = step > VDT_OTP_SKEW ? step - VDT_OTP_SKEW : 0; i <= step + VDT_OTP_SKEW;
	     i++) {
		char right[VDT_OTP_ROOM];

		if (vdt_otp_make(secret, len, i, right))
			return -EIO;
		if (!CRYPTO_memcmp(right, code, VDT_OTP_DIGITS) && i > used && err) {
			*ret_step = i;
			err = 0;
		}
		explicit_bzero(right, sizeof(right));
	}
	return err;
}

void vdt_otp_print(const uint8_t *secret, size_t len, char *text)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned int bits = 0;
	uint32_t rest = 0;

	for (size_t i = 0; i < len; i++) {
		rest = rest << 8 | secret[i];
		for (bits += 8; bits >= 5; bits -= 5)
			*text++ = digits[rest >> (bits - 5) & 31];
	}
	if (bits)
		*text++ = digits[rest << (5 - bits) & 31];
	*text = '\0';
}

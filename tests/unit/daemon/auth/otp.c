// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/otp.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

static const uint8_t secret[] = "12345678901234567890";
#define LEN (sizeof(secret) - 1)

/* RFC 6238 appendix B, of SHA-1, the last six of the eight digits there. */
static const struct {
	uint64_t time;
	const char *code;
} vectors[] = {
	{59, "287082"},		{1111111109, "081804"}, {1111111111, "050471"},
	{1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
};

Test(otp, vectors_of_the_rfc)
{
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		char code[VDT_OTP_ROOM];
		uint64_t step;

		cr_assert_eq(vdt_otp_make(secret, LEN, vectors[i].time / VDT_OTP_STEP, code), 0);
		cr_assert_str_eq(code, vectors[i].code);
		cr_assert_eq(vdt_otp_check(secret, LEN, code, vectors[i].time, 0, &step), 0);
		cr_assert_eq(step, vectors[i].time / VDT_OTP_STEP);
	}
}

Test(otp, when_it_counts)
{
	const uint64_t step = 1234567890 / VDT_OTP_STEP;
	static const struct {
		const char *code, *why;
		int64_t off; /* steps that our clock is ahead */
		int64_t used;
		int expected;
	} cases[] = {
		{"005924", "now", 0, -9, 0},
		{"005924", "one step late", 1, -9, 0},
		{"005924", "one step early", -1, -9, 0},
		{"005924", "two steps late", 2, -9, -EACCES},
		{"005924", "two steps early", -2, -9, -EACCES},
		{"005924", "seen before", 0, 0, -EACCES},
		{"005924", "a later one was seen", 0, 1, -EACCES},
		{"005924", "the one before was seen", 0, -1, 0},
		{"005925", "wrong", 0, -9, -EACCES},
		{"05924", "short", 0, -9, -EACCES},
		{"0059240", "long", 0, -9, -EACCES},
		{"", "nothing", 0, -9, -EACCES},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t got;

		cr_assert_eq(vdt_otp_check(secret, LEN, cases[i].code,
					   (step + (uint64_t)cases[i].off) * VDT_OTP_STEP,
					   step + (uint64_t)cases[i].used, &got),
			     cases[i].expected, "%s", cases[i].why);
		if (!cases[i].expected)
			cr_assert_eq(got, step);
	}
}

/* RFC 4648 section 10, and the secret above. */
Test(otp, secret_in_base_32)
{
	static const struct {
		const char *bytes, *text;
	} cases[] = {
		{"", ""},
		{"f", "MY"},
		{"fo", "MZXQ"},
		{"foo", "MZXW6"},
		{"foob", "MZXW6YQ"},
		{"fooba", "MZXW6YTB"},
		{"foobar", "MZXW6YTBOI"},
		{"12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[VDT_BASE32_ROOM(LEN)];

		vdt_otp_print((const uint8_t *)cases[i].bytes, strlen(cases[i].bytes), text);
		cr_assert_str_eq(text, cases[i].text);
	}
}
